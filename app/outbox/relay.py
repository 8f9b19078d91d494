"""Deliver waiting events, at least once, oldest first."""

import functools
import time
import traceback
import types
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import transaction
from app.outbox import leases
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

HandlerT = TypeVar("HandlerT", bound=Callable[..., Any])

MAX_ATTEMPTS = 10
LEASE = timedelta(minutes=2)
IN_BATCHES = "in_batches"
BATCH = 25
HOLD_SECONDS = 0.05
"""How many deliveries come along at most, and how much of its own time a worker may work on them
while nobody else can write."""

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


def in_batches(handler: HandlerT) -> HandlerT:
    """Mark a handler whose deliveries may share a lease, a transaction and a commit.

    For what comes by the thousand and is quick: a commit costs more than the work of one. Each
    delivery still stands or falls by itself. Not for handlers that wait for somebody outside.
    """
    setattr(handler, IN_BATCHES, True)
    return handler


def deliver_next(subscribers: Subscribers, *, now: datetime) -> int:
    """Hand the oldest delivery that is due to its handler; return how many were tried.

    The handler and the mark «delivered» share one transaction: both happen or neither. A handler
    that returns an errand gets two: its own, and after the errand that of the note. One that
    raises leaves its reason and a later ``next_try_at`` on the row; nothing else waits.
    For a handler marked ``in_batches`` the next few of its deliveries come along.
    """
    with transaction() as session:
        _spread(session, subscribers, now=now)
        claimed = _claim(session, subscribers, now=now)
    if claimed is None:
        return 0
    seqs, handler_name = claimed
    if len(seqs) == 1 or not _deliver_together(seqs, handler_name, subscribers, now=now):
        for seq in seqs:
            _deliver_one(seq, handler_name, subscribers, now=now)
    return len(seqs)


def _deliver_one(seq: int, handler_name: str, subscribers: Subscribers, *, now: datetime) -> None:
    try:
        errand = _hand_over(seq, handler_name, subscribers, now=now)
        if errand is not None:
            _write_down(seq, handler_name, errand(), now=now)
    except Exception as error:
        with transaction() as session:
            row = _held(session, seq, handler_name)
            if row.delivered_at is None:
                _put_back(row, error, now=now)


def _deliver_together(
    seqs: Sequence[int], handler_name: str, subscribers: Subscribers, *, now: datetime
) -> bool:
    """Deliver a batch; return False where its transaction failed and nothing of it was done.

    Nobody waits long for the one writer of SQLite: after ``HOLD_SECONDS`` the transaction ends,
    and the rest gets another. Errands run between the transactions, and their notes share some.
    """
    waiting = list(seqs)
    while waiting:
        try:
            errands, waiting = _hand_over_some(waiting, handler_name, subscribers, now=now)
            if errands:
                _run_errands(errands, handler_name, now=now)
        except SQLAlchemyError:
            return False
    return True


def _hand_over_some(
    seqs: Sequence[int], handler_name: str, subscribers: Subscribers, *, now: datetime
) -> tuple[dict[int, Errand], list[int]]:
    """Hand over as many as there is time for; return the errands, and who must wait."""
    errands: dict[int, Errand] = {}
    delivered: list[int] = []
    done, begun = 0, time.thread_time()
    with transaction() as session:
        rows = _all_held(session, seqs, handler_name)
        for row in rows:
            done += 1
            work = partial(_handle, session, row, subscribers)
            is_well, errand = _apart(session, row, work, now=now)
            if errand is not None:
                errands[row.event_seq] = errand
            elif is_well:
                delivered.append(row.event_seq)
            if time.thread_time() - begun > HOLD_SECONDS:
                break
        _mark_all_delivered(session, delivered, handler_name, now=now)
    return errands, [row.event_seq for row in rows[done:]]


def _run_errands(errands: Mapping[int, Errand], handler_name: str, *, now: datetime) -> None:
    told: dict[int, Note | Exception] = {}
    for seq, errand in errands.items():
        try:
            told[seq] = errand()
        except Exception as error:
            told[seq] = error
    waiting = list(told)
    while waiting:
        waiting = _write_down_some(waiting, told, handler_name, now=now)


def _write_down_some(
    seqs: Sequence[int], told: Mapping[int, Note | Exception], handler_name: str, *, now: datetime
) -> list[int]:
    """Write down as many notes as there is time for; return whose must wait."""
    delivered: list[int] = []
    done, begun = 0, time.thread_time()
    with transaction() as session:
        rows = _all_held(session, seqs, handler_name)
        for row in rows:
            done += 1
            note = told[row.event_seq]
            if isinstance(note, Exception):
                _put_back(row, note, now=now)
            elif _apart(session, row, partial(note, session), now=now)[0]:
                delivered.append(row.event_seq)
            if time.thread_time() - begun > HOLD_SECONDS:
                break
        _mark_all_delivered(session, delivered, handler_name, now=now)
    return [row.event_seq for row in rows[done:]]


def _apart(
    session: Session, row: OutboxDelivery, work: Callable[[], Errand | None], *, now: datetime
) -> tuple[bool, Errand | None]:
    """Do one delivery's work within a batch: what it wrote stays or is undone by itself.

    Returns:
        Whether it went well, and what its handler has still to do.
    """
    try:
        with session.begin_nested():
            return True, work()
    except Exception as error:
        _put_back(row, error, now=now)
        return False, None


