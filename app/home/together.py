"""What somebody makes together with others, on their home: their projects."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.projects.models import Project, ProjectMember
from app.projects.queries import is_in
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
        projects: The active ones they are in, the newest first; at most ``SHOWN``.
    """

    projects: tuple[Joined, ...] = ()


def together_of(session: "Session", who: "Person", *, on: date) -> Together:
    """Return what somebody makes together with others; one query.

    None for guests, and none for the staff, whose home asks elsewhere what waits (``waiting``).
    """
    if who.is_guest or who.audience == "staff":
        return Together()
    rows = session.execute(_own(who.id, on))
    return Together(tuple(Joined(*row) for row in rows))


def _own(user_id: uuid.UUID, on: date) -> "sa.Select[str, str, str, str]":
    inside = sa.select(ProjectMember.project_id).where(ProjectMember.user_id == user_id, is_in(on))
    return (
        sa.select(Project.key, Project.title, Project.question, Project.field)
        .where(Project.state == ProjectState.ACTIVE, Project.id.in_(inside))
        .order_by(Project.starts_on.desc(), Project.key)
        .limit(SHOWN)
    )
