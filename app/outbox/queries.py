"""What waits, and what needs a person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.outbox.models import OutboxDelivery, OutboxEvent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

LONGEST_PAUSE = timedelta(hours=1)
"""Between two tries. Whatever is due later has failed nowhere: it waits for its own day."""

_WORDS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class DeadDelivery:
    """A delivery that failed ten times."""

    event_seq: int
    event_type: str
    handler: str
    last_error: str
    occurred_at: "datetime"


def dead_deliveries(session: "Session", *, limit: int = 50) -> list[DeadDelivery]:
    """Return the deliveries that gave up, newest first."""
    rows = session.scalars(
        sa.select(OutboxDelivery)
        .where(OutboxDelivery.delivered_at.is_(None), OutboxDelivery.next_try_at.is_(None))
        .order_by(OutboxDelivery.event_seq.desc())
        .limit(limit)
    )
    return [
        DeadDelivery(
            row.event_seq, row.event.type, row.handler, row.last_error or "", row.event.occurred_at
        )
        for row in rows
    ]


def naming(session: "Session", words: "Sequence[str]", *, besides: str) -> list[int]:
    """Return the events whose payload holds one of some words, in the order of writing.

    Args:
        session: Any.
        words: Ids, as events write them.
        besides: A type of event that is left out.
    """
    text = sa.cast(OutboxEvent.payload, sa.Text)
    found: list[int] = []
    for start in range(0, len(words), _WORDS_AT_ONCE):
        holds = [text.contains(word) for word in words[start : start + _WORDS_AT_ONCE]]
        asked = sa.select(OutboxEvent.seq).where(OutboxEvent.type != besides, sa.or_(*holds))
        found += session.scalars(asked)
    return sorted(set(found))


def is_under_way(session: "Session", kind: str) -> bool:
    """Say whether an event of a type is still to be delivered, today or later."""
    undone = sa.exists().where(
        OutboxDelivery.event_seq == OutboxEvent.seq, OutboxDelivery.next_try_at.is_not(None)
    )
    asked = sa.select(OutboxEvent.seq).where(
        OutboxEvent.type == kind, sa.or_(OutboxEvent.spread_at.is_(None), undone)
    )
    return session.scalar(asked.limit(1)) is not None


def waiting(session: "Session", *, now: "datetime") -> int:
    """Return how many events and deliveries are still to do; what waits for its day is not due."""
    events = sa.select(sa.func.count()).where(OutboxEvent.spread_at.is_(None)).scalar_subquery()
    due = (
        sa.select(sa.func.count())
        .where(OutboxDelivery.next_try_at <= now + LONGEST_PAUSE)
        .scalar_subquery()
    )
    return session.scalar(sa.select(events + due)) or 0
