"""The projects that somebody is in."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.projects.models import Project, ProjectMember, ProjectPartner
from app.projects.rules import PARTNER_ORDER, READABLE_DAYS, MemberRole, ProjectState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class OwnProject:
    """A project in the list of somebody who is in it."""

    project: Project
    roles: tuple[MemberRole, ...]
    partners: tuple[str, ...]
    learners: int

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


def own_projects(session: "Session", user_id: uuid.UUID, *, on: date) -> list[OwnProject]:
    """Return somebody's projects, active ones first, the newest first; three queries."""
    roles: dict[Project, list[MemberRole]] = {}
    for project, role in session.execute(
        sa.select(Project, ProjectMember.role)
        .join(ProjectMember, ProjectMember.project_id == Project.id)
        .where(ProjectMember.user_id == user_id, is_in(on), is_readable(on))
        .order_by(Project.state, Project.starts_on.desc(), Project.key)
    ):
        roles.setdefault(project, []).append(role)
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
            one, tuple(roles[one]), _told(partners.get(one.id, ())), learners.get(one.id, 0)
        )
        for one in roles
    ]


def former_projects(session: "Session", user_id: uuid.UUID, *, on: date) -> set[uuid.UUID]:
    """Return the projects that somebody was in, and does not read any more; one query."""
    theirs = sa.select(ProjectMember.project_id).where(ProjectMember.user_id == user_id)
    open_ = (
        sa.select(ProjectMember.project_id)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(ProjectMember.user_id == user_id, is_in(on), is_readable(on))
    )
    return set(session.scalars(theirs.where(ProjectMember.project_id.not_in(open_))))


def _told(partners: "Sequence[ProjectPartner]") -> tuple[str, ...]:
    ranked = sorted(partners, key=lambda one: PARTNER_ORDER.index(one.role))
    return tuple(one.organization.name for one in ranked)


def is_in_any(session: "Session", user_id: uuid.UUID, *, on: date) -> bool:
    """Say whether somebody is in any project today."""
    found = sa.select(ProjectMember.id).where(ProjectMember.user_id == user_id, is_in(on))
    return bool(session.scalar(sa.select(found.exists())))
