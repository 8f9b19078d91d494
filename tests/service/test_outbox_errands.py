"""Handlers that have to wait for somebody else do so outside of any transaction."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.outbox import queries, service
from app.outbox.errors import GivesUp, NotNow, Told
from app.outbox.models import OutboxDelivery, OutboxEvent
from app.outbox.relay import LEASE, Errand, Note, Subscribers, deliver_next, drain

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LetterWritten:
    letter_ids: tuple[uuid.UUID, ...]
    occurred_at: datetime


WRITTEN = LetterWritten((uuid.UUID(int=1), uuid.UUID(int=2)), NOON)


@pytest.fixture(autouse=True)
def _written(session: Session) -> None:
    with transaction() as inner:
        service.publish(inner, WRITTEN)


def rows(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def delivery() -> OutboxDelivery:
    db.session.expire_all()
    return db.session.scalars(sa.select(OutboxDelivery)).one()


def test_an_errand_runs_without_a_transaction_and_its_note_with_one(session: Session) -> None:
    seen: list[bool] = []

    def posts(_session: Session, event: LetterWritten) -> Errand:
        assert event == WRITTEN

        def errand() -> Note:
            seen.append(db.session().in_transaction())
            return lambda inner: service.publish(inner, WRITTEN)

        return errand

    assert deliver_next({LetterWritten: [posts]}, now=NOON)
    assert seen == [False]
    assert delivery().delivered_at == NOON
    assert rows(OutboxEvent) == 2


def test_what_a_handler_wrote_before_its_errand_stays_and_a_failed_errand_is_repeated(
    session: Session,
) -> None:
    fails = [True]

    def posts(inner: Session, _event: LetterWritten) -> Errand:
        def errand() -> Note:
            if fails.pop():
                raise Told("郵便局が閉まっています")
            return lambda _session: None

        return errand

    subscribers: Subscribers = {LetterWritten: [posts]}
    deliver_next(subscribers, now=NOON)
    assert delivery().last_error == "郵便局が閉まっています"
    assert delivery().next_try_at == NOON + timedelta(seconds=2)
    fails.append(False)
    drain(subscribers, now=lambda: NOON + timedelta(minutes=1))
    assert delivery().delivered_at is not None


def test_a_note_that_fails_marks_nothing(session: Session) -> None:
    def posts(_session: Session, _event: LetterWritten) -> Errand:
        def note(inner: Session) -> None:
            service.publish(inner, WRITTEN)
            raise RuntimeError

        return lambda: note

    deliver_next({LetterWritten: [posts]}, now=NOON)
    assert rows(OutboxEvent) == 1
    assert delivery().delivered_at is None


def test_an_errand_that_outlasts_its_lease_is_written_down_once(session: Session) -> None:
    noted: list[str] = []

    def posts(_session: Session, _event: LetterWritten) -> Errand:
        def errand() -> Note:
            if not noted:  # meanwhile, when the lease is over, another worker is quicker
                noted.append("")
                deliver_next(subscribers, now=NOON + LEASE)
            return lambda _inner: noted.append("noted")

        return errand

    subscribers: Subscribers = {LetterWritten: [posts]}
    deliver_next(subscribers, now=NOON)
    assert noted == ["", "noted"]


def test_who_gives_up_waits_for_a_person_at_once(session: Session) -> None:
    def posts(_session: Session, _event: LetterWritten) -> None:
        raise GivesUp("宛先がありません")

    drain({LetterWritten: [posts]}, now=lambda: NOON)
    (dead,) = queries.dead_deliveries(db.session())
    assert dead.last_error == "宛先がありません"
    assert delivery().attempts == 1


def test_who_is_early_comes_again_and_no_try_is_counted(session: Session) -> None:
    def posts(_session: Session, _event: LetterWritten) -> None:
        raise NotNow(timedelta(minutes=3))

    for minutes in range(0, 60, 3):
        assert deliver_next({LetterWritten: [posts]}, now=NOON + timedelta(minutes=minutes))
    assert delivery().attempts == 0
    assert delivery().next_try_at == NOON + timedelta(minutes=60)
    assert delivery().last_error is None
