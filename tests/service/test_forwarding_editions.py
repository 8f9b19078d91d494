"""A store of the old edition gets our statements, as far as that edition has words for them."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db, transaction
from app.forwarding import service
from app.forwarding.models import Forwarder
from app.forwarding.queries import Queue, one_forwarder, queues
from app.forwarding.rules import Edition
from app.identity.models import User
from app.identity.service import ensure_installation
from app.lrs import service as lrs
from app.lrs.models import StoredStatement
from app.outbox.relay import deliver_next, drain
from app.wiring import SUBSCRIBERS
from tests.factories.forwarding import RemoteStore, a_forwarder, a_remote_store
from tests.factories.identity import NOW, a_citizen
from tests.factories.lrs import HOME, a_statement, an_actor

Say = Callable[..., list[uuid.UUID]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: stores may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def store() -> Iterator[RemoteStore]:
    with a_remote_store() as store:
        yield store


@pytest.fixture
def forwarder(session: Session, settings: Settings, store: RemoteStore) -> Forwarder:
    ensure_installation(session, HOME, NOW)
    made = a_forwarder(session, settings, endpoint=store.endpoint, speaks=Edition.OLD)
    session.commit()
    return made


@pytest.fixture
def someone(session: Session, forwarder: Forwarder) -> User:
    made = a_citizen(session)
    session.commit()
    return made


@pytest.fixture
def say(someone: User) -> Say:
    """Return what stores statements of a grown-up, in one batch."""

    def say(count: int = 1, *, version: Any = "2.0", **changes: Any) -> list[uuid.UUID]:  # noqa: ANN401
        actor = an_actor(someone.actor_name)
        statements = [a_statement(actor=actor, **changes) for _ in range(count)]
        with transaction() as inner:
            return lrs.record_all(inner, statements, now=NOW, version=version)

    return say


@pytest.fixture
def rich(someone: User) -> dict[str, Any]:
    """Return a context that xAPI 1.0.3 has no words for."""
    agent = {"objectType": "contextAgent", "agent": an_actor(someone.actor_name)}
    return {"contextAgents": [agent]}


def work() -> None:
    drain(SUBSCRIBERS, now=lambda: NOW)
    db.session.expire_all()


def queue_of(forwarder: Forwarder) -> Queue:
    session = db.session()
    return queues(session, [one_forwarder(session, forwarder.id)])[forwarder.id]


def test_new_statements_arrive_with_another_version_and_no_other_byte_changed(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    say(2, result={"score": {"raw": 80.50, "scaled": 0.8}, "response": "鬼"})
    say(version="1.0.3")
    docs = session.scalars(sa.select(StoredStatement.doc).order_by(StoredStatement.seq)).all()
    work()
    assert {one.headers["X-Experience-API-Version"] for one in store.posted} == {"1.0.3"}
    new, old = docs[:2], docs[2]
    assert all('"version":"2.0.0"' in doc for doc in new)
    told = [doc.replace('"version":"2.0.0"', '"version":"1.0.3"') for doc in new]
    sent = [one.body.decode() for one in store.posted]
    assert sent == [f"[{','.join(told)}]", f"[{old}]"]
    assert forwarder.sent == 3
    now = session.scalars(sa.select(StoredStatement.doc).order_by(StoredStatement.seq)).all()
    assert now == docs, "ours stay as they are"


def test_what_it_has_no_words_for_is_left_out_and_counted_and_sent_after_a_change(
    forwarder: Forwarder, store: RemoteStore, say: Say, rich: dict[str, Any]
) -> None:
    (plain,), (more,) = say(), say(context=rich)
    work()
    assert store.ids == [str(plain)]
    assert (forwarder.sent, forwarder.left_out, forwarder.unsayable) == (1, 0, 1)
    assert queue_of(forwarder) == Queue(), "nothing is tried for ever"
    with transaction() as inner:
        service.change_edition(inner, forwarder.id, Edition.NEW)
        service.backfill(inner, forwarder, since=NOW, now=NOW)
    work()
    assert set(store.ids[1:]) == {str(plain), str(more)}


def test_a_change_of_edition_holds_for_what_waits_already(
    forwarder: Forwarder, store: RemoteStore, say: Say, rich: dict[str, Any]
) -> None:
    with transaction() as inner:
        service.change_edition(inner, forwarder.id, Edition.NEW)
    say(context=rich)
    deliver_next(SUBSCRIBERS, now=NOW)
    assert queue_of(forwarder).waiting == 1
    with transaction() as inner:
        service.change_edition(inner, forwarder.id, Edition.OLD)
    work()
    assert store.posted == []
    assert (forwarder.unsayable, queue_of(forwarder)) == (1, Queue())
