"""Documents are kept byte for byte, and nobody overwrites what he has not seen."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import db
from app.lrs import documents
from app.lrs.documents import Shelf, StoredDocument
from app.lrs.documents.errors import (
    ConditionFailed,
    ConditionMissing,
    ContentRefused,
    ContentTooLarge,
)
from app.lrs.documents.rules import BarePut, Conditions, Content, etag_of, read_tags
from app.lrs.models import Document, DocumentKind, KnownActivity, KnownAgent
from app.lrs.rules import key_of
from app.xapi.compare import identifier
from tests.factories.lrs import HOME, NOW, an_actor
from tests.requirements import requirement

JSON = "application/json"
RUN = uuid.UUID("ec531277-b57b-4c15-8d91-d292c5b2b8f7")
LESSON = f"{HOME}/id/course/lesson-1"
FREE = Conditions()
ONLY_NEW = Conditions(none_match=read_tags("*"))
LATER = NOW + timedelta(minutes=5)


def agent(name: str = "someone") -> str:
    found = identifier(an_actor(name))
    assert found is not None
    return found


STATES = Shelf(DocumentKind.STATE, LESSON, agent())
OF_RUN = Shelf(DocumentKind.STATE, LESSON, agent(), RUN)
OF_LESSON = Shelf(DocumentKind.ACTIVITY_PROFILE, activity=LESSON)
OF_AGENT = Shelf(DocumentKind.AGENT_PROFILE, agent=agent())
EVERY_SHELF = pytest.mark.parametrize(
    "shelf", [STATES, OF_RUN, OF_LESSON, OF_AGENT], ids=["state", "of a run", "activity", "agent"]
)


def put(
    session: Session,
    shelf: Shelf,
    document_id: str = "bookmark",
    body: bytes = b"{}",
    *,
    media_type: str = JSON,
    conditions: Conditions = FREE,
    bare: BarePut = BarePut.REPLACE,
    now: datetime = NOW,
) -> str:
    content = Content(media_type, body)
    return documents.put(
        session, shelf, document_id, content, conditions=conditions, bare=bare, now=now
    )


def post(
    session: Session,
    shelf: Shelf,
    body: bytes,
    *,
    media_type: str = JSON,
    conditions: Conditions = FREE,
    most_bytes: int = 1000,
    now: datetime = NOW,
) -> str:
    return documents.merge(
        session,
        shelf,
        "bookmark",
        Content(media_type, body),
        conditions=conditions,
        most_bytes=most_bytes,
        now=now,
    )


def found(session: Session, shelf: Shelf, document_id: str = "bookmark") -> StoredDocument:
    document = documents.find(session, shelf, document_id)
    assert document is not None
    return document


def if_match(etag: str) -> Conditions:
    return Conditions(match=read_tags(f'"{etag}"'))


@EVERY_SHELF
@requirement("XAPI-00188", "XAPI-00274", "XAPI-00290")
def test_a_document_comes_back_byte_for_byte(session: Session, shelf: Shelf) -> None:
    body = bytes(range(256)) * 3
    etag = put(session, shelf, body=body, media_type="image/png; odd=yes")
    assert found(session, shelf) == StoredDocument(
        Content("image/png; odd=yes", body), etag_of(body), NOW
    )
    assert etag == etag_of(body)


@requirement("XAPI-00188")
def test_json_is_not_written_anew(session: Session) -> None:
    body = b'{ "b" : 1.10,\n "a":1e2, "\\u3042":"\\/" } '
    put(session, STATES, body=body)
    assert found(session, STATES).content.body == body


def test_documents_need_no_words_in_the_store(session: Session) -> None:
    """The store must not refuse what it does not know, and a document teaches it nothing."""
    put(session, STATES)
    for model in (KnownActivity, KnownAgent):
        assert session.scalar(sa.select(sa.func.count()).select_from(model)) == 0


@pytest.mark.parametrize("document_id", ["x", "/", "あ" * 3000, "a\nb", " ", "%2F", "A", "a"])
def test_any_text_is_an_id(session: Session, document_id: str) -> None:
    put(session, STATES, document_id, b'{"of":"it"}')
    put(session, STATES, "another")
    assert found(session, STATES, document_id).content.body == b'{"of":"it"}'


def test_every_shelf_has_its_own_documents(session: Session) -> None:
    shelves = [
        *(STATES, OF_RUN, OF_LESSON, OF_AGENT),
        Shelf(DocumentKind.STATE, LESSON, agent("another")),
        Shelf(DocumentKind.STATE, LESSON + "/x", agent()),
        Shelf(DocumentKind.STATE, LESSON, agent(), uuid.UUID(int=1)),
        Shelf(DocumentKind.ACTIVITY_PROFILE, activity=LESSON + "/x"),
        Shelf(DocumentKind.AGENT_PROFILE, agent=agent("another")),
    ]
    for number, shelf in enumerate(shelves):
        put(session, shelf, body=str(number).encode())
    assert [found(session, it).content.body for it in shelves] == [
        str(number).encode() for number in range(len(shelves))
    ]


@EVERY_SHELF
@requirement("XAPI-00322", "2.0 4.1.4")
def test_a_second_put_replaces_the_first(session: Session, shelf: Shelf) -> None:
    first = put(session, shelf, body=b'{"n":1}')
    put(
        session, shelf, body=b"two", media_type="text/plain", conditions=if_match(first), now=LATER
    )
    assert found(session, shelf) == StoredDocument(
        Content("text/plain", b"two"), etag_of(b"two"), LATER
    )


@EVERY_SHELF
@requirement("XAPI-00322", "XAPI-00182", "2.0 4.1.4")
def test_what_somebody_else_has_changed_is_not_replaced(session: Session, shelf: Shelf) -> None:
    seen = put(session, shelf, body=b'{"n":1}')
    put(session, shelf, body=b'{"n":2}')
    before = found(session, shelf)
    with pytest.raises(ConditionFailed):
        put(session, shelf, body=b'{"n":3}', conditions=if_match(seen), now=LATER)
    with pytest.raises(ConditionFailed):
        put(session, shelf, body=b'{"n":3}', conditions=ONLY_NEW, now=LATER)
    with pytest.raises(ConditionMissing):
        put(session, shelf, body=b'{"n":3}', bare=BarePut.ADD, now=LATER)
    with pytest.raises(ConditionFailed):
        post(session, shelf, b'{"n":3}', conditions=if_match(seen), now=LATER)
    with pytest.raises(ConditionFailed):
        documents.delete(session, shelf, "bookmark", conditions=if_match(seen))
    assert found(session, shelf) == before


@EVERY_SHELF
def test_a_condition_on_a_document_that_is_not_there_fails(session: Session, shelf: Shelf) -> None:
    for conditions in (if_match("1" * 40), Conditions(match=read_tags("*"))):
        with pytest.raises(ConditionFailed):
            put(session, shelf, conditions=conditions)
        with pytest.raises(ConditionFailed):
            post(session, shelf, b"{}", conditions=conditions)
        with pytest.raises(ConditionFailed):
            documents.delete(session, shelf, "bookmark", conditions=conditions)
    assert documents.find(session, shelf, "bookmark") is None


@EVERY_SHELF
@requirement("XAPI-00233", "XAPI-00280", "XAPI-00310")
def test_a_post_where_nothing_is_stores_what_came(session: Session, shelf: Shelf) -> None:
    etag = post(session, shelf, b' { "n" : 1.0 } ', conditions=ONLY_NEW)
    assert found(session, shelf) == StoredDocument(Content(JSON, b' { "n" : 1.0 } '), etag, NOW)


def test_a_post_where_nothing_is_may_be_anything_as_a_put_may(session: Session) -> None:
    post(session, STATES, b"\x00\xff", media_type="application/octet-stream")
    assert found(session, STATES).content.body == b"\x00\xff"


@EVERY_SHELF
@requirement("XAPI-00183", "XAPI-00184", "XAPI-00234", "XAPI-00279", "XAPI-00308")
def test_a_post_merges_top_level_members(session: Session, shelf: Shelf) -> None:
    put(session, shelf, body=b'{"x":"foo","y":{"deep":1.10},"big":12345678901234567890}')
    etag = post(session, shelf, b'{"x":"bash","z":{"deep":[]}}', now=LATER)
    document = found(session, shelf)
    assert document.content.body == (
        b'{"x":"bash","y":{"deep":1.10},"big":12345678901234567890,"z":{"deep":[]}}'
    )
    assert (document.etag, document.updated_at) == (etag, LATER)
    assert etag == etag_of(document.content.body)


@pytest.mark.parametrize(
    ("stored", "posted"),
    [
        ((JSON, b"{}"), ("not/json", b"{}")),
        (("application/octet-stream", b"{}"), (JSON, b"{}")),
        ((JSON, b"{}"), (JSON, b"[]")),
        ((JSON, b"[]"), (JSON, b"{}")),
        ((JSON, b"{}"), (JSON, b'{"a":1}{')),
    ],
)
@requirement("XAPI-00229", "XAPI-00232", "XAPI-00278", "XAPI-00281", "XAPI-00309", "XAPI-00313")
def test_what_cannot_be_merged_changes_nothing(
    session: Session, stored: tuple[str, bytes], posted: tuple[str, bytes]
) -> None:
    put(session, STATES, media_type=stored[0], body=stored[1])
    before = found(session, STATES)
    with pytest.raises(ContentRefused):
        post(session, STATES, posted[1], media_type=posted[0], now=LATER)
    assert found(session, STATES) == before


@pytest.mark.parametrize("write", ["put", "post"])
@requirement("XAPI-00235", "XAPI-00284", "XAPI-00314")
def test_a_new_document_that_says_it_is_json_must_be(session: Session, write: str) -> None:
    with pytest.raises(ContentRefused):
        if write == "put":
            put(session, STATES, body=b'{"a":NaN}')
        else:
            post(session, STATES, b'{"a":NaN}')
    assert documents.find(session, STATES, "bookmark") is None


def test_merging_stops_at_a_size(session: Session) -> None:
    put(session, STATES, body=b'{"a":1}')
    with pytest.raises(ContentTooLarge):
        post(session, STATES, b'{"b":2}', most_bytes=12)
    assert found(session, STATES).content.body == b'{"a":1}'


@EVERY_SHELF
@requirement("XAPI-00187", "XAPI-00191", "XAPI-00271", "XAPI-00285")
def test_a_deleted_document_is_gone_and_may_be_deleted_again(
    session: Session, shelf: Shelf
) -> None:
    etag = put(session, shelf)
    put(session, shelf, "another")
    documents.delete(session, shelf, "bookmark", conditions=if_match(etag))
    assert documents.find(session, shelf, "bookmark") is None
    documents.delete(session, shelf, "bookmark", conditions=FREE)
    assert documents.find_ids(session, shelf).ids == ("another",)


@EVERY_SHELF
@requirement("XAPI-00193", "XAPI-00270", "XAPI-00289")
def test_the_ids_of_a_shelf_are_told_the_longest_unchanged_first(
    session: Session, shelf: Shelf
) -> None:
    assert documents.find_ids(session, shelf).ids == ()
    assert documents.find_ids(session, shelf).updated_at is None
    put(session, shelf, "b", now=NOW)
    put(session, shelf, "a", now=NOW)
    put(session, shelf, "c", now=NOW - timedelta(days=1))
    put(session, shelf, "c", body=b"[]", now=LATER)
    ids = documents.find_ids(session, shelf)
    assert (ids.ids, ids.updated_at) == (("a", "b", "c"), LATER)


@EVERY_SHELF
@requirement("XAPI-00195", "XAPI-00221", "XAPI-00268", "XAPI-00275", "XAPI-00294", "XAPI-00303")
def test_since_leaves_out_what_was_written_at_that_instant_or_before(
    session: Session, shelf: Shelf
) -> None:
    put(session, shelf, "old", now=NOW)
    put(session, shelf, "new", now=NOW + timedelta(microseconds=1))
    assert documents.find_ids(session, shelf, since=NOW).ids == ("new",)
    put(session, shelf, "old", body=b"[]", now=LATER)
    assert documents.find_ids(session, shelf, since=NOW).ids == ("new", "old")
    assert documents.find_ids(session, shelf, since=LATER).ids == ()


@requirement("XAPI-00193", "XAPI-00220")
def test_without_a_registration_the_states_of_all_are_told_each_id_once(session: Session) -> None:
    another = Shelf(DocumentKind.STATE, LESSON, agent(), uuid.UUID(int=1))
    put(session, STATES, "both", now=NOW)
    put(session, OF_RUN, "both", now=LATER)
    put(session, another, "one", now=NOW)
    put(session, Shelf(DocumentKind.STATE, LESSON, agent("another")), "not mine")
    put(session, OF_LESSON, "no state")
    assert documents.find_ids(session, STATES).ids == ("one", "both")
    assert documents.find_ids(session, OF_RUN).ids == ("both",)
    assert documents.find_ids(session, another).ids == ("one",)


@requirement("XAPI-00194", "XAPI-00219")
def test_all_states_of_a_shelf_are_deleted_together_and_no_others(session: Session) -> None:
    others = (Shelf(DocumentKind.STATE, LESSON, agent("another")), OF_LESSON, OF_AGENT)
    for shelf in (STATES, OF_RUN, *others):
        put(session, shelf, "a")
        put(session, shelf, "b")
    assert documents.delete_all(session, OF_RUN) == 2
    assert documents.find_ids(session, STATES).ids == ("a", "b")
    assert documents.delete_all(session, STATES) == 2
    assert documents.delete_all(session, STATES) == 0
    assert [documents.find_ids(session, it).ids for it in others] == [("a", "b")] * 3


def test_erasing_a_person_erases_states_and_profiles_of_every_activity(session: Session) -> None:
    another = Shelf(DocumentKind.AGENT_PROFILE, agent=agent("another"))
    for shelf in (STATES, OF_RUN, OF_AGENT, OF_LESSON, another):
        put(session, shelf)
    assert documents.erase_of_agent(session, key_of(agent())) == 3
    assert documents.erase_of_agent(session, key_of(agent())) == 0
    left = session.scalars(sa.select(Document.kind)).all()
    assert sorted(left) == [DocumentKind.ACTIVITY_PROFILE, DocumentKind.AGENT_PROFILE]


# --- several at once ---------------------------------------------------------------------------


@contextmanager
def another_session(engine: sa.Engine) -> Iterator[Session]:
    with Session(engine) as session:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session


def at_once(engine: sa.Engine, *jobs: Callable[[Session], object]) -> list[type[Exception] | None]:
    """Run jobs in threads, each in a transaction of its own; tell what each of them raised."""
    start = threading.Barrier(len(jobs))
    told: list[type[Exception] | None] = [None] * len(jobs)

    def run(number: int) -> None:
        start.wait(timeout=10)
        try:
            with another_session(engine) as session:
                jobs[number](session)
                session.commit()
        except Exception as error:
            told[number] = type(error)

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return told


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("shelf", [STATES, OF_AGENT], ids=["state", "agent"])
@requirement("XAPI-00322", "2.0 4.1.4")
def test_of_several_who_create_one_document_at_once_one_wins(shelf: Shelf) -> None:
    def create(number: int) -> Callable[[Session], object]:
        body = orjson.dumps({"by": number})
        return lambda session: put(session, shelf, body=body, conditions=ONLY_NEW)

    told = at_once(db.engine, *(create(number) for number in range(6)))
    assert sorted(map(str, told)) == sorted(map(str, [None, *[ConditionFailed] * 5]))
    winner = found(db.session(), shelf).content.body
    assert orjson.loads(winner) == {"by": told.index(None)}


@pytest.mark.usefixtures("app")
@requirement("XAPI-00322", "2.0 4.1.4")
def test_of_several_who_change_what_they_have_seen_one_wins() -> None:
    with another_session(db.engine) as session:
        seen = put(session, OF_LESSON, body=b'{"by":null}')
        session.commit()

    def change(number: int) -> Callable[[Session], object]:
        body = orjson.dumps({"by": number})
        if number % 2:
            return lambda session: put(session, OF_LESSON, body=body, conditions=if_match(seen))
        return lambda session: post(session, OF_LESSON, body, conditions=if_match(seen))

    told = at_once(db.engine, *(change(number) for number in range(6)))
    assert sorted(map(str, told)) == sorted(map(str, [None, *[ConditionFailed] * 5]))
    winner = found(db.session(), OF_LESSON).content.body
    assert orjson.loads(winner) == {"by": told.index(None)}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("exists", [False, True], ids=["new", "there already"])
def test_several_who_merge_at_once_lose_nothing(*, exists: bool) -> None:
    if exists:
        with another_session(db.engine) as session:
            put(session, STATES, body=b'{"first":true}')
            session.commit()

    def add(number: int) -> Callable[[Session], object]:
        return lambda session: post(session, STATES, orjson.dumps({f"n{number}": number}))

    assert at_once(db.engine, *(add(number) for number in range(6))) == [None] * 6
    merged = orjson.loads(found(db.session(), STATES).content.body)
    assert merged.pop("first", False) is exists
    assert merged == {f"n{number}": number for number in range(6)}


@pytest.mark.usefixtures("app")
def test_one_who_deletes_and_one_who_creates_at_once_both_come_to_an_end() -> None:
    for _ in range(3):
        jobs: list[Callable[[Session], object]] = [
            lambda session: put(session, STATES),
            lambda session: documents.delete_all(session, STATES),
            lambda session: documents.delete(session, STATES, "bookmark", conditions=FREE),
            lambda session: post(session, STATES, b"{}"),
        ]
        assert at_once(db.engine, *jobs) == [None] * 4


def test_times_are_utc(session: Session) -> None:
    put(session, STATES)
    assert found(session, STATES).updated_at.tzinfo is UTC
