"""Deliver waiting events, at least once, oldest first."""

import traceback
import types
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Union, get_args, get_origin, get_type_hints

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import transaction
from app.outbox.errors import GivesUp, NotNow, Told
from app.outbox.models import OutboxDelivery, OutboxEvent
from app.outbox.queries import LONGEST_PAUSE

Note = Callable[[Session], None]
Errand = Callable[[], Note]
"""What a handler has still to do when its transaction is over, because somebody outside may be
slow: on SQLite an open transaction keeps everybody from writing. It returns what is to be written
down together with the mark «delivered». It must end well within ``LEASE``, and may run twice."""

Handler = Callable[[Session, Any], Errand | None]
Subscribers = Mapping[type, Sequence[Handler]]

MAX_ATTEMPTS = 10
LEASE = timedelta(minutes=2)
KILLED = "the worker ended while it was at this"
READ: dict[Any, Callable[[str], Any]] = {
    uuid.UUID: uuid.UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    int: int,
    str: str,
    tuple[uuid.UUID, ...]: lambda text: tuple(uuid.UUID(one) for one in text.split()),
}


def name_of(handler: Handler) -> str:
    """Return the name a delivery row keeps: the module and the function."""
    return f"{handler.__module__}.{handler.__qualname__}"


def deliver_next(subscribers: Subscribers, *, now: datetime) -> bool:
    """Hand the oldest delivery that is due to its handler; say whether there was work.

    The handler and the mark «delivered» share one transaction: both happen or neither. A handler
    that returns an errand gets two: its own, and after the errand that of the note. One that
    raises leaves its reason and a later ``next_try_at`` on the row; nothing else waits.
    """
    with transaction() as session:
        _spread(session, subscribers, now=now)
        claimed = _claim(session, now=now)
    if claimed is None:
        return False
    seq, handler_name = claimed
    try:
        errand = _hand_over(seq, handler_name, subscribers, now=now)
        if errand is not None:
            _write_down(seq, handler_name, errand(), now=now)
    except Exception as error:
        with transaction() as session:
            row = _held(session, seq, handler_name)
            if row.delivered_at is None:
                _put_back(row, error, now=now)
    return True


def drain(subscribers: Subscribers, *, now: Callable[[], datetime]) -> int:
    """Deliver until nothing is due; return how many deliveries were tried."""
    count = 0
    while deliver_next(subscribers, now=now()):
        count += 1
    return count


def _spread(session: Session, subscribers: Subscribers, *, now: datetime) -> None:
    waiting = session.scalars(
        sa.select(OutboxEvent)
        .where(OutboxEvent.spread_at.is_(None))
        .order_by(OutboxEvent.seq)
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    for event in waiting:
        event.spread_at = now
        session.add_all(
            OutboxDelivery(event_seq=event.seq, handler=name_of(handler), next_try_at=now)
            for handler in _handlers_of(event.type, subscribers)
        )
    session.flush()


def _handlers_of(event_type: str, subscribers: Subscribers) -> Iterator[Handler]:
    for kind, handlers in subscribers.items():
        if kind.__name__ == event_type:
            yield from handlers


def _claim(session: Session, *, now: datetime) -> tuple[int, str] | None:
    """Lease the oldest due delivery, so that a second worker takes another."""
    row = session.scalar(
        sa.select(OutboxDelivery)
        .where(OutboxDelivery.next_try_at <= now)
        .order_by(OutboxDelivery.event_seq)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboxDelivery)
    )
    if row is None:
        return None
    if row.attempts >= MAX_ATTEMPTS:  # it killed its worker each time: a person has to look
        row.next_try_at, row.last_error = None, row.last_error or KILLED
        session.flush()
        return _claim(session, now=now)
    row.attempts += 1  # counted before the try, so that one which kills the worker counts too
    row.next_try_at = now + LEASE
    return row.event_seq, row.handler


def _hand_over(
    seq: int, handler_name: str, subscribers: Subscribers, *, now: datetime
) -> Errand | None:
    with transaction() as session:
        row = _held(session, seq, handler_name)
        if row.delivered_at is not None:
            return None
        handle, event = _resolve(row, subscribers)
        errand = handle(session, event)
        if errand is None:
            _mark_delivered(row, now=now)
        return errand


def _write_down(seq: int, handler_name: str, note: Note, *, now: datetime) -> None:
    with transaction() as session:
        row = _held(session, seq, handler_name)
        if row.delivered_at is None:
            note(session)
            _mark_delivered(row, now=now)


def _mark_delivered(row: OutboxDelivery, *, now: datetime) -> None:
    row.delivered_at, row.next_try_at, row.last_error = now, None, None


def _held(session: Session, seq: int, handler_name: str) -> OutboxDelivery:
    """Return a delivery as it is now, held: who outlasts a lease finds it done, or waits."""
    return session.get_one(
        OutboxDelivery, (seq, handler_name), with_for_update=True, populate_existing=True
    )


def _resolve(row: OutboxDelivery, subscribers: Subscribers) -> tuple[Handler, Any]:
    for kind, handlers in subscribers.items():
        if kind.__name__ == row.event.type:
            for handler in handlers:
                if name_of(handler) == row.handler:
                    return handler, read_event(kind, row.event.payload)
    raise LookupError(f"nobody in wiring.py is called {row.handler}")


def read_event(kind: type, payload: Mapping[str, str | None]) -> Any:  # noqa: ANN401  any event class
    """Build an event of ``kind`` from its stored payload."""
    hints = get_type_hints(kind)
    return kind(
        **{
            name: None if text is None else READ[_bare(hints[name])](text)
            for name, text in payload.items()
        }
    )


def _bare(hint: Any) -> type:  # noqa: ANN401  a type hint
    """``X | None`` is read as ``X``; a string enum as itself."""
    if get_origin(hint) in {Union, types.UnionType}:
        hint = next(part for part in get_args(hint) if part is not type(None))
    return hint if hint in READ else str


def _put_back(row: OutboxDelivery, error: Exception, *, now: datetime) -> None:
    if isinstance(error, NotNow):
        row.attempts -= 1
        row.next_try_at = now + error.wait
        return
    told = str(error) if isinstance(error, Told) else _line_of(error)
    row.last_error = told.replace("\0", "").strip()[:2000]  # PostgreSQL keeps no U+0000
    if row.attempts >= MAX_ATTEMPTS or isinstance(error, GivesUp):
        row.next_try_at = None
        return
    row.next_try_at = now + min(timedelta(seconds=2**row.attempts), LONGEST_PAUSE)


def _line_of(error: Exception) -> str:
    return "".join(traceback.format_exception_only(error))
