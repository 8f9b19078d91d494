"""Statements arrive at a store elsewhere: exactly as they are, each once, whatever it does."""

import base64
import hashlib
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.parser import BytesParser
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.db import db, transaction
from app.forwarding import away, service
from app.forwarding.models import Forwarder
from app.forwarding.queries import Queue, one_forwarder, queues
from app.forwarding.rules import Edition
from app.identity.service import ensure_installation
from app.lrs import service as lrs
from app.lrs.models import Attachment, StoredStatement
from app.outbox import queries as outbox
from app.outbox import service as outbox_service
from app.outbox.relay import MAX_ATTEMPTS, deliver_next, drain
from app.wiring import SUBSCRIBERS
from tests.factories.forwarding import (
    KEY,
    SECRET,
    Answer,
    Asked,
    RemoteStore,
    a_forwarder,
    a_remote_store,
    answers,
    takes,
)
from tests.factories.identity import NOW, a_citizen, a_user
from tests.factories.lrs import HOME, a_statement, a_voiding, an_activity, an_actor


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
    """Return a forwarder to ``store``."""
    ensure_installation(session, HOME, NOW)
    made = a_forwarder(session, settings, endpoint=store.endpoint)
    session.commit()
    return made


@pytest.fixture
def say(session: Session, forwarder: Forwarder) -> Callable[..., list[uuid.UUID]]:
    """Return what stores statements of a grown-up, in one batch."""
    someone = a_citizen(session)
    session.commit()

    def say(count: int = 1, *, version: Any = "2.0", **changes: Any) -> list[uuid.UUID]:  # noqa: ANN401
        actor = an_actor(someone.actor_name)
        statements = [a_statement(actor=actor, **changes) for _ in range(count)]
        with transaction() as inner:
            return lrs.record_all(inner, statements, now=NOW, version=version)

    return say


def work(now: datetime = NOW) -> int:
    return drain(SUBSCRIBERS, now=lambda: now)


def queue_of(forwarder: Forwarder) -> Queue:
    session = db.session()
    return queues(session, [one_forwarder(session, forwarder.id)])[forwarder.id]


def counted(session: Session, forwarder: Forwarder) -> tuple[int, int]:
    session.expire_all()
    return forwarder.sent, forwarder.left_out


Say = Callable[..., list[uuid.UUID]]


