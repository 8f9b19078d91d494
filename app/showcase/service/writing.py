"""Write the page, the words for press, and how somebody wants to be credited."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.projects.models import Project
from app.projects.rules import ProjectState
from app.showcase.errors import ShowcaseRefused
from app.showcase.models import Showcase, ShowcaseCredit
from app.showcase.queries.check import check
from app.showcase.rules import Content, Press, State, Wish

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.showcase.queries.people import Today


@dataclass(frozen=True, slots=True)
class Writer:
    """Who acts in which project. ``is_teacher``: they go on after the project's end."""

    project_id: uuid.UUID
    user_id: uuid.UUID
    is_teacher: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """How somebody wants to be credited; see ``models.ShowcaseCredit``."""

    wish: Wish
    shows_me: bool = False
    airs_me: bool = False


def held(session: "Session", writer: Writer, *, seen: int | None) -> Showcase:
    """Return the showcase, held until the transaction ends, as the writer saw it.

    Args:
        session: The unit of work.
        writer: Who acts.
        seen: The edition that they saw; None where it does not matter.

    Raises:
        ShowcaseRefused: ``ended``, ``state`` (there is none), or ``changed``.
    """
    refuse_ended(session, writer)
    row = session.get(Showcase, writer.project_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise ShowcaseRefused("state")
    if seen is not None and seen != row.edition:
        raise ShowcaseRefused("changed")
    return row


def refuse_ended(session: "Session", writer: Writer) -> None:
    """Let only teachers go on after a project's end.

    Raises:
        ShowcaseRefused: ``ended``.
    """
    project = session.get_one(Project, writer.project_id, populate_existing=True)
    if project.state is ProjectState.ENDED and not writer.is_teacher:
        raise ShowcaseRefused("ended")


def write(
    session: "Session",
    writer: Writer,
    content: Content,
    today: "Today",
    *,
    seen: int,
    now: "datetime",
) -> Showcase:
    """Keep what the page says; the public goes on reading what was published.

    Args:
        session: The unit of work.
        writer: Who acts.
        content: What it says now.
        today: What the check needs.
        seen: The edition that the form was filled from; 0 for a first one.
        now: The present instant.

    Raises:
        ShowcaseRefused: ``ended``, or ``changed`` (somebody else wrote meanwhile).
    """
    refuse_ended(session, writer)
    session.get_one(Project, writer.project_id, with_for_update=True)  # one first draft alone
    row = session.get(Showcase, writer.project_id, with_for_update=True, populate_existing=True)
    if seen != (0 if row is None else row.edition):
        raise ShowcaseRefused("changed")
    if row is None:
        row = Showcase(project_id=writer.project_id, edition=0, changed_at=now)
        session.add(row)
    row.content = content.to_json()
    _touch(row, writer, now=now)
    session.flush()
    if row.state is not State.PUBLIC:
        row.awaited_seen = check(session, row.project_id, content, today).held
        session.flush()
    return row


def say_press(
    session: "Session", writer: Writer, press: Press, *, seen: int, now: "datetime"
) -> Showcase:
    """Keep what only press gets; arguments and errors as in ``write``."""
    row = held(session, writer, seen=seen)
    row.press = press.to_json()
    _touch(row, writer, now=now)
    session.flush()
    return row


def say_wish(
    session: "Session",
    writer: Writer,
    said: Credit,
    *,
    is_minor: bool,
    now: "datetime",
) -> ShowcaseCredit:
    """Keep how somebody wants to be credited; it counts with the next look at the page.

    Args:
        session: The unit of work.
        writer: Who says it of themselves; after a project's end as well.
        said: How; pictures and press are for adults to say alone.
        is_minor: Whether they are under age today: then what guardians answer decides besides.
        now: The present instant.
    """
    key = (writer.project_id, writer.user_id)
    # Of two at once the second waits, so that only one makes the row.
    session.execute(sa.select(Project.id).where(Project.id == key[0]).with_for_update())
    row = session.get(ShowcaseCredit, key, populate_existing=True)
    if row is None:
        row = ShowcaseCredit(project_id=key[0], user_id=key[1])
        session.add(row)
    row.wish, row.said_as_minor, row.said_at = said.wish, is_minor, now
    row.shows_me = said.shows_me and not is_minor
    row.airs_me = row.shows_me and said.airs_me
    session.flush()
    return row


def _touch(row: Showcase, writer: Writer, *, now: "datetime") -> None:
    row.edition += 1
    row.changed_at, row.changed_by_id = now, writer.user_id
