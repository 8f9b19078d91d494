"""Our own record store as the store elsewhere: what goes out of one house arrives in another."""

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from app.clients.service import Issued
from app.config import Settings
from app.db import Json, db, transaction
from app.factory import create_app
from app.forwarding import service
from app.forwarding.models import Forwarder
from app.forwarding.queries import Queue, one_forwarder, queues
from app.forwarding.rules import Edition
from app.forwarding.service import NewForwarder, store_of
from app.forwarding.stores import Finding, probe
from app.identity.models import User
from app.identity.service import ensure_installation
from app.lrs import service as lrs
from app.lrs.models import StoredStatement
from app.outbox import queries as outbox
from app.outbox import service as outbox_service
from app.outbox.relay import drain
from app.wiring import SUBSCRIBERS
from tests.conftest import build_schema, settings_for
from tests.factories.clients import a_client
from tests.factories.identity import NOW, a_citizen
from tests.factories.lrs import HOME, a_full_statement, a_statement, a_voiding, an_actor

NEXT_DOOR = "https://next-door.example.jp"
WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Neighbor:
    """Another house of our kind, and our key to it."""

    app: Flask
    endpoint: str
    key: Issued

    def kept(self) -> dict[str, Json]:
        """Return what it has stored, by id."""
        with self.app.app_context():
            docs = db.session.scalars(sa.select(StoredStatement.doc)).all()
            db.session.remove()
        return {one["id"]: one for one in map(orjson.loads, docs)}


class Quiet(WSGIRequestHandler):
    """A server that prints nothing."""

    def log(self, *_: Any) -> None:  # noqa: ANN401  as its parent
        """Print nothing."""


def without_2(wsgi: WSGI) -> WSGI:
    """Take xAPI 2.0 away from a store: what is left is one that speaks 1.0.3 alone."""

    def old(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401
        if environ["PATH_INFO"].endswith("/about"):
            start_response("200 OK", [("Content-Type", "application/json")])
            return [b'{"version": ["1.0.3"]}']
        if environ["HTTP_X_EXPERIENCE_API_VERSION"].startswith("2"):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"unknown version"]
        return wsgi(environ, start_response)

    return old


@contextmanager
def a_neighbor(folder: Path, between: Callable[[WSGI], WSGI] | None = None) -> Iterator[Neighbor]:
    settings = settings_for(folder, f"sqlite:///{folder / 'terakoya.db'}", public_url=NEXT_DOOR)
    build_schema(settings)
    app = create_app(settings)
    with app.app_context():
        with transaction() as inner:
            ensure_installation(inner, NEXT_DOOR, NOW)
            key = a_client(inner, "statements/write", "statements/read")
        db.session.remove()
    wsgi = between(app.wsgi_app) if between else app.wsgi_app
    server = make_server("127.0.0.1", 0, wsgi, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Neighbor(app, f"http://127.0.0.1:{server.server_port}/xapi/", key)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: stores may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def someone(session: Session) -> User:
    ensure_installation(session, HOME, NOW)
    made = a_citizen(session)
    session.commit()
    return made


def to(neighbor: Neighbor, settings: Settings, speaks: Edition) -> Forwarder:
    key = neighbor.key
    new = NewForwarder("となり", neighbor.endpoint, key.key, key.secret, speaks)
    with transaction() as inner:
        return service.start(inner, new, created_by=None, secret_key=settings.secret_key, now=NOW)


def say(*statements: Json) -> list[str]:
    with transaction() as inner:
        return [str(one) for one in lrs.record_all(inner, statements, now=NOW)]


def work() -> None:
    drain(SUBSCRIBERS, now=lambda: NOW)
    db.session.expire_all()


def ours(session: Session) -> dict[str, Json]:
    docs = session.scalars(sa.select(StoredStatement.doc)).all()
    return {one["id"]: one for one in map(orjson.loads, docs)}


def queue_of(forwarder: Forwarder) -> Queue:
    session = db.session()
    return queues(session, [one_forwarder(session, forwarder.id)])[forwarder.id]


def what_happened(statement: Json) -> Json:
    """Return a statement without what each store says of it for itself."""
    own = {"authority", "stored", "version"}
    return {name: value for name, value in statement.items() if name not in own}


@pytest.mark.parametrize("speaks", list(Edition))
def test_what_happened_arrives_whole_in_another_house_in_either_edition(
    session: Session, settings: Settings, someone: User, tmp_path: Path, speaks: Edition
) -> None:
    actor = an_actor(someone.actor_name)
    full = {**a_full_statement(), "actor": actor}
    context = {
        name: it for name, it in full["context"].items() if name in {"language", "platform"}
    }
    with a_neighbor(tmp_path / "next-door", without_2 if speaks is Edition.OLD else None) as next_:
        forwarder = to(next_, settings, speaks)
        found = probe(store_of(forwarder, settings))
        assert found.finding is Finding.GOOD
        assert found.editions[0] is speaks
        first, *_ = say(
            *(a_statement(actor=actor) for _ in range(3)),
            a_statement(actor=actor, result=full["result"], context=context),
        )
        say(a_voiding(uuid.UUID(first), actor=actor))
        work()
        kept = next_.kept()
    own = ours(session)
    assert len(own) == 5
    assert {id_: what_happened(one) for id_, one in kept.items()} == {
        id_: what_happened(one) for id_, one in own.items()
    }
    assert {one["version"] for one in own.values()} == {"2.0.0"}
    assert {one["version"] for one in kept.values()} == {
        "2.0.0" if speaks is Edition.NEW else "1.0.3"
    }
    assert all(one["authority"]["name"] == next_.key.name for one in kept.values())
    assert (forwarder.sent, queue_of(forwarder)) == (5, Queue())


def test_what_waited_in_the_wrong_edition_arrives_when_it_is_changed_and_sent_again(
    settings: Settings, someone: User, tmp_path: Path
) -> None:
    with a_neighbor(tmp_path / "next-door", without_2) as next_:
        forwarder = to(next_, settings, Edition.NEW)
        ids = say(*(a_statement(actor=an_actor(someone.actor_name)) for _ in range(3)))
        work()
        assert next_.kept() == {}
        (dead,) = outbox.dead_deliveries(db.session())
        assert "送り先は xAPI 2.0.0を知りません。3件を送れません。" in dead.last_error
        with transaction() as inner:
            service.change_edition(inner, forwarder.id, Edition.OLD)
            outbox_service.send_again(inner, dead.event_seq, dead.handler, now=NOW)
        work()
        assert set(next_.kept()) == set(ids)
    assert queue_of(forwarder) == Queue()


def test_sent_once_more_nothing_is_there_twice(
    settings: Settings, someone: User, tmp_path: Path
) -> None:
    with a_neighbor(tmp_path / "next-door") as next_:
        forwarder = to(next_, settings, Edition.NEW)
        ids = say(*(a_statement(actor=an_actor(someone.actor_name)) for _ in range(3)))
        work()
        with transaction() as inner:
            service.change_edition(inner, forwarder.id, Edition.OLD)
            service.backfill(inner, forwarder, since=NOW, now=NOW)
        work()
        assert set(next_.kept()) == set(ids)
        assert {one["version"] for one in next_.kept().values()} == {"2.0.0"}
    assert queue_of(forwarder) == Queue()
