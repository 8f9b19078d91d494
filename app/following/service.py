"""Follow, stop, and tell whoever follows. Callers commit."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.following.events import NotificationsTold
from app.following.models import Follow, LetterChoice, Notification
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Told:
    """What people are told.

    Attributes:
        kind: A key of ``words.SENTENCES``.
        key: What it is about; nobody is told the same key twice.
        path: Where it leads.
        facts: What the sentence says.
    """

    kind: str
    key: str
    path: str
    facts: Mapping[str, str] = field(default_factory=dict)


def follow(
    session: "Session",
    user_id: uuid.UUID,
    subject: tuple[str, uuid.UUID],
    *,
    now: "datetime",
    by_itself: bool = False,
) -> None:
    """Let somebody follow a subject (kind, id).

    Args:
        session: The unit of work.
        user_id: Who.
        subject: What.
        now: The present instant.
        by_itself: Because they belong to it: whoever had stopped stays stopped.
    """
    row = session.get(Follow, (user_id, *subject))
    if row is None:
        kind, key = subject
        session.add(Follow(user_id=user_id, subject_kind=kind, subject_id=key, since_at=now))
    elif row.stopped_at is not None and not by_itself:
        row.stopped_at, row.since_at = None, now
    session.flush()


def stop(
    session: "Session", user_id: uuid.UUID, subject: tuple[str, uuid.UUID], *, now: "datetime"
) -> None:
    """Let somebody follow a subject no more; whoever does not is left as they are."""
    row = session.get(Follow, (user_id, *subject))
    if row is not None and row.stopped_at is None:
        row.stopped_at = now
        session.flush()


def tell_followers(
    session: "Session",
    subject: tuple[str, uuid.UUID],
    told: Told,
    *,
    now: "datetime",
    but: uuid.UUID | None = None,
) -> None:
    """Tell everybody who follows a subject; ``but`` is who did it, and knows."""
    kind, key = subject
    who = session.scalars(
        sa.select(Follow.user_id).where(
            Follow.subject_kind == kind, Follow.subject_id == key, Follow.stopped_at.is_(None)
        )
    )
    tell(session, [one for one in who if one != but], told, now=now)


def tell(session: "Session", people: Iterable[uuid.UUID], told: Told, *, now: "datetime") -> None:
    """Tell some people something; whoever was told the key already is left out."""
    asked = set(people)
    known = session.scalars(
        sa.select(Notification.user_id).where(
            Notification.key == told.key, Notification.user_id.in_(asked)
        )
    )
    new = sorted(asked - set(known))
    session.add_all(
        Notification(
            user_id=one,
            key=told.key,
            kind=told.kind,
            facts=dict(told.facts),
            path=told.path,
            told_at=now,
        )
        for one in new
    )
    session.flush()
    if new:
        outbox.publish(session, NotificationsTold(told.key, tuple(new), now))


def note_read(session: "Session", user_id: uuid.UUID, *, now: "datetime") -> int:
    """Note that somebody has read all they were told; return how many were new."""
    rows = session.scalars(
        sa.select(Notification).where(
            Notification.user_id == user_id, Notification.read_at.is_(None)
        )
    ).all()
    for row in rows:
        row.read_at = now
    session.flush()
    return len(rows)


def choose_letters(session: "Session", user_id: uuid.UUID, *, wants: bool) -> None:
    """Keep whether somebody wants letters."""
    row = session.get(LetterChoice, user_id)
    if row is None:
        row = LetterChoice(user_id=user_id)
        session.add(row)
    row.wants_letters = wants
    session.flush()


def forget_old(session: "Session", *, before: "datetime") -> None:
    """Delete what was told so long ago that nobody looks for it."""
    session.execute(sa.delete(Notification).where(Notification.told_at < before))
