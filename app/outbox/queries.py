"""What waits, and what needs a person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.outbox.models import OutboxDelivery, OutboxEvent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LONGEST_PAUSE = timedelta(hours=1)
"""Between two tries. Whatever is due later has failed nowhere: it waits for its own day."""


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


def waiting(session: "Session", *, now: "datetime") -> int:
    """Return how many events and deliveries are still to do; what waits for its day is not due."""
    events = sa.select(sa.func.count()).where(OutboxEvent.spread_at.is_(None)).scalar_subquery()
    due = (
        sa.select(sa.func.count())
        .where(OutboxDelivery.next_try_at <= now + LONGEST_PAUSE)
        .scalar_subquery()
    )
    return session.scalar(sa.select(events + due)) or 0
