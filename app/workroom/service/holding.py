"""Hold what is changed, so that two who write at once take turns."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from app.clock import day_of
from app.projects.errors import ProjectRefused
from app.projects.models import Project, ProjectActivity
from app.projects.rules import ProjectState
from app.projects.service import activity
from app.workroom import rules
from app.workroom.errors import NothingThere, WorkroomRefused
from app.workroom.models import Artifact, Card, Decision, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.rules import Act


Row = TypeVar("Row", Card, Meeting, Decision, Artifact)
"""What is removed and brought back."""


def open_project(session: "Session", project_id: uuid.UUID, *, ever: bool = False) -> Project:
    """Hold a project in which something is about to be written; ``ever``: an ended one as well.

    Raises:
        ProjectRefused: ``ended``.
    """
    row = session.get_one(Project, project_id, with_for_update=True)
    if row.state is not ProjectState.ACTIVE and not ever:
        raise ProjectRefused("ended")
    return row


def held(session: "Session", kind: type[Row], project: Project, row_id: uuid.UUID) -> Row:
    """Return a row of a project that is held already, removed ones as well.

    Raises:
        NothingThere: The project has none of that id.
    """
    row: Row | None = session.scalars(
        sa.select(kind).where(kind.id == row_id, kind.project_id == project.id)
    ).one_or_none()
    if row is None:
        raise NothingThere(row_id)
    return row


def present(session: "Session", kind: type[Row], project: Project, row_id: uuid.UUID) -> Row:
    """Return a row of a project that was not removed.

    Raises:
        NothingThere: There is none.
    """
    row = held(session, kind, project, row_id)
    if row.removed_on is not None:
        raise NothingThere(row_id)
    return row


def remove(
    session: "Session", kind: type[Row], place: tuple[uuid.UUID, uuid.UUID], *, now: "datetime"
) -> Row:
    """Take a row away from the pages; once more changes nothing.

    Args:
        session: The unit of work.
        kind: Its table.
        place: The project's id, and its own.
        now: The present instant.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is none.
    """
    project_id, row_id = place
    row = held(session, kind, open_project(session, project_id), row_id)
    if row.removed_on is None:
        row.removed_on = day_of(now)
        session.flush()
    return row


def bring_back(
    session: "Session", kind: type[Row], place: tuple[uuid.UUID, uuid.UUID], *, now: "datetime"
) -> Row:
    """Put back what was removed; once more changes nothing. See ``remove``.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is none.
        WorkroomRefused: ``late``.
    """
    project_id, row_id = place
    row = held(session, kind, open_project(session, project_id), row_id)
    if row.removed_on is not None:
        if is_over(row.removed_on, today=day_of(now)):
            raise WorkroomRefused("late")
        row.removed_on = None
        session.flush()
    return row


def is_over(removed_on: date, *, today: date) -> bool:
    """Whether what was removed on a day comes back no more."""
    return (today - removed_on).days > rules.UNDO_DAYS


def note_once(
    session: "Session",
    project: Project,
    people: "Iterable[uuid.UUID]",
    done: activity.Done,
    *,
    now: "datetime",
) -> None:
    """Note an act of some members, for each of whom it was not noted before."""
    act: Act = done.act
    known = set(
        session.scalars(
            sa.select(ProjectActivity.user_id).where(
                ProjectActivity.project_id == project.id,
                ProjectActivity.act == act,
                ProjectActivity.about_id == done.about_id,
            )
        )
    )
    for one in sorted(set(people) - known):
        activity.note(session, project, one, done, now=now)
    session.flush()
