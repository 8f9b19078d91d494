"""Hand the page in, give it back, make it public, and take it back."""

from typing import TYPE_CHECKING

from app.audit import service as audit
from app.outbox import service as outbox
from app.projects.rules import Act
from app.projects.service import activity
from app.showcase.errors import ShowcaseRefused
from app.showcase.events import ShowcasePublished, ShowcaseWithdrawn
from app.showcase.queries.check import check, check_cast
from app.showcase.queries.inside import named_and_shown
from app.showcase.queries.people import cast_of
from app.showcase.rules import State, can
from app.showcase.service import telling
from app.showcase.service.crediting import credits_of, note_named
from app.showcase.service.writing import Writer, held

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.showcase.models import Showcase
    from app.showcase.queries.people import Today


def hand_in(
    session: "Session", writer: Writer, today: "Today", *, seen: int, now: "datetime"
) -> "Showcase":
    """Hand a page to the teachers, who are told; whose answers are open holds nothing back here.

    Raises:
        ShowcaseRefused: ``ended``, ``changed``, ``state``, or ``blocked`` (it is not whole).
    """
    row = _in_state(session, writer, "hand_in", seen=seen)
    found = check(session, row.project_id, row.working, today)
    if found.lacks:
        raise ShowcaseRefused("blocked")
    row.awaited_seen = found.held
    row.state, row.said, row.handed_in_by_id = State.CHECKING, "", writer.user_id
    session.flush()
    telling.tell_members(
        session,
        row.project,
        telling.TEACHERS,
        "showcase.handed_in",
        about=f"{row.project_id}:{row.edition}",
        now=now,
        but=writer.user_id,
    )
    return row


def give_back(
    session: "Session", writer: Writer, words: str, *, seen: int, now: "datetime"
) -> "Showcase":
    """Give a page back to the team, with words.

    Raises:
        ShowcaseRefused: ``changed``, or ``state`` (nobody handed it in).
    """
    row = _in_state(session, writer, "give_back", seen=seen)
    row.state, row.said = State.DRAFT, words
    row.edition += 1
    session.flush()
    telling.tell_members(
        session,
        row.project,
        telling.TEAM,
        "showcase.given_back",
        about=f"{row.project_id}:{row.edition}",
        now=now,
        but=writer.user_id,
    )
    return row


def publish(
    session: "Session", writer: Writer, today: "Today", *, seen: int, now: "datetime"
) -> "Showcase":
    """Make a page public as it is written now, once the check lets it; followers are told.

    Args:
        session: The unit of work.
        writer: The teacher.
        today: What the check needs.
        seen: The edition that the teacher read.
        now: The present instant.

    Raises:
        ShowcaseRefused: ``changed``, ``state`` (nothing is written), or ``blocked``.
    """
    row = _in_state(session, writer, "publish", seen=seen)
    cast = cast_of(session, row.project_id, today)
    found = check_cast(session, row.project_id, row.working, cast)
    if not found.is_ready:
        raise ShowcaseRefused("blocked")
    row.published, row.state, row.said = dict(row.content), State.PUBLIC, ""
    row.first_published_at = row.first_published_at or now
    row.published_at, row.published_by_id = now, writer.user_id
    named, shown = named_and_shown(cast, found.looks)
    row.awaited_seen, row.pictures_seen = 0, shown
    note_named(credits_of(session, row.project_id), named)
    session.flush()
    _say_published(session, row, writer, now=now)
    return row


def withdraw(
    session: "Session", writer: Writer, *, seen: int | None, now: "datetime"
) -> "Showcase":
    """Take a page back: nobody outside reads it from now on.

    The city does so as well (``seen`` is None then): whoever answered for it may have gone.

    Raises:
        ShowcaseRefused: ``changed``, or ``state`` (it is not public).
    """
    row = _in_state(session, writer, "withdraw", seen=seen)
    row.state, row.withdrawn_at = State.WITHDRAWN, now
    session.flush()
    outbox.publish(session, ShowcaseWithdrawn(row.project_id, now))
    _record(session, "showcase.withdrawn", row, by=writer.user_id, now=now)
    return row


def _say_published(
    session: "Session", row: "Showcase", writer: Writer, *, now: "datetime"
) -> None:
    project, by = row.project, writer.user_id
    about = f"{row.project_id}:{row.edition}"
    telling.tell_followers(session, project, "showcase.published", about=about, now=now, but=by)
    activity.note(
        session,
        project,
        by,
        activity.Done(Act.PUBLISHED_SHOWCASE, project.id, row.working.title),
        now=now,
    )
    outbox.publish(session, ShowcasePublished(row.project_id, now))
    _record(session, "showcase.published", row, by=by, now=now)


def _in_state(session: "Session", writer: Writer, act: str, *, seen: int | None) -> "Showcase":
    row = held(session, writer, seen=seen)
    if not can(act, row.state):
        raise ShowcaseRefused("state")
    return row


def _record(
    session: "Session", action: str, row: "Showcase", *, by: "uuid.UUID", now: "datetime"
) -> None:
    details = {"project": str(row.project_id), "edition": row.edition}
    audit.record(session, action, now=now, by=by, details=details)
