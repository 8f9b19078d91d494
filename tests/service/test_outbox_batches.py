"""Deliveries that come by the thousand share a transaction, and stand or fall each by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.outbox import queries, relay, service
from app.outbox.errors import Told
from app.outbox.models import OutboxDelivery, OutboxEvent
from app.outbox.relay import BATCH, Errand, Note, Subscribers, deliver_next, drain, in_batches

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
CUPS = 7


@dataclass(frozen=True, slots=True)
class CupFilled:
    number: int
    occurred_at: datetime


@pytest.fixture(autouse=True)
def _filled(session: Session) -> None:
    with transaction() as inner:
        for number in range(CUPS):
            service.publish(inner, CupFilled(number, NOON))


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is not to make batches smaller."""
    monkeypatch.setattr(relay, "HOLD_SECONDS", 60)


def drinking(heard: list[int], breaks: Callable[[int], bool] = lambda _: False) -> Subscribers:
    @in_batches
    def drinks(inner: Session, told: CupFilled) -> None:
        service.publish(inner, CupFilled(100 + told.number, NOON))
        if breaks(told.number):
            raise Told("こぼれました")
        heard.append(told.number)

    return {CupFilled: [drinks]}


def rows() -> list[OutboxDelivery]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(OutboxDelivery).order_by(OutboxDelivery.event_seq)))


def commits() -> list[int]:
    """Count what is committed from now on."""
    found: list[int] = []
    event.listen(db.engine, "commit", lambda _: found.append(1))
    return found


def test_a_batch_is_delivered_in_order_with_few_commits(session: Session) -> None:
    heard: list[int] = []
    counted = commits()
    assert deliver_next(drinking(heard), now=NOON) == CUPS
    assert heard == list(range(CUPS))
    assert len(counted) == 2
    assert all(row.delivered_at == NOON and row.attempts == 1 for row in rows())


def test_a_batch_has_an_end(session: Session) -> None:
    with transaction() as inner:
        for number in range(BATCH):
            service.publish(inner, CupFilled(number, NOON))
    assert deliver_next(drinking([]), now=NOON) == BATCH


def test_what_is_not_marked_goes_one_by_one(session: Session) -> None:
    heard: list[int] = []

    def drinks(_inner: Session, told: CupFilled) -> None:
        heard.append(told.number)

    assert deliver_next({CupFilled: [drinks]}, now=NOON) == 1
    assert heard == [0]


def test_one_that_breaks_is_undone_by_itself(session: Session) -> None:
    heard: list[int] = []
    assert deliver_next(drinking(heard, lambda number: number == 3), now=NOON) == CUPS
    assert heard == [0, 1, 2, 4, 5, 6]
    (broken,) = [row for row in rows() if row.delivered_at is None]
    assert (broken.last_error, broken.next_try_at) == ("こぼれました", NOON + timedelta(seconds=2))
    payloads = db.session.scalars(sa.select(OutboxEvent.payload)).all()
    told = sorted(int(one["number"]) for one in payloads if int(one["number"]) >= 100)
    assert told == [100, 101, 102, 104, 105, 106]


def test_one_that_nobody_can_read_breaks_nothing_else(session: Session) -> None:
    heard: list[int] = []
    deliver_next({}, now=NOON)
    with transaction() as inner:
        inner.scalars(sa.select(OutboxEvent)).first().payload = {"cup": "3"}  # type: ignore[union-attr]
        inner.execute(sa.update(OutboxEvent).values(spread_at=None))
    assert deliver_next(drinking(heard), now=NOON) == CUPS
    assert heard == list(range(1, CUPS))
    assert "cup" in (rows()[0].last_error or "")


def test_one_that_was_tried_before_goes_alone(session: Session) -> None:
    heard: list[int] = []
    deliver_next(drinking(heard, lambda _: True), now=NOON)
    for _ in range(CUPS):
        assert deliver_next(drinking(heard), now=NOON + timedelta(seconds=3)) == 1
    assert heard == list(range(CUPS))


def test_errands_run_between_transactions_and_their_notes_share_one(session: Session) -> None:
    seen: list[bool] = []
    noted: list[int] = []

    @in_batches
    def posts(_inner: Session, told: CupFilled) -> Errand:
        def errand() -> Note:
            seen.append(db.session().in_transaction())
            if told.number == 2:
                raise Told("閉まっています")
            return note

        def note(inner: Session) -> None:
            service.publish(inner, CupFilled(100 + told.number, NOON))
            if told.number == 4:
                raise Told("書けません")
            noted.append(told.number)

        return errand

    counted = commits()
    assert deliver_next({CupFilled: [posts]}, now=NOON) == CUPS
    assert len(counted) == 3
    assert seen == [False] * CUPS
    assert noted == [0, 1, 3, 5, 6]
    left = {row.last_error for row in rows() if row.delivered_at is None}
    assert left == {"閉まっています", "書けません"}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxEvent)) == CUPS + 5


def test_nobody_waits_for_a_long_batch(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "HOLD_SECONDS", -1)
    heard: list[int] = []
    counted = commits()
    assert deliver_next(drinking(heard), now=NOON) == CUPS
    assert heard == list(range(CUPS))
    assert len(counted) == 1 + CUPS


def test_nobody_waits_for_many_notes(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "HOLD_SECONDS", -1)
    noted: list[int] = []

    @in_batches
    def posts(_inner: Session, told: CupFilled) -> Errand:
        return lambda: lambda _: noted.append(told.number)

    counted = commits()
    assert deliver_next({CupFilled: [posts]}, now=NOON) == CUPS
    assert noted == list(range(CUPS))
    assert len(counted) == 1 + 2 * CUPS
    assert all(row.delivered_at for row in rows())


def test_a_batch_that_cannot_be_kept_is_done_one_by_one(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []

    def full(*_: object, **__: object) -> None:
        raise OperationalError("COMMIT", {}, RuntimeError("disk full"))

    monkeypatch.setattr(relay, "_mark_all_delivered", full)
    drain(drinking(heard, lambda number: number >= 100), now=lambda: NOON)
    assert heard == [*range(CUPS), *range(CUPS)]  # undone with its batch, and done again
    done = [row for row in rows() if row.delivered_at is not None]
    assert len(done) == CUPS


def test_what_kills_a_batch_is_found_out_alone(session: Session) -> None:
    heard: list[int] = []

    @in_batches
    def drinks(_inner: Session, told: CupFilled) -> None:
        if told.number == 3:
            raise SystemExit
        heard.append(told.number)

    subscribers: Subscribers = {CupFilled: [drinks]}
    now = NOON
    for _ in range(40):
        try:
            while deliver_next(subscribers, now=now):
                pass
        except SystemExit:
            now += relay.LEASE
    assert sorted(set(heard)) == [0, 1, 2, 4, 5, 6]
    (dead,) = queries.dead_deliveries(db.session())
    assert "worker ended" in dead.last_error
