"""Who is told what about a ticket."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.following import service as following
from app.projects.models import Project, ProjectMember
from app.projects.queries import is_let_in
from app.projects.rules import MemberRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.mentoring.models import Ticket

TEACHING = (MemberRole.TEACHER, MemberRole.COORDINATOR)
TEAM = (MemberRole.LEARNER, *TEACHING)


def tell(
    session: "Session",
    kind: str,
    row: "Ticket",
    whom: "Iterable[uuid.UUID]",
    *,
    now: "datetime",
    but: uuid.UUID | None = None,
) -> None:
    """Tell some people of what became of a ticket; ``but`` did it, and knows."""
    project = session.get_one(Project, row.project_id)
    told = following.Told(
        kind,
        f"{kind}:{row.id}:{row.edition}",
        f"/projects/{project.key}/tickets/{row.id}",
        {"project": project.title},
    )
    following.tell(session, [one for one in whom if one != but], told, now=now)


def members(
    session: "Session", project_id: uuid.UUID, *roles: MemberRole, now: "datetime"
) -> set[uuid.UUID]:
    """Return who is in a project today in some roles."""
    return set(
        session.scalars(
            sa.select(ProjectMember.user_id).where(
                ProjectMember.project_id == project_id,
                ProjectMember.role.in_(roles),
                *is_current(day_of(now)),
            )
        )
    )


def team(session: "Session", row: "Ticket", *, now: "datetime") -> set[uuid.UUID]:
    """Return the team of a ticket, with its teachers."""
    return members(session, row.project_id, *TEAM, now=now)


def mentor(session: "Session", row: "Ticket", *, now: "datetime") -> set[uuid.UUID]:
    """Return the mentor of a ticket; nobody where nobody vouches for them today."""
    return set(
        session.scalars(
            sa.select(ProjectMember.user_id).where(
                ProjectMember.project_id == row.project_id,
                ProjectMember.user_id == row.mentor_id,
                ProjectMember.role == MemberRole.MENTOR,
                *is_current(day_of(now)),
                is_let_in([row.mentor_id], on=day_of(now)),
            )
        )
    )


def teachers(session: "Session", row: "Ticket", *, now: "datetime") -> set[uuid.UUID]:
    """Return the teachers of a ticket's project."""
    return members(session, row.project_id, *TEACHING, now=now)


def is_current(on: "date") -> tuple[sa.ColumnElement[bool], ...]:
    """Say, in SQL, whether somebody is in a project on a day."""
    return (
        ProjectMember.joined_on <= on,
        sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
    )
