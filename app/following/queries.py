"""Reading what somebody follows and was told."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.following.models import Follow, LetterChoice, Notification
from app.following.words import sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST = 100
"""So many are shown; older ones go by themselves after two years."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody was told, as a sentence."""

    words: str
    path: str
    on: date
    is_new: bool


def told(session: "Session", user_id: uuid.UUID) -> list[Line]:
    """Return what somebody was told, the newest first."""
    rows = session.scalars(
        sa.select(Notification)
        .where(Notification.user_id == user_id)
        .order_by(Notification.told_at.desc(), Notification.id)
        .limit(MOST)
    )
    return [
        Line(sentence(row.kind, row.facts), row.path, day_of(row.told_at), row.read_at is None)
        for row in rows
    ]


def count_new(session: "Session", user_id: uuid.UUID) -> int:
    """Count what somebody was told and has not read."""
    return session.scalar(sa.select(new_of(user_id))) or 0


def new_of(user_id: uuid.UUID) -> sa.ScalarSelect[int]:
    """Count, within another query, what somebody has not read."""
    return (
        sa.select(sa.func.count())
        .select_from(Notification)
        .where(Notification.user_id == user_id, Notification.read_at.is_(None))
        .scalar_subquery()
    )


def follows(session: "Session", user_id: uuid.UUID, subject: tuple[str, uuid.UUID]) -> bool:
    """Say whether somebody follows a subject."""
    row = session.get(Follow, (user_id, *subject))
    return row is not None and row.stopped_at is None


def wants_letters(session: "Session", user_id: uuid.UUID) -> bool:
    """Say whether somebody wants letters; whoever said nothing does."""
    row = session.get(LetterChoice, user_id)
    return row is None or row.wants_letters
