"""Publish events inside the caller's transaction; send dead ones again."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import sqlalchemy as sa

from app.outbox.models import OutboxDelivery, OutboxEvent

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

_AT_ONCE = 500
_IS_DEAD = OutboxDelivery.delivered_at.is_(None) & OutboxDelivery.next_try_at.is_(None)


class Event(Protocol):
    """A frozen dataclass that says what happened, in the past tense."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def occurred_at(self) -> "datetime":
        """When it happened."""


def publish(session: "Session", event: Event) -> None:
    """Put ``event`` in the outbox; it leaves only if the transaction commits."""
    values = ((field.name, getattr(event, field.name)) for field in fields(event))
    payload = {name: None if value is None else _written(value) for name, value in values}
    session.add(
        OutboxEvent(type=type(event).__name__, payload=payload, occurred_at=event.occurred_at)
    )
    session.flush()  # its place in the order is where it was told, not where it was committed


def _written(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def forget(session: "Session", seqs: "Collection[int]") -> None:
    """Delete events with their deliveries, whatever became of them: whom they name is erased."""
    for table, column in (
        (OutboxDelivery, OutboxDelivery.event_seq),
        (OutboxEvent, OutboxEvent.seq),
    ):
        for start in range(0, len(seqs), _AT_ONCE):
            page = sorted(seqs)[start : start + _AT_ONCE]
            session.execute(sa.delete(table).where(column.in_(page)))


def send_again(session: "Session", event_seq: int, handler: str, *, now: "datetime") -> None:
    """Give a dead delivery another ten tries.

    Raises:
        NoResultFound: There is no such delivery, or it is not dead.
    """
    row = session.scalars(
        sa.select(OutboxDelivery).filter_by(event_seq=event_seq, handler=handler).where(_IS_DEAD)
    ).one()
    row.attempts = 0
    row.next_try_at = now


def send_all_again(session: "Session", *, now: "datetime") -> int:
    """Give every dead delivery another ten tries; return how many there were."""
    dead = session.scalars(sa.select(OutboxDelivery).where(_IS_DEAD)).all()
    for row in dead:
        row.attempts = 0
        row.next_try_at = now
    return len(dead)