def test_what_arrives_is_the_stored_json_to_the_letter(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    ids = say(result={"duration": "PT1.5S", "score": {"raw": 80, "scaled": 0.8}, "response": "鬼"})
    doc = session.scalars(sa.select(StoredStatement.doc)).one()
    work()
    (asked,) = store.asked
    assert asked.body == f"[{doc}]".encode()
    assert asked.path == "/xapi/statements"
    assert asked.headers["Content-Type"] == "application/json"
    assert asked.headers["X-Experience-API-Version"] == "2.0.0"
    written = asked.headers["Authorization"].removeprefix("Basic ")
    assert base64.b64decode(written).decode() == f"{KEY}:{SECRET}"
    assert store.ids == [str(one) for one in ids]
    assert counted(session, forwarder) == (1, 0)
    assert queue_of(forwarder) == Queue()


def test_a_batch_of_fifty_is_one_request_and_one_more_is_two(
    forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    say(51)
    work()
    assert [len(one.statements) for one in store.posted] == [50, 1]


def test_statements_of_both_editions_go_out_by_the_version_they_carry(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    old, new = say(version="1.0.3"), say(version="2.0")
    first = session.scalars(sa.select(StoredStatement.id)).all()
    assert set(first) == {*old, *new}
    with transaction() as inner:
        service.send(inner, forwarder.id, [[*old, *new]], now=NOW)
    work()
    by_version = {
        (one.headers["X-Experience-API-Version"], one.statements[0]["version"], one.ids[0])
        for one in store.posted
    }
    assert by_version == {("1.0.3", "1.0.0", str(old[0])), ("2.0.0", "2.0.0", str(new[0]))}
    assert all(len(one.ids) == 1 for one in store.posted)


def test_only_what_the_filters_let_through_goes_and_every_voiding(
    session: Session, settings: Settings, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    with transaction() as inner:
        service.stop(inner, forwarder.id, now=NOW)
        a_forwarder(
            inner,
            settings,
            endpoint=store.endpoint,
            verbs=("http://adlnet.gov/expapi/verbs/answered",),
            activities=(f"{HOME}/id/course/",),
        )
    (wanted,) = say()
    say(verb={"id": "http://adlnet.gov/expapi/verbs/passed"})
    say(object=an_activity() | {"id": f"{HOME}/id/courses/x"})
    (parent,) = say(
        object=an_activity() | {"id": f"{HOME}/elsewhere"},
        context={"contextActivities": {"parent": [{"id": f"{HOME}/id/course/lesson"}]}},
    )
    voiding = a_voiding(wanted, actor=an_actor(a_user(session).actor_name))
    session.commit()
    with transaction() as inner:
        voided = lrs.record(inner, voiding, now=NOW)
    work()
    assert store.ids == [str(wanted), str(parent), str(voided)]


def test_what_was_stored_before_a_forwarder_began_is_not_sent(
    session: Session, settings: Settings, store: RemoteStore
) -> None:
    ensure_installation(session, HOME, NOW)
    lrs.record(session, a_statement(actor=an_actor(a_citizen(session).actor_name)), now=NOW)
    a_forwarder(session, settings, endpoint=store.endpoint)
    session.commit()
    work()
    assert store.asked == []


def test_once_the_last_forwarder_has_ended_nothing_is_announced_any_more(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    say()
    with transaction() as inner:
        service.stop(inner, forwarder.id, now=NOW)
    work()
    assert store.asked == [], "what was waiting is not sent either"
    say()
    assert work() == 0
    assert forwarder.secret_sealed == ""


# --- a store that behaves badly ------------------------------------------------------------------


def test_a_store_in_trouble_is_tried_ten_times_and_then_a_person_can_send_again(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    store.behave = answers(500, b"out of order")
    say(3)
    now = NOW
    while deliver_next(SUBSCRIBERS, now=now) or queue_of(forwarder).waiting:
        away.note_answer(forwarder.id)
        now += timedelta(minutes=10)
    assert len(store.posted) == MAX_ATTEMPTS
    assert queue_of(forwarder).stopped == 3
    (dead,) = outbox.dead_deliveries(db.session())
    assert dead.last_error == "送り先が、いまは受け取れないと答えました（500）。out of order"
    store.behave = takes
    with transaction() as inner:
        outbox_service.send_again(inner, dead.event_seq, dead.handler, now=now)
    work(now)
    assert counted(session, forwarder) == (3, 0)
    assert queue_of(forwarder) == Queue()


def test_while_a_store_is_away_its_other_deliveries_wait_without_asking_it(
    forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    store.behave = answers(503)
    for _ in range(5):
        say()
    work()
    assert len(store.posted) == 1
    assert queue_of(forwarder).waiting == 5
    store.behave = takes
    away.note_answer(forwarder.id)
    work(NOW + timedelta(minutes=5))
    assert queue_of(forwarder) == Queue()


def test_a_store_that_asks_to_be_left_alone_is(
    forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    store.behave = answers(429, Retry_After="120")
    say()
    work()
    assert timedelta(seconds=110) < away.wait_for(forwarder.id, now=clock.now()) < timedelta(121)


def test_one_answer_makes_up_for_all_silence_before_it(
    forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    for _ in range(5):
        away.note_failure(forwarder.id, now=clock.now() - timedelta(hours=1))
    say()
    work()
    store.behave = answers(503)
    say()
    work()
    assert away.wait_for(forwarder.id, now=clock.now()) <= timedelta(seconds=5)


def test_a_connection_that_is_dropped_loses_nothing_and_counts_nothing_twice(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    store.behave = answers(0)
    ids = say(2)
    work()
    assert counted(session, forwarder) == (0, 0)
    assert queue_of(forwarder).last_error == "相手との通信が、途中で切れました。"
    store.behave = takes
    away.note_answer(forwarder.id)
    work(NOW + timedelta(minutes=1))
    assert store.ids == [str(one) for one in [*ids, *ids]], "the same ids: sent again is harmless"
    assert counted(session, forwarder) == (2, 0)


def test_nobody_waits_for_a_slow_store(
    app: Flask, session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def slow(_asked: Asked) -> Answer:
        reached.set()
        go_on.wait(10)
        return takes(_asked)

    store.behave = slow
    say()

    def deliver() -> None:
        with app.app_context():
            work()
            db.session.remove()

    worker = threading.Thread(target=deliver)
    worker.start()
    assert reached.wait(10)
    with transaction() as inner:  # on SQLite this waits for whoever holds the write lock
        inner.execute(sa.text("SET LOCAL lock_timeout = '1s'")) if _is_postgresql() else None
        inner.execute(sa.update(Forwarder).values(name="書けた"))
    assert not go_on.is_set()
    go_on.set()
    worker.join()
    assert counted(session, forwarder) == (1, 0)


def _is_postgresql() -> bool:
    return db.engine.name == "postgresql"


def test_one_faulty_statement_stops_alone_and_all_others_arrive(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    ids = [str(one) for one in say(20)]
    taken: set[str] = set()

    def picky(asked: Asked) -> Answer:
        if asked.method == "POST" and ids[13] in asked.ids:
            return 400, {}, "この動詞は知りません".encode()
        taken.update(asked.ids if asked.method == "POST" else ())
        return takes(asked)

    store.behave = picky
    work()
    assert taken == {*ids} - {ids[13]}
    assert counted(session, forwarder) == (19, 0)
    queue = queue_of(forwarder)
    assert (queue.waiting, queue.stopped) == (0, 1)
    (dead,) = outbox.dead_deliveries(db.session())
    assert dead.last_error == f"送り先が、記録{ids[13]}を受け取りません。この動詞は知りません"
    assert len(store.posted) < 12, "found by halving"


def test_statements_that_are_there_already_count_as_arrived(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    ids = [str(one) for one in say(8)]

    def has_one(asked: Asked) -> Answer:
        return (409, {}, b"") if ids[2] in asked.ids else takes(asked)

    store.behave = has_one
    work()
    assert {*store.ids} == {*ids}
    assert counted(session, forwarder) == (8, 0)
    assert queue_of(forwarder) == Queue()


def test_a_redirect_is_not_followed(forwarder: Forwarder, store: RemoteStore, say: Say) -> None:
    with a_remote_store() as elsewhere:
        store.behave = answers(307, Location=f"{elsewhere.endpoint}statements")
        say()
        work()
        assert elsewhere.asked == []
    assert "別のアドレスへ" in queue_of(forwarder).last_error


def test_a_key_that_is_not_taken_is_told_as_such(
    forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    store.behave = answers(401)
    say(2)
    work()
    queue = queue_of(forwarder)
    assert "鍵か秘密の文字列を受けつけません" in queue.last_error
    assert queue.waiting == 2, "a new key lets them through"


def test_a_store_without_xapi_2_stops_the_batch_once_and_not_each_statement(
    forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    def old(asked: Asked) -> Answer:
        if asked.method == "GET":
            return 200, {}, b'{"version": ["1.0.0", "1.0.3"]}'
        is_old = asked.headers["X-Experience-API-Version"] == "1.0.3"
        return takes(asked) if is_old else (400, {}, b"unknown version")

    store.behave = old
    say(10)
    arrived = say(2, version="1.0.3")
    work()
    (dead,) = outbox.dead_deliveries(db.session())
    assert dead.last_error == (
        "送り先は xAPI 2.0.0を知りません。10件を送れません。"
        "「記録の送り先」の「確かめる」で、送り先に合う版が分かります。unknown version"
    )
    assert len(store.posted) == 2
    assert store.posted[-1].ids == [str(one) for one in arrived]
    with transaction() as inner:
        service.change_edition(inner, forwarder.id, Edition.OLD)
        outbox_service.send_again(inner, dead.event_seq, dead.handler, now=NOW)
    work()
    assert queue_of(forwarder) == Queue()
    assert {one["version"] for one in store.posted[-1].statements} == {"1.0.3"}


def test_another_secret_key_is_told_and_a_new_secret_mends_it(
    session: Session, forwarder: Forwarder, store: RemoteStore, settings: Settings, say: Say
) -> None:
    forwarder.secret_sealed = forwarder.secret_sealed[:-8] + "AAAAAAA="
    session.commit()
    say()
    work()
    assert "SECRET_KEY が変わった" in queue_of(forwarder).last_error
    with transaction() as inner:
        secret_key = settings.secret_key
        service.change_secret(inner, forwarder.id, key="k", secret="s", secret_key=secret_key)
    work(NOW + timedelta(minutes=1))
    assert counted(session, forwarder) == (1, 0)


# --- attachments ---------------------------------------------------------------------------------


def an_attachment(session: Session, content: bytes) -> dict[str, Any]:
    """Keep an attachment, and return what a statement says of it."""
    sha2 = hashlib.sha256(content).hexdigest()
    kind = "application/octet-stream"
    session.add(Attachment(sha2=sha2, content_type=kind, content=content, stored=NOW))
    session.commit()
    return {
        "usageType": "http://example.org/attachment",
        "display": {"ja": "作文"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": sha2,
        "fileUrl": "https://files.example.org/essay",
    }


def parts_of(asked: Asked) -> list[tuple[dict[str, str], bytes]]:
    """Take a multipart body apart by a parser that is not ours."""
    head = f"Content-Type: {asked.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + asked.body)
    assert message.get_content_type() == "multipart/mixed"
    found: list[tuple[dict[str, str], bytes]] = []
    for part in message.get_payload():
        content = part.get_payload(decode=True)  # type: ignore[union-attr]
        assert isinstance(content, bytes)
        found.append((dict(part.items()), content))  # type: ignore[union-attr]
    return found


def test_attachments_go_along_each_once(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    content = bytes(range(256)).replace(b"\n", b"").replace(b"\r", b"")
    essay = an_attachment(session, content)
    say(2, attachments=[essay])
    say(attachments=[essay | {"sha2": "ab" * 32}])
    docs = session.scalars(sa.select(StoredStatement.doc).order_by(StoredStatement.seq)).all()
    work()
    first, second = store.posted
    (_, statements), (headers, bytes_) = parts_of(first)
    assert statements == f"[{docs[0]},{docs[1]}]".encode()
    assert bytes_ == content
    assert headers["X-Experience-API-Hash"] == essay["sha2"]
    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Transfer-Encoding"] == "binary"
    assert second.headers["Content-Type"] == "application/json", "what is not here is not made up"


def test_attachments_too_heavy_for_one_request_go_in_several(
    session: Session, forwarder: Forwarder, store: RemoteStore, say: Say
) -> None:
    heavy = [an_attachment(session, bytes([n]) * 5_000_000) for n in (1, 2)]
    ids = say(2)
    for id_, one in zip(ids, heavy, strict=True):
        row = session.scalars(sa.select(StoredStatement).filter_by(id=id_)).one()
        row.doc = (
            row.doc[:-1] + f',"attachments":[{{"sha2":"{one["sha2"]}","contentType":"a/b"}}]}}'
        )
    session.commit()
    work()
    assert [len(parts_of(one)) for one in store.posted] == [2, 2]
    assert counted(session, forwarder) == (2, 0)
