"""Statements are stored once, whole or not at all, and never changed."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Json, db
from app.lrs import queries, rules, service
from app.lrs.errors import StatementConflict, StatementInvalid, StatementRace, WordsCollide
from app.lrs.models import (
    KnownActivity,
    KnownAgent,
    KnownVerb,
    StatementActivity,
    StatementAgent,
    StatementReference,
    StoredStatement,
)
from app.lrs.rules import Role, key_of
from app.lrs.store import known
from tests.factories.lrs import (
    HOME,
    NOW,
    a_full_statement,
    a_statement,
    a_voiding,
    an_activity,
    an_actor,
)
from tests.requirements import requirement

ID = uuid.UUID("8f87ccde-bb56-4c2e-ab83-44982ef22df0")
EVERY_TABLE = (
    StoredStatement,
    StatementAgent,
    StatementActivity,
    StatementReference,
    KnownVerb,
    KnownAgent,
    KnownActivity,
)


def rows(session: Session, model: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def is_voided(session: Session, statement_id: uuid.UUID) -> bool | None:
    return session.scalar(
        sa.select(StoredStatement.voided).where(StoredStatement.id == statement_id)
    )


@contextmanager
def another_session(engine: sa.Engine) -> Iterator[Session]:
    with Session(engine) as session:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session


@requirement("XAPI-00097", "XAPI-00099", "XAPI-00026", "2.0 4.2.4.2")
def test_the_store_adds_what_it_must_and_nothing_else(session: Session) -> None:
    sent = a_statement()
    statement_id = service.record(session, sent, now=NOW)
    stored = queries.statement(session, statement_id)
    assert stored == sent | {
        "id": str(statement_id),
        "stored": "2026-10-01T09:00:00.123Z",
        "timestamp": "2026-10-01T09:00:00.123Z",
        "version": "2.0.0",
        "authority": an_actor("terakoya"),
    }
    assert sent == a_statement(), "what was handed in is not changed"


@requirement("XAPI-00096", "XAPI-00170")
def test_what_the_sender_set_stays_as_it_came(session: Session) -> None:
    sent = a_full_statement()
    authority = {"mbox": "mailto:client@example.jp"}
    service.record(session, sent, now=NOW, authority=authority, version="1.0.3")
    stored = queries.statement(session, ID)
    category = [sent["context"]["contextActivities"]["category"]]
    sent["context"]["contextActivities"]["category"] = category  # always an array, Data 2.4.6.2
    assert stored == sent | {"stored": "2026-10-01T09:00:00.123Z", "authority": authority}
    doc = session.scalar(sa.select(StoredStatement.doc))
    assert doc is not None
    added = {"stored", "authority"}
    in_order = [[key for key in one if key not in added] for one in (orjson.loads(doc), sent)]
    assert in_order[0] == in_order[1], "in the order in which it came"


@requirement("XAPI-00332", "2.0 4.2.4.3")
def test_the_version_added_is_the_one_spoken(session: Session) -> None:
    one = service.record(session, a_statement(), now=NOW, version="1.0.3")
    stored = queries.statement(session, one)
    assert stored is not None
    assert stored["version"] == "1.0.0"


def test_an_actor_without_an_account_needs_an_authority(session: Session) -> None:
    with pytest.raises(ValueError, match="authority"):
        service.record(session, a_statement(actor={"mbox": "mailto:a@example.jp"}), now=NOW)


def test_an_invalid_statement_is_refused_with_every_fault(session: Session) -> None:
    with pytest.raises(StatementInvalid) as refused:
        service.record(session, a_statement(verb={}, result={"success": 1}), now=NOW)
    assert [fault.path for fault in refused.value.faults] == ["$.verb.id", "$.result.success"]
    with pytest.raises(StatementInvalid) as refused:
        service.record_all(session, [a_statement(), a_statement(verb=None)], now=NOW)
    assert [fault.path for fault in refused.value.faults] == ["$[1].verb"]
    assert rows(session, StoredStatement) == 0


@requirement("XAPI-00326", "2.0 4.1.6.1")
def test_two_statements_of_a_batch_cannot_have_one_id(session: Session) -> None:
    twins = [a_statement(id=str(ID)), a_statement(), a_statement(id=str(ID).upper())]
    with pytest.raises(StatementInvalid) as refused:
        service.record_all(session, twins, now=NOW)
    assert [fault.path for fault in refused.value.faults] == ["$[0].id", "$[2].id"]


@requirement("XAPI-00142", "2.0 4.1.6.1")
def test_a_second_sending_changes_nothing(session: Session) -> None:
    sent = a_statement(id=str(ID), timestamp="2026-09-30T09:00:00+09:00")
    service.record(session, sent, now=NOW)
    before = {model: rows(session, model) for model in EVERY_TABLE}
    doc = queries.statement(session, ID)
    again = sent | {"id": str(ID).upper(), "timestamp": "2026-09-30T00:00:00.000Z"}
    for repeat in (sent, again, sent | {"verb": {"id": sent["verb"]["id"]}}):
        assert service.record(session, repeat, now=NOW + timedelta(days=1)) == ID
    assert queries.statement(session, ID) == doc
    assert {model: rows(session, model) for model in EVERY_TABLE} == before


def test_a_second_sending_without_a_time_of_its_own_is_known(session: Session) -> None:
    sent = a_statement(id=str(ID))
    service.record(session, sent, now=NOW)
    assert service.record(session, sent, now=NOW + timedelta(days=1)) == ID


@requirement("XAPI-00142", "2.0 4.1.6.1")
def test_another_statement_under_a_known_id_is_a_conflict(session: Session) -> None:
    service.record(session, a_statement(id=str(ID)), now=NOW)
    with pytest.raises(StatementConflict) as refused:
        service.record(session, a_statement(id=str(ID), actor=an_actor("b")), now=NOW)
    assert refused.value.statement_id == ID


@requirement("XAPI-00326", "XAPI-00182")
def test_a_batch_with_a_conflict_leaves_nothing_even_if_it_is_committed(session: Session) -> None:
    service.record(session, a_statement(id=str(ID)), now=NOW)
    batch = [a_statement(), a_statement(id=str(ID), actor=an_actor("b")), a_statement()]
    with pytest.raises(StatementConflict):
        service.record_all(session, batch, now=NOW)
    session.flush()
    assert rows(session, StoredStatement) == 1
    assert rows(session, StatementAgent) == 2


def test_a_batch_may_repeat_what_is_stored(session: Session) -> None:
    first = service.record_all(session, [a_statement(id=str(ID)), a_statement()], now=NOW)
    later = service.record_all(session, [a_statement(), a_statement(id=str(ID))], now=NOW)
    assert first[0] == later[1] == ID
    assert rows(session, StoredStatement) == 3
    assert service.record_all(session, [], now=NOW) == []


def test_what_a_statement_is_found_by(session: Session) -> None:
    service.record(session, a_full_statement(), now=NOW)
    agents = session.execute(
        sa.select(KnownAgent.identifier, StatementAgent.role).join(
            StatementAgent, StatementAgent.agent_key == KnownAgent.key
        )
    )
    roles = {orjson.loads(row.identifier)[-1]: Role(row.role) for row in agents}
    assert roles == {
        "class": Role.ACTOR,
        "mailto:a@example.jp": Role.ACTOR,
        "someone": Role.ACTOR,
        "cd9b00a5611f94eaa7b1661edab976068e364975": Role.RELATED,
        "a": Role.RELATED,
        "b": Role.RELATED,
        "terakoya": Role.RELATED,
    }
    activities = session.execute(
        sa.select(KnownActivity.iri, StatementActivity.role).join(
            StatementActivity, StatementActivity.activity_key == KnownActivity.key
        )
    )
    assert {row.iri: row.role for row in activities} == {
        f"{HOME}/id/course/q-1": Role.OBJECT,
        f"{HOME}/id/course/l-1": Role.RELATED,
        f"{HOME}/id/course": Role.RELATED,
        "https://w3id.org/xapi/cmi5/context/categories/cmi5": Role.RELATED,
    }


def test_what_lies_in_a_sub_statement_is_related(session: Session) -> None:
    inner = {"objectType": "SubStatement"} | a_statement(actor=an_actor("inner"))
    service.record(session, a_statement(object=inner), now=NOW)
    roles = dict(session.execute(sa.select(StatementAgent.agent_key, StatementAgent.role)).all())
    assert roles[key_of(f'["account","{HOME}","inner"]')] == Role.RELATED
    assert session.scalar(sa.select(StatementActivity.role)) == Role.RELATED
    assert session.scalar(sa.select(StoredStatement.object_key)) is None


def test_a_definition_that_comes_later_is_kept(session: Session) -> None:
    bare = {"id": an_activity()["id"]}
    service.record(session, a_statement(object=bare), now=NOW)
    assert session.scalar(sa.select(KnownActivity.definition)) is None
    service.record(session, a_statement(), now=NOW)
    service.record(session, a_statement(object=bare), now=NOW)
    definition = session.scalar(sa.select(KnownActivity.definition))
    assert definition is not None
    assert orjson.loads(definition) == an_activity()["definition"]


def test_characters_that_databases_dislike_are_kept(session: Session) -> None:
    name = "nul \0, lone quote ', \\, 😀"
    definition = {"name": {"ja": name}}
    statement = a_statement(
        actor=an_actor(name),
        object={"id": "urn:x", "definition": definition},
        result={"response": name},
    )
    stored = queries.statement(session, service.record(session, statement, now=NOW))
    assert stored is not None
    assert stored["result"]["response"] == stored["actor"]["account"]["name"] == name


def test_very_long_iris_are_stored(session: Session) -> None:
    iri = "urn:" + "x" * 20_000
    service.record(session, a_statement(object={"id": iri}), now=NOW)
    assert session.scalar(sa.select(KnownActivity.iri)) == iri


# Voiding


@requirement("XAPI-00018", "2.0 4.2.5")
def test_a_voiding_hides_its_target(session: Session) -> None:
    target = service.record(session, a_statement(), now=NOW)
    voiding = service.record(session, a_voiding(target), now=NOW)
    assert is_voided(session, target) is True
    assert is_voided(session, voiding) is False


@requirement("XAPI-00018", "2.0 4.2.5")
def test_a_voiding_may_come_first(session: Session) -> None:
    service.record(session, a_voiding(ID), now=NOW)
    service.record(session, a_statement(id=str(ID)), now=NOW)
    assert is_voided(session, ID) is True


@pytest.mark.parametrize("order", [1, -1])
def test_a_voiding_and_its_target_may_come_together(session: Session, order: int) -> None:
    batch = [a_statement(id=str(ID)), a_voiding(ID), a_statement()][::order]
    ids = service.record_all(session, batch, now=NOW)[::order]
    assert [is_voided(session, it) for it in ids] == [True, False, False]


@pytest.mark.parametrize("order", [1, -1])
def test_a_voiding_cannot_be_voided(session: Session, order: int) -> None:
    target = service.record(session, a_statement(), now=NOW)
    for statement in [a_voiding(target, id=str(ID)), a_voiding(ID)][::order]:
        service.record(session, statement, now=NOW)
    assert is_voided(session, target) is True
    assert is_voided(session, ID) is False


def test_pointing_at_a_statement_with_another_verb_voids_nothing(session: Session) -> None:
    reference = {"objectType": "StatementRef", "id": str(ID)}
    service.record(session, a_statement(object=reference), now=NOW)
    service.record(session, a_statement(id=str(ID)), now=NOW)
    service.record(session, a_statement(object=reference), now=NOW)
    assert is_voided(session, ID) is False
    assert rows(session, StatementReference) == 2


# Words and what is remembered of them


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    engine = session.connection().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("size", [1, 50])
def test_with_known_words_the_trips_do_not_grow_with_the_batch(
    session: Session, size: int
) -> None:
    service.record(session, a_statement(), now=NOW)
    session.commit()
    with counted(session) as sent:
        service.record_all(session, [a_statement() for _ in range(size)], now=NOW)
    written = [one.split()[2] for one in sent if one.startswith("INSERT")]
    assert written == ["statement", "statement_agent", "statement_activity"][: len(written)]
    assert len(sent) <= 5


def test_words_of_a_rolled_back_transaction_are_stored_again(session: Session) -> None:
    service.record(session, a_statement(), now=NOW)
    session.rollback()
    assert rows(session, KnownAgent) == 0
    service.record(session, a_statement(), now=NOW)
    assert rows(session, KnownAgent) == 2
    assert rows(session, KnownVerb) == rows(session, KnownActivity) == 1


def test_words_of_a_rolled_back_savepoint_are_stored_again(session: Session) -> None:
    service.record(session, a_statement(object=an_activity("first")), now=NOW)
    savepoint = session.begin_nested()
    service.record(session, a_statement(actor=an_actor("b")), now=NOW)
    savepoint.rollback()
    session.commit()
    service.record(session, a_statement(actor=an_actor("b")), now=NOW)
    session.commit()
    assert rows(session, KnownAgent) == 3


def test_words_of_a_released_savepoint_wait_for_the_commit(session: Session) -> None:
    with session.begin_nested():
        service.record(session, a_statement(), now=NOW)
    session.rollback()
    service.record(session, a_statement(), now=NOW)
    assert rows(session, KnownAgent) == 2


def test_words_inside_somebody_elses_transaction_are_not_remembered(session: Session) -> None:
    session.close()
    with db.engine.connect() as connection, connection.begin() as outside:
        with Session(connection, join_transaction_mode="create_savepoint") as inner:
            service.record(inner, a_statement(), now=NOW)
            inner.commit()
        outside.rollback()
    service.record(session, a_statement(), now=NOW)
    assert rows(session, KnownAgent) == 2


def test_forgetting_stores_words_anew(session: Session) -> None:
    service.record(session, a_statement(), now=NOW)
    session.commit()
    for model in (KnownAgent, KnownActivity, KnownVerb):
        session.execute(sa.delete(model))
    known.forget(db.engine)
    service.record(session, a_statement(), now=NOW)
    assert rows(session, KnownAgent) == 2


def test_two_words_with_one_key_are_refused(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "key_of", lambda _word: 7)
    alone = a_statement(authority=an_actor())
    service.record(session, alone, now=NOW, authority=an_actor())
    session.commit()
    known.forget(db.engine)
    with pytest.raises(WordsCollide):
        service.record(session, a_statement(object={"id": "urn:x"}), now=NOW, authority=an_actor())
    with pytest.raises(WordsCollide):
        service.record(session, a_statement(), now=NOW, authority=an_actor("b"))


def test_keys_are_made_from_words_alone() -> None:
    assert key_of("urn:x") in range(2**63)
    assert key_of("urn:x") != key_of("urn:X")
    assert key_of("http://adlnet.gov/expapi/verbs/voided") == rules.VOIDED_KEY


# Several writers


def stored_by(engine: sa.Engine, batch: list[Json]) -> None:
    """Store as the view does: again, where another one was faster with the same statement."""
    for _ in range(5):
        try:
            with another_session(engine) as mine:
                service.record_all(mine, batch, now=NOW)
                mine.commit()
        except StatementRace:
            continue
        else:
            return
    raise AssertionError("never stored")


def test_writers_that_share_words_lose_and_double_nothing(session: Session) -> None:
    session.close()
    engine = db.engine
    shared = [a_statement(id=str(uuid.uuid4())) for _ in range(20)]
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(5):
                own = [
                    a_statement(
                        actor=an_actor(f"{turn}-{other}"), object=an_activity(f"{turn}-{other}")
                    )
                    for other in range(10)
                ]
                batch = own + shared[turn * 4 : turn * 4 + 4]
                stored_by(engine, batch[:: 1 if number % 2 else -1])
        except BaseException as error:  # a thread must hand it over
            failed.append(error)

    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert rows(session, StoredStatement) == 4 * 5 * 10 + 20
    assert rows(session, KnownAgent) == 50 + 2
    links = session.scalar(sa.select(sa.func.count(StatementAgent.seq.distinct())))
    assert links == 4 * 5 * 10 + 20


@requirement("XAPI-00018", "2.0 4.2.5")
def test_a_voiding_and_its_target_stored_at_once_see_each_other(session: Session) -> None:
    session.close()
    engine = db.engine
    ids = [uuid.uuid4() for _ in range(20)]
    start = threading.Barrier(2)

    def write(*, voiding: bool) -> None:
        for statement_id in ids:
            statement = a_voiding(statement_id) if voiding else a_statement(id=str(statement_id))
            start.wait(timeout=20)
            with another_session(engine) as mine:
                service.record(mine, statement, now=NOW)
                mine.commit()

    threads = [threading.Thread(target=write, kwargs={"voiding": it}) for it in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(is_voided(session, statement_id) for statement_id in ids)


def test_a_second_sending_may_have_numbers_beyond_every_integer(session: Session) -> None:
    huge = a_statement(id=str(ID), result={"score": {"raw": 1e20}})
    for _ in range(2):
        assert service.record(session, huge, now=NOW) == ID
