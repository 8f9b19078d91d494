"""``flask forwarding backfill``: what was stored before goes out, when somebody says so."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db, transaction
from app.forwarding import away, service
from app.forwarding.errors import NameTaken
from app.forwarding.models import Forwarder
from app.identity.service import ensure_installation
from app.lrs import service as lrs
from app.outbox.models import OutboxEvent
from app.outbox.relay import deliver_next, drain
from app.wiring import SUBSCRIBERS
from tests.factories.forwarding import RemoteStore, a_forwarder, a_remote_store, answers, takes
from tests.factories.identity import NOW, a_child, a_clerk
from tests.factories.lrs import HOME, a_statement, an_actor

MARCH = datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC)
"""The last second of March in Japan."""
APRIL = MARCH + timedelta(seconds=1)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: stores may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def store() -> Iterator[RemoteStore]:
    with a_remote_store() as store:
        yield store


@pytest.fixture
def kept(session: Session) -> dict[datetime, list[str]]:
    """Return what lies in the store: 3 of a grown-up in March, 120 in April, one of a child."""
    ensure_installation(session, HOME, NOW)
    adult, child = (an_actor(it(session).actor_name) for it in (a_clerk, a_child))
    session.commit()
    ids: dict[datetime, list[str]] = {}
    for day, count in ((MARCH, 3), (APRIL, 120)):
        with transaction() as inner:
            batch = [a_statement(actor=adult) for _ in range(count)]
            ids[day] = [str(one) for one in lrs.record_all(inner, batch, now=day)]
            lrs.record(inner, a_statement(actor=child), now=day)
    return ids


@pytest.fixture
def forwarder(
    session: Session, settings: Settings, store: RemoteStore, kept: dict[datetime, list[str]]
) -> Forwarder:
    made = a_forwarder(session, settings, name="県", endpoint=store.endpoint)
    session.commit()
    return made


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["forwarding", "backfill", *words])
    return done.exit_code, done.output


def test_everything_since_a_day_in_japan_goes_and_children_stay(
    app: Flask,
    session: Session,
    forwarder: Forwarder,
    store: RemoteStore,
    kept: dict[datetime, list[str]],
) -> None:
    code, told = run(app, "県", "--since", "2026-04-01")
    assert (code, told[:4]) == (0, "121件")
    assert store.asked == []
    drain(SUBSCRIBERS, now=lambda: NOW)
    assert store.ids == kept[APRIL]
    assert [len(one.ids) for one in store.posted] == [50, 50, 20]
    session.expire_all()
    assert (forwarder.sent, forwarder.left_out) == (120, 1)


def test_nothing_since_then_is_no_work(app: Flask, forwarder: Forwarder) -> None:
    code, told = run(app, "県", "--since", "2027-01-01")
    assert (code, told[:2]) == (0, "0件")
    assert drain(SUBSCRIBERS, now=lambda: NOW) == 0


def test_a_name_that_is_none_is_told_with_the_ones_that_are(
    app: Flask, forwarder: Forwarder
) -> None:
    code, told = run(app, "國", "--since", "2026-04-01")
    assert code == 1
    assert "いまの送り先: 県" in told


def test_newer_work_does_not_wait_for_the_end_of_a_backfill(
    app: Flask, session: Session, forwarder: Forwarder, store: RemoteStore
) -> None:
    run(app, "県", "--since", "2026-04-01")
    deliver_next(SUBSCRIBERS, now=NOW)
    waiting = sa.select(sa.func.count()).where(OutboxEvent.spread_at.is_(None))
    assert session.scalar(waiting) == 2, "one request, and the way on"


def test_a_backfill_waits_for_a_store_that_is_away(
    app: Flask, forwarder: Forwarder, store: RemoteStore, kept: dict[datetime, list[str]]
) -> None:
    store.behave = answers(503)
    run(app, "県", "--since", "2026-04-01")
    drain(SUBSCRIBERS, now=lambda: NOW)
    assert len(store.posted) == 1
    count = sa.select(sa.func.count()).select_from(OutboxEvent)
    assert (db.session.scalar(count) or 0) <= 4
    store.behave = takes
    away.note_answer(forwarder.id)
    drain(SUBSCRIBERS, now=lambda: NOW + timedelta(minutes=6))
    assert sorted(set(store.ids)) == sorted(kept[APRIL])


def test_a_backfill_of_an_ended_forwarder_ends(
    app: Flask, forwarder: Forwarder, store: RemoteStore
) -> None:
    run(app, "県", "--since", "2026-04-01")
    with transaction() as inner:
        service.stop(inner, forwarder.id, now=NOW)
    assert drain(SUBSCRIBERS, now=lambda: NOW) == 1
    assert store.asked == []


def test_two_living_forwarders_never_share_a_name(
    session: Session, settings: Settings, forwarder: Forwarder
) -> None:
    with pytest.raises(NameTaken):
        a_forwarder(session, settings, name="県")
    service.stop(session, forwarder.id, now=NOW)
    a_forwarder(session, settings, name="県")


def test_of_two_that_add_one_name_at_once_one_is_told(app: Flask, settings: Settings) -> None:
    told: list[str] = []

    def add() -> None:
        with app.app_context():
            try:
                with transaction() as inner:
                    a_forwarder(inner, settings, name="国")
            except NameTaken:
                told.append("taken")
            finally:
                db.session.remove()

    other = threading.Thread(target=add)
    with transaction() as inner:
        a_forwarder(inner, settings, name="国")
        other.start()
        other.join(0.5)
        assert other.is_alive(), "it waits for what becomes of this one"
    other.join()
    assert told == ["taken"]
