"""Tell the teachers what consents changed: with an answer, and at a day's beginning."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.projects.models import ProjectMember
from app.showcase.models import Showcase
from app.showcase.queries.check import check_cast
from app.showcase.queries.inside import named_and_shown
from app.showcase.queries.people import Today, cast_of
from app.showcase.rules import State
from app.showcase.service import telling
from app.showcase.service.crediting import credits_of, note_named

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def look_again(session: "Session", today: Today, *, now: "datetime") -> int:
    """Look at every page that is or may become public, and tell its teachers what changed.

    The public pages themselves need no look: they ask for each consent when they are read.

    Returns:
        How many pages were looked at.
    """
    ids = session.scalars(
        sa.select(Showcase.project_id)
        .where(Showcase.state != State.WITHDRAWN)
        .order_by(Showcase.project_id)
    ).all()
    for project_id in ids:
        _look(session, project_id, today, now=now)
    return len(ids)


def look_for(session: "Session", person_id: uuid.UUID, today: Today, *, now: "datetime") -> int:
    """Look at the pages of the projects in which somebody is or was; otherwise ``look_again``."""
    is_theirs = sa.exists().where(
        ProjectMember.project_id == Showcase.project_id, ProjectMember.user_id == person_id
    )
    ids = session.scalars(
        sa.select(Showcase.project_id)
        .where(Showcase.state != State.WITHDRAWN, is_theirs)
        .order_by(Showcase.project_id)
    ).all()
    for project_id in ids:
        _look(session, project_id, today, now=now)
    return len(ids)


def _look(session: "Session", project_id: uuid.UUID, today: Today, *, now: "datetime") -> None:
    row = session.get_one(Showcase, project_id, with_for_update=True, populate_existing=True)
    cast = cast_of(session, project_id, today)
    content = row.public if row.state is State.PUBLIC else row.working
    found = check_cast(session, project_id, content, cast)
    named, shown = named_and_shown(cast, found.looks)
    dropped = note_named(credits_of(session, project_id), named)
    if row.state is State.PUBLIC:
        if dropped or shown < row.pictures_seen:
            _tell(session, row, "showcase.dropped", now=now)
    elif row.awaited_seen and found.is_ready:
        _tell(session, row, "showcase.ready", now=now)
    row.pictures_seen, row.awaited_seen = shown, found.held
    session.flush()


def _tell(session: "Session", row: Showcase, kind: str, *, now: "datetime") -> None:
    """Tell of a change; what was seen is kept in the same transaction, so that it is told once."""
    telling.tell_members(
        session,
        row.project,
        telling.TEACHERS,
        kind,
        about=f"{row.project_id}:{now.isoformat()}",
        now=now,
    )