def drain(subscribers: Subscribers, *, now: Callable[[], datetime]) -> int:
    """Deliver until nothing is due; return how many deliveries were tried."""
    count = 0
    while tried := deliver_next(subscribers, now=now()):
        count += tried
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


def _claim(
    session: Session, subscribers: Subscribers, *, now: datetime
) -> tuple[list[int], str] | None:
    """Lease the oldest due delivery, so that a second worker takes another.

    Where its handler takes batches, the next few that were never tried come along: one that was,
    and perhaps killed its worker, goes by itself.
    """
    due = (
        sa.select(OutboxDelivery)
        .where(OutboxDelivery.delivered_at.is_(None), OutboxDelivery.next_try_at <= now)
        .order_by(OutboxDelivery.event_seq)
        .with_for_update(skip_locked=True, of=OutboxDelivery)
    )
    row = session.scalar(due.limit(1))
    if row is None:
        return None
    if row.attempts >= MAX_ATTEMPTS:  # it killed its worker each time: a person has to look
        row.next_try_at, row.held_by = None, None
        row.last_error = row.last_error or KILLED
        session.flush()
        return _claim(session, subscribers, now=now)
    claimed = [row]
    if row.attempts == 0 and _takes_batches(row.handler, subscribers):
        alike = OutboxDelivery.handler == row.handler, OutboxDelivery.attempts == 0
        claimed = list(session.scalars(due.where(*alike).limit(BATCH)))
    by = leases.holder()
    for one in claimed:
        one.attempts += 1  # counted before the try, so that one which kills the worker counts too
        one.next_try_at, one.held_by = now + LEASE, by
    return [one.event_seq for one in claimed], row.handler


def _takes_batches(handler_name: str, subscribers: Subscribers) -> bool:
    return any(
        getattr(handler, IN_BATCHES, False)
        for handlers in subscribers.values()
        for handler in handlers
        if name_of(handler) == handler_name
    )


def _hand_over(
    seq: int, handler_name: str, subscribers: Subscribers, *, now: datetime
) -> Errand | None:
    with transaction() as session:
        row = _held(session, seq, handler_name)
        if row.delivered_at is not None:
            return None
        errand = _handle(session, row, subscribers)
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
    row.delivered_at, row.next_try_at, row.last_error, row.held_by = now, None, None, None


def _mark_all_delivered(
    session: Session, seqs: Sequence[int], handler_name: str, *, now: datetime
) -> None:
    """Mark a batch in one statement; it stands in the transaction of what was done."""
    session.flush()  # who was put back
    if seqs:
        session.execute(
            sa.update(OutboxDelivery)
            .where(OutboxDelivery.event_seq.in_(seqs), OutboxDelivery.handler == handler_name)
            .values(delivered_at=now, next_try_at=None, last_error=None, held_by=None)
            .execution_options(synchronize_session=False)
        )


def _held(session: Session, seq: int, handler_name: str) -> OutboxDelivery:
    """Return a delivery as it is now, held: who outlasts a lease finds it done, or waits."""
    return session.get_one(
        OutboxDelivery, (seq, handler_name), with_for_update=True, populate_existing=True
    )


def _all_held(
    session: Session, seqs: Sequence[int], handler_name: str
) -> Sequence[OutboxDelivery]:
    """Return deliveries of one handler as ``_held`` does, oldest first; none that is done."""
    asked = sa.select(OutboxDelivery).where(
        OutboxDelivery.event_seq.in_(seqs),
        OutboxDelivery.handler == handler_name,
        OutboxDelivery.delivered_at.is_(None),
    )
    ordered = asked.order_by(OutboxDelivery.event_seq).with_for_update(of=OutboxDelivery)
    return session.scalars(ordered.execution_options(populate_existing=True)).all()


def _handle(session: Session, row: OutboxDelivery, subscribers: Subscribers) -> Errand | None:
    handle, event = _resolve(row, subscribers)
    return handle(session, event)


def _resolve(row: OutboxDelivery, subscribers: Subscribers) -> tuple[Handler, Any]:
    for kind, handlers in subscribers.items():
        if kind.__name__ == row.event.type:
            for handler in handlers:
                if name_of(handler) == row.handler:
                    return handler, read_event(kind, row.event.payload)
    raise LookupError(f"nobody in wiring.py is called {row.handler}")


def read_event(kind: type, payload: Mapping[str, str | None]) -> Any:  # noqa: ANN401  any event class
    """Build an event of ``kind`` from its stored payload."""
    hints = _hints(kind)
    return kind(
        **{
            name: None if text is None else READ[_bare(hints[name])](text)
            for name, text in payload.items()
        }
    )


@functools.cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _bare(hint: Any) -> type:  # noqa: ANN401  a type hint
    """``X | None`` is read as ``X``; a string enum as itself."""
    if get_origin(hint) in {Union, types.UnionType}:
        hint = next(part for part in get_args(hint) if part is not type(None))
    return hint if hint in READ else str


def _put_back(row: OutboxDelivery, error: Exception, *, now: datetime) -> None:
    row.held_by = None
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
