import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.outbox import queries, service
from app.outbox.models import OutboxDelivery, OutboxEvent
from app.outbox.relay import MAX_ATTEMPTS, Subscribers, deliver_next, drain

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KettleBoiled:
    kettle_id: uuid.UUID
    cups: int
    note: str | None
    occurred_at: datetime


BOILED = KettleBoiled(uuid.UUID(int=7), 3, None, NOON)


def publish(event: KettleBoiled = BOILED) -> None:
    with transaction() as session:
        service.publish(session, event)


def test_an_event_arrives_as_it_was_published(session: Session) -> None:
    heard: list[KettleBoiled] = []
    subscribers: Subscribers = {KettleBoiled: [lambda _session, event: heard.append(event)]}
    publish()
    assert drain(subscribers, now=lambda: NOON) == 1
    assert heard == [BOILED]


def test_nothing_leaves_a_transaction_that_failed(session: Session) -> None:
    with pytest.raises(RuntimeError), transaction() as inner:
        service.publish(inner, BOILED)
        raise RuntimeError
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxEvent)) == 0


def test_one_broken_subscriber_blocks_no_other(session: Session) -> None:
    heard: list[str] = []

    def breaks(_session: Session, _event: KettleBoiled) -> None:
        raise RuntimeError("no water")

    def pours(_session: Session, _event: KettleBoiled) -> None:
        heard.append("poured")

    publish()
    drain({KettleBoiled: [breaks, pours]}, now=lambda: NOON)
    assert heard == ["poured"]
    broken = db.session.scalars(
        sa.select(OutboxDelivery).where(OutboxDelivery.last_error.is_not(None))
    ).one()
    assert broken.last_error == "RuntimeError: no water"
    assert broken.next_try_at == NOON + timedelta(seconds=2)


def test_what_a_failing_handler_wrote_is_undone(session: Session) -> None:
    def writes_and_breaks(inner: Session, _event: KettleBoiled) -> None:
        service.publish(inner, BOILED)
        inner.flush()
        raise RuntimeError

    publish()
    deliver_next({KettleBoiled: [writes_and_breaks]}, now=NOON)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxEvent)) == 1


def test_after_ten_tries_a_delivery_waits_for_a_person_who_can_send_it_again(
    session: Session,
) -> None:
    heard: list[KettleBoiled] = []
    is_broken = True

    def pours(_session: Session, event: KettleBoiled) -> None:
        if is_broken:
            raise RuntimeError("no water")
        heard.append(event)

    publish()
    now = NOON
    for _ in range(MAX_ATTEMPTS):
        assert deliver_next({KettleBoiled: [pours]}, now=now)
        now += timedelta(hours=1)
    assert not deliver_next({KettleBoiled: [pours]}, now=now)
    (dead,) = queries.dead_deliveries(db.session())
    is_broken = False
    with transaction() as inner:
        service.send_again(inner, dead.event_seq, dead.handler, now=now)
    drain({KettleBoiled: [pours]}, now=lambda: now)
    assert heard == [BOILED]


def test_a_leased_delivery_is_not_taken_twice_and_comes_back_when_the_lease_ends(
    session: Session,
) -> None:
    taken: list[int] = []

    def second_worker_meanwhile(_session: Session, _event: KettleBoiled) -> None:
        taken.append(1)

    publish()
    with transaction() as inner:  # a worker that claimed and was killed
        row = inner.scalars(sa.select(OutboxEvent)).one()
        row.spread_at = NOON
        name = f"{__name__}.{second_worker_meanwhile.__qualname__}"
        inner.add(
            OutboxDelivery(
                event_seq=row.seq, handler=name, next_try_at=NOON + timedelta(minutes=2)
            )
        )
    subscribers: Subscribers = {KettleBoiled: [second_worker_meanwhile]}
    assert not deliver_next(subscribers, now=NOON + timedelta(minutes=1))
    assert deliver_next(subscribers, now=NOON + timedelta(minutes=3))
    assert taken == [1]


def test_a_delivery_that_kills_its_worker_ends_as_dead_and_blocks_no_other(
    session: Session,
) -> None:
    def kills(_session: Session, _event: KettleBoiled) -> None:
        raise SystemExit

    publish()
    now = NOON
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            deliver_next({KettleBoiled: [kills]}, now=now)
        now += timedelta(minutes=3)
    assert not deliver_next({KettleBoiled: [kills]}, now=now)
    (dead,) = queries.dead_deliveries(db.session())
    assert "worker ended" in dead.last_error
