"""The jobs of this package; callers commit, services never do."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.agreements.rules import line_of
from app.audit import service as audit
from app.clock import day_of
from app.concerns import queries
from app.concerns.errors import ConcernRefused
from app.concerns.models import Concern
from app.concerns.rules import Reason, State, excerpt_of
from app.following import service as following

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class About:
    """What a concern is about.

    Attributes:
        kind: What kind of thing.
        id: Which; None for a page as a whole.
        project_id: In which project; None for in none.
        path: The page on which the button was pressed.
        excerpt: What the thing says.
        author_id: Who wrote it, and is not to read of this.
    """

    kind: str
    id: uuid.UUID | None = None
    project_id: uuid.UUID | None = None
    path: str = ""
    excerpt: str = ""
    author_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of it; every part may be left as it is."""

    reason: Reason = Reason.OTHER
    words: str = ""
    about_teacher: bool = False


def raise_concern(
    session: "Session",
    by: uuid.UUID,
    about: About,
    said: Said,
    *,
    organization_id: uuid.UUID | None,
    now: "datetime",
) -> Concern:
    """Keep a concern, and tell those who handle it.

    Whoever has told of the same thing, and nobody has handled it yet, adds to that concern.

    Args:
        session: The unit of work.
        by: Who tells.
        about: Of what.
        said: Why.
        organization_id: For which organization they are there; None for citizens.
        now: The present instant.
    """
    today = day_of(now)
    teachers = (
        queries.teachers_of(session, about.project_id, on=today) if about.project_id else set()
    )
    is_of_teacher = said.about_teacher or about.author_id in teachers
    line = list(line_of(organization_id, queries.parents(session))) if organization_id else []
    near = queries.administrators_of(session, line, on=today) - {about.author_id}
    if is_of_teacher:
        near -= teachers  # who teaches in it may be the one whom it is about
    row = _known(session, by, about) or _new(session, by, about, now=now)
    row.organization_id, row.to_city = organization_id, not near
    row.reason, row.about_teacher = said.reason, is_of_teacher or row.about_teacher
    row.words = said.words or row.words
    session.flush()
    audit.record(session, "concerns.raised", now=now, by=by, details=_of(row))
    handlers = near or queries.administrators_of_city(session, on=today)
    if row.about_teacher:
        handlers -= teachers
    else:
        handlers |= teachers
    _tell(session, handlers - {by, about.author_id}, "concern.raised", row, now=now)
    return row


def take(session: "Session", concern_id: uuid.UUID, *, by: uuid.UUID, now: "datetime") -> None:
    """Let a handler look after a concern; the reporter is told that it was read.

    Raises:
        ConcernRefused: ``handled``.
    """
    row = _open(session, concern_id)
    if row.state is State.TAKEN and row.taken_by_id == by:
        return
    row.state, row.taken_by_id, row.taken_at = State.TAKEN, by, now
    session.flush()
    audit.record(session, "concerns.taken", now=now, by=by, details=_of(row))
    if row.by_id:
        _tell(session, {row.by_id}, "concern.taken", row, now=now, path="/my/concerns")


def handle(
    session: "Session", concern_id: uuid.UUID, words: str, *, by: uuid.UUID, now: "datetime"
) -> None:
    """End a concern; the reporter reads what became of it.

    Args:
        session: The unit of work.
        concern_id: Which; that it is theirs to handle, ``queries.one`` has said.
        words: What was done, for the reporter to read.
        by: The handler.
        now: The present instant.

    Raises:
        ConcernRefused: ``handled``.
    """
    row = _open(session, concern_id)
    row.state, row.handled_words = State.HANDLED, words
    row.handled_by_id, row.handled_at = by, now
    session.flush()
    audit.record(session, "concerns.handled", now=now, by=by, details=_of(row))
    if row.by_id:
        _tell(session, {row.by_id}, "concern.handled", row, now=now, path="/my/concerns")


def _open(session: "Session", concern_id: uuid.UUID) -> Concern:
    row = session.get_one(Concern, concern_id, with_for_update=True, populate_existing=True)
    if row.state is State.HANDLED:
        raise ConcernRefused("handled")
    return row


def _known(session: "Session", by: uuid.UUID, about: About) -> Concern | None:
    """Return what somebody has told of the same thing, while it is not handled."""
    if about.id is None:
        return None
    return session.scalars(
        sa.select(Concern)
        .where(
            Concern.by_id == by,
            Concern.about_kind == about.kind,
            Concern.about_id == about.id,
            Concern.state != State.HANDLED,
        )
        .with_for_update()
        .limit(1)
    ).one_or_none()


def _new(session: "Session", by: uuid.UUID, about: About, *, now: "datetime") -> Concern:
    row = Concern(
        about_kind=about.kind,
        about_id=about.id,
        about_user_id=about.author_id,
        project_id=about.project_id,
        path=about.path,
        excerpt=excerpt_of(about.excerpt),
        words="",
        about_teacher=False,
        by_id=by,
        at=now,
        state=State.OPEN,
    )
    session.add(row)
    return row


def _tell(
    session: "Session",
    whom: "Iterable[uuid.UUID | None]",
    kind: str,
    row: Concern,
    *,
    now: "datetime",
    path: str = "",
) -> None:
    people = {one for one in whom if one}
    told = following.Told(kind, f"{kind}:{row.id}", path or f"/concerns/{row.id}")
    following.tell(session, people, told, now=now)


def _of(row: Concern) -> dict[str, object]:
    """Return what the log keeps: that there was one; not about whom, nor from whom."""
    return {"concern": str(row.id), "kind": row.about_kind, "reason": row.reason.value}
