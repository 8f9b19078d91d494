"""What somebody makes together with others, on their home: their projects, and what is new."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.following.queries import new_of
from app.projects.models import Project, ProjectMember
from app.projects.queries import is_in, is_let_in
from app.projects.rules import ProjectState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.queries import Person

SHOWN = 3
"""How many projects a home shows; the page of projects shows them all."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A project that somebody is in."""

    key: str
    title: str
    question: str
    field: str


@dataclass(frozen=True, slots=True)
class Together:
    """What somebody makes together with others.

    Attributes:
        told: How many notifications they have not read.
        projects: The active ones they are in, the newest first; at most ``SHOWN``.
    """

    told: int = 0
    projects: tuple[Joined, ...] = ()


def together_of(session: "Session", who: "Person", *, on: date) -> Together:
    """Return what somebody makes together with others; one query.

    None for guests, and none for the staff, whose home asks elsewhere what waits (``waiting``).
    """
    if who.is_guest or who.audience == "staff":
        return Together()
    rows = session.execute(_own(who.id, on)).all()
    found = tuple(Joined(*row[1:]) for row in rows[:SHOWN] if row.key is not None)
    return Together(rows[0].told, found)


def _own(user_id: uuid.UUID, on: date) -> "sa.Select[int, str, str, str, str]":
    """Ask for one line a project; for one line without any where there is none."""
    one = sa.select(sa.literal(1).label("one")).subquery("one_row")
    inside = sa.select(ProjectMember.project_id).where(
        ProjectMember.user_id == user_id, is_in(on), is_let_in([user_id], on=on)
    )
    return (
        sa.select(
            new_of(user_id).label("told"),
            Project.key,
            Project.title,
            Project.question,
            Project.field,
        )
        .select_from(one)
        .outerjoin(Project, sa.and_(Project.state == ProjectState.ACTIVE, Project.id.in_(inside)))
        .order_by(Project.starts_on.desc(), Project.key)
    )
