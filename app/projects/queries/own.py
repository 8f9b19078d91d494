"""The projects that somebody is in."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.identity.models import Organization, Post, Role
from app.projects.models import Project, ProjectMember, ProjectPartner
from app.projects.rules import PARTNER_ORDER, READABLE_DAYS, MemberRole, ProjectState
from app.vettings.queries import Whom, is_vouched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class OwnProject:
    """A project in the list of somebody who is in it.

    Attributes:
        is_open: Whether they read it today; a mentor for whom nobody vouches does not.
    """

    project: Project
    roles: tuple[MemberRole, ...]
    partners: tuple[str, ...]
    learners: int
    is_open: bool = True

    @property
    def is_active(self) -> bool:
        """Whether it goes on."""
        return self.project.state is ProjectState.ACTIVE


def is_in(on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether a membership holds on a day."""
    return sa.and_(
        ProjectMember.joined_on <= on,
        sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
    )


def is_readable(on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether members read a project on a day: until a year after its end."""
    return sa.or_(
        Project.ended_on.is_(None), Project.ended_on > on - timedelta(days=READABLE_DAYS)
    )


def is_kept(user_id: uuid.UUID, *, on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether somebody's membership still opens a project that has ended.

    Learners read on what they made. Others do while they hold a post at the organization for
    which they were in it, or below it: who moved to another school or section reads no more of
    the pupils of the one before, though the page goes on naming them among those who made it. In
    projects that go on, the day's beginning ends such parts (``service.ending``).

    Args:
        user_id: Whose membership it is.
        on: The day.
    """
    posts = (
        sa.select(Post.organization_id)
        .where(
            Post.user_id == user_id,
            Post.role != Role.GUARDIAN,
            Post.starts_on <= on,
            sa.or_(Post.ends_on.is_(None), Post.ends_on >= on),
        )
        .cte("belongs", recursive=True)
    )
    above = sa.select(Organization.parent_id).join(
        posts, Organization.id == posts.c.organization_id
    )
    places = posts.union(above.where(Organization.parent_id.is_not(None)))
    return sa.or_(
        Project.state == ProjectState.ACTIVE,
        ProjectMember.role == MemberRole.LEARNER,
        ProjectMember.organization_id.in_(sa.select(places.c.organization_id)),
    )


def is_let_in(whom: Whom, *, on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether a membership opens its project: of a mentor, if one is vouched for.

    Args:
        whom: Everybody whose membership it may be.
        on: The day.
    """
    return sa.or_(
        ProjectMember.role != MemberRole.MENTOR,
        is_vouched(ProjectMember.user_id, ProjectMember.organization_id, whom, on=on),
    )


def mentors_of(project_id: uuid.UUID) -> sa.Select[uuid.UUID]:
    """Return, in SQL, the mentors of a project, former ones as well."""
    one = aliased(ProjectMember)
    return sa.select(one.user_id).where(
        one.project_id == project_id, one.role == MemberRole.MENTOR
    )


def shut_out(session: "Session", user_id: uuid.UUID, *, on: date) -> list[str]:
    """Return the organizations for which somebody is a mentor and is not vouched for; one query.

    Of projects that go on.
    """
    return list(
        session.scalars(
            sa.select(Organization.name)
            .join(ProjectMember, ProjectMember.organization_id == Organization.id)
            .join(Project, Project.id == ProjectMember.project_id)
            .where(
                ProjectMember.user_id == user_id,
                is_in(on),
                Project.state == ProjectState.ACTIVE,
                sa.not_(is_let_in([user_id], on=on)),
            )
            .distinct()
            .order_by(Organization.name)
        )
    )


def own_projects(session: "Session", user_id: uuid.UUID, *, on: date) -> list[OwnProject]:
    """Return somebody's projects, active ones first, the newest first; three queries."""
    roles: dict[Project, list[MemberRole]] = {}
    opened: set[uuid.UUID] = set()
    for project, role, opens in session.execute(
        sa.select(Project, ProjectMember.role, is_let_in([user_id], on=on))
        .join(ProjectMember, ProjectMember.project_id == Project.id)
        .where(
            ProjectMember.user_id == user_id, is_in(on), is_readable(on), is_kept(user_id, on=on)
        )
        .order_by(Project.state, Project.starts_on.desc(), Project.key)
    ):
        roles.setdefault(project, []).append(role)
        opened |= {project.id} if opens else set()
    ids = [one.id for one in roles]
    partners: dict[uuid.UUID, list[ProjectPartner]] = {}
    for row in session.scalars(
        sa.select(ProjectPartner)
        .where(ProjectPartner.project_id.in_(ids), ProjectPartner.left_on.is_(None))
        .options(joinedload(ProjectPartner.organization))
        .order_by(ProjectPartner.joined_on, ProjectPartner.organization_id)
    ):
        partners.setdefault(row.project_id, []).append(row)
    rows = session.execute(
        sa.select(ProjectMember.project_id, sa.func.count(sa.distinct(ProjectMember.user_id)))
        .where(
            ProjectMember.project_id.in_(ids),
            ProjectMember.role == MemberRole.LEARNER,
            is_in(on),
        )
        .group_by(ProjectMember.project_id)
    )
    learners = {project_id: number for project_id, number in rows}  # noqa: C416  a Row is no pair
    return [
        OwnProject(
            one,
            tuple(roles[one]),
            _told(partners.get(one.id, ())),
            learners.get(one.id, 0),
            one.id in opened,
        )
        for one in roles
    ]


def former_projects(session: "Session", user_id: uuid.UUID, *, on: date) -> set[uuid.UUID]:
    """Return the projects that somebody was in, and does not read any more; one query."""
    theirs = sa.select(ProjectMember.project_id).where(ProjectMember.user_id == user_id)
    open_ = (
        sa.select(ProjectMember.project_id)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(
            ProjectMember.user_id == user_id, is_in(on), is_readable(on), is_kept(user_id, on=on)
        )
    )
    return set(session.scalars(theirs.where(ProjectMember.project_id.not_in(open_))))


def _told(partners: "Sequence[ProjectPartner]") -> tuple[str, ...]:
    ranked = sorted(partners, key=lambda one: PARTNER_ORDER.index(one.role))
    return tuple(one.organization.name for one in ranked)


def is_in_any(session: "Session", user_id: uuid.UUID, *, on: date) -> bool:
    """Say whether somebody is in any project today."""
    found = sa.select(ProjectMember.id).where(ProjectMember.user_id == user_id, is_in(on))
    return bool(session.scalar(sa.select(found.exists())))
