"""A person can be erased: what is theirs goes, what counts without them stays."""

import base64
import hashlib
import uuid
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Base, Json
from app.identity.service import ensure_installation
from app.lrs import queries, service
from app.lrs.models import (
    Attachment,
    Document,
    DocumentKind,
    ErasedTally,
    Erasure,
    KnownAgent,
    StatementAgent,
    StatementReference,
    StoredStatement,
)
from app.lrs.rules import key_of, words_of
from app.lrs.service import Attached, Received, erasure
from app.xapi.compare import identifier
from app.xapi.statement import Agent
from app.xapi.vocabulary import SIGNATURE
from tests.factories.lrs import (
    HOME,
    NOW,
    a_full_statement,
    a_statement,
    a_voiding,
    an_activity,
    an_actor,
)

NAME = uuid.UUID("5d4e1a52-8a4c-4f6e-9a33-52bd3e1f8c11")
PERSON = an_actor(NAME)
OTHER = an_actor("other")
ERASED = {"objectType": "Agent", "account": {"homePage": HOME, "name": "erased"}}
AUTHORITY = an_actor("terakoya")
PHOTO = b"a photo of the work"


@pytest.fixture(autouse=True)
def _started(session: Session) -> None:
    ensure_installation(session, HOME, NOW)
    session.commit()


def put(session: Session, *attached: bytes, **changes: Any) -> uuid.UUID:  # noqa: ANN401  any JSON
    """Store a statement, the person's unless ``changes`` say otherwise."""
    value = a_statement(**{"actor": PERSON, "id": str(uuid.uuid4()), **changes})
    entries = service.prepare(
        [Received(orjson.dumps(value), value)],
        authority=changes.get("authority", AUTHORITY),
        version="2.0",
        counts=lambda _iri: True,
    )
    kept = [Attached(sha2_of(content), "image/png", content) for content in attached]
    return service.store(session, entries, now=NOW, attached=kept)[0]


def sha2_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def an_attachment(content: bytes, usage: str = "http://example.org/photo") -> Json:
    return {
        "usageType": usage,
        "display": {"ja": "写真"},
        "contentType": "application/octet-stream" if usage == SIGNATURE else "image/png",
        "length": len(content),
        "sha2": sha2_of(content),
    }


def erase(session: Session, *, email: str | None = None) -> Erasure:
    session.commit()
    whom = erasure.whom(session, NAME, home_page=HOME, email=email)
    step = erasure.erase_person(session, whom, now=NOW, by=None)
    while not step.is_done:
        session.commit()
        step = erasure.erase_person(session, whom, now=NOW, by=None, erasure_id=step.erasure_id)
    session.commit()
    used = erasure.hashes_in_use(session)
    if used is not None:
        erasure.erase_attachments(session, used)
    session.commit()
    session.expire_all()
    return session.get_one(Erasure, step.erasure_id)


def the(session: Session, statement_id: uuid.UUID) -> StoredStatement | None:
    return session.scalars(sa.select(StoredStatement).filter_by(id=statement_id)).one_or_none()


def said(session: Session, statement_id: uuid.UUID) -> Json:
    found = queries.statement(session, statement_id)
    assert found is not None
    return found


def tables_with(session: Session, text: str) -> list[str]:
    """Return the tables in which any value of any row holds ``text``."""
    return [
        name
        for name, table in Base.metadata.tables.items()
        if name != "user"
        for row in session.execute(sa.select(table))
        if text in str(tuple(row)) or text in repr(tuple(row))
    ]


def expect_well_kept(session: Session) -> None:
    """Every statement's columns and rows are what its text says."""
    for row in session.scalars(sa.select(StoredStatement)):
        value = orjson.loads(row.doc)
        words = words_of(value, value["authority"])
        links = session.execute(
            sa.select(StatementAgent.agent_key, StatementAgent.role).filter_by(seq=row.seq)
        )
        assert {(key, role) for key, role in links} == {
            (key_of(word), int(role)) for word, role in words.agents.items()
        }
        assert row.authority_key == key_of(str(identifier(value["authority"])))
        if identifier(value["actor"]):
            assert row.actor_key == key_of(str(identifier(value["actor"])))
    seqs = set(session.scalars(sa.select(StoredStatement.seq)))
    for name in ("statement_agent", "statement_activity", "statement_ref"):
        table = Base.metadata.tables[name]
        assert set(session.scalars(sa.select(table.c.seq))) <= seqs, name


def test_what_a_person_did_and_what_was_done_to_them_is_gone(session: Session) -> None:
    group = {"objectType": "Group", "member": [PERSON]}
    own = [
        put(session),
        put(session, actor=group),
        put(session, actor=OTHER, object=PERSON),
        put(session, actor=OTHER, object=group),
        put(session, actor={**PERSON, "account": {"homePage": f"{HOME}/old", "name": str(NAME)}}),
    ]
    kept = put(session, actor=OTHER)
    noted = erase(session)
    assert [the(session, one) for one in own] == [None] * 5
    assert the(session, kept) is not None
    assert (noted.statements, noted.rewritten, noted.documents) == (5, 0, 0)
    assert (noted.erased_at, noted.erased_by) == (NOW, None)
    assert tables_with(session, str(NAME)) == []
    expect_well_kept(session)


PLACES: dict[str, dict[str, Any]] = {
    "instructor": {"context": {"instructor": {**PERSON, "name": "森 さくら"}}},
    "team": {"context": {"team": {"objectType": "Group", "member": [OTHER, PERSON]}}},
    "member": {"actor": {"objectType": "Group", "member": [OTHER, PERSON]}},
    "context agent": {
        "context": {"contextAgents": [{"objectType": "contextAgent", "agent": PERSON}]}
    },
    "context group": {
        "context": {
            "contextGroups": [
                {
                    "objectType": "contextGroup",
                    "group": {"objectType": "Group", "member": [PERSON, OTHER]},
                }
            ]
        }
    },
    "authority": {"authority": PERSON},
    "actor of a SubStatement": {
        "object": {"objectType": "SubStatement", **a_statement(actor=PERSON)}
    },
    "object of a SubStatement": {
        "object": {
            "objectType": "SubStatement",
            **a_statement(object=PERSON, context={"instructor": PERSON}),
        }
    },
    "member twice over": {
        "actor": {"objectType": "Group", "member": [OTHER, PERSON]},
        "context": {"instructor": PERSON},
    },
}


@pytest.mark.parametrize("place", PLACES)
def test_in_what_others_did_the_person_becomes_nobody(session: Session, place: str) -> None:
    put(session)
    statement_id = put(session, **{"actor": OTHER, **PLACES[place]})
    before = said(session, statement_id)
    noted = erase(session)
    assert (noted.statements, noted.rewritten) == (1, 1)
    after = said(session, statement_id)
    assert "森 さくら" not in orjson.dumps(after).decode()
    expected = orjson.dumps(before).replace(str(NAME).encode(), b"erased")
    assert after == orjson.loads(expected.replace(',"name":"森 さくら"'.encode(), b""))
    assert tables_with(session, str(NAME)) == []
    expect_well_kept(session)


def test_members_that_say_nothing_of_the_person_keep_every_byte(session: Session) -> None:
    value = a_statement(id=str(uuid.uuid4()), actor=OTHER, context={"instructor": PERSON})
    text = orjson.dumps(value).replace(b'"object"', b'"result" : {"score":{"raw":1.10}},"object"')
    entries = service.prepare(
        [Received(text, orjson.loads(text))],
        authority=AUTHORITY,
        version="2.0",
        counts=lambda _iri: True,
    )
    statement_id = service.store(session, entries, now=NOW)[0]
    erase(session)
    row = the(session, statement_id)
    assert row is not None
    assert '{"score":{"raw":1.10}}' in row.doc
    assert row.stored == NOW.replace(microsecond=123000)


def test_whoever_asks_for_what_nobody_did_finds_the_rewritten_ones(session: Session) -> None:
    statement_id = put(session, actor=OTHER, context={"instructor": PERSON})
    erase(session)
    key = key_of(str(identifier(ERASED)))
    found = session.scalars(sa.select(StatementAgent.seq).filter_by(agent_key=key)).all()
    row = the(session, statement_id)
    assert row is not None
    assert found == [row.seq]
    assert session.get(KnownAgent, key) is not None


def test_counts_stay_by_month_in_japan_verb_and_activity(session: Session) -> None:
    def result(scaled: float | None, *, success: bool) -> Json:
        return {"success": success, **({} if scaled is None else {"score": {"scaled": scaled}})}

    put(session, timestamp="2026-09-30T14:59:59Z", result=result(0.5, success=True))
    put(session, timestamp="2026-09-30T15:00:00Z", result=result(0.25, success=False))
    put(session, timestamp="2026-10-31T00:00:00Z", result=result(None, success=True))
    put(session, timestamp="2026-10-31T00:00:00Z", object=an_activity("lesson-2"))
    put(session, timestamp="2026-10-31T00:00:00Z", object=OTHER)
    voided = put(session, timestamp="2026-10-31T00:00:00Z")
    put(session, **a_voiding(voided, actor=PERSON, id=str(uuid.uuid4())))
    put(session, actor=OTHER, context={"instructor": PERSON})
    noted = erase(session)
    assert (noted.statements, noted.rewritten) == (7, 1)
    verb = key_of("http://adlnet.gov/expapi/verbs/answered")
    first, second = (key_of(f"{HOME}/id/course/lesson-{number}") for number in (1, 2))
    rows = session.scalars(sa.select(ErasedTally)).all()
    tally = {
        (one.month, one.verb_key, one.activity_key): (
            *(one.statements, one.successes, one.scores, one.scaled_sum),
        )
        for one in rows
    }
    assert tally == {
        (date(2026, 9, 1), verb, first): (1, 1, 1, 0.5),
        (date(2026, 10, 1), verb, first): (2, 1, 1, 0.25),
        (date(2026, 10, 1), verb, second): (1, 0, 0, 0.0),
        (date(2026, 10, 1), verb, 0): (1, 0, 0, 0.0),
    }
    put(session, timestamp="2026-10-31T00:00:00Z", result=result(1, success=True))
    erase(session)
    more = session.get_one(ErasedTally, (date(2026, 10, 1), verb, first))
    assert (more.statements, more.successes, more.scaled_sum) == (3, 2, 1.25)


def test_voiding_deletes_nothing_and_erasing_does(session: Session) -> None:
    one = put(session)
    put(session, **a_voiding(one, actor=OTHER, id=str(uuid.uuid4())))
    assert the(session, one) is not None
    erase(session)
    assert the(session, one) is None


def test_what_the_person_took_back_of_others_stays_taken_back(session: Session) -> None:
    theirs = put(session, actor=OTHER)
    context = {"context": {"registration": str(uuid.uuid4()), "instructor": PERSON}}
    voiding = put(session, **a_voiding(theirs, actor=PERSON, id=str(uuid.uuid4()), **context))
    noted = erase(session)
    assert (noted.statements, noted.rewritten) == (0, 1)
    row, target = the(session, voiding), the(session, theirs)
    assert row is not None
    assert target is not None
    assert target.voided
    after = orjson.loads(row.doc)
    assert after["actor"] == ERASED
    assert "context" not in after
    assert row.registration is None
    expect_well_kept(session)


def test_a_chain_of_references_is_cut_where_a_statement_is_gone(session: Session) -> None:
    def about(target: uuid.UUID, actor: Json) -> uuid.UUID:
        reference = {"objectType": "StatementRef", "id": str(target)}
        return put(session, actor=actor, object=reference)

    first = put(session, actor=OTHER)
    middle = about(first, PERSON)
    last = about(middle, OTHER)
    erase(session)
    row = the(session, last)
    assert row is not None
    rows = session.execute(sa.select(StatementReference.target_id, StatementReference.seq))
    assert [tuple(one) for one in rows] == [(middle, row.seq)]


def test_attachments_go_unless_somebody_else_names_them(session: Session) -> None:
    shared = b"a photo of both"
    put(session, PHOTO, shared, attachments=[an_attachment(PHOTO), an_attachment(shared)])
    put(session, shared, actor=OTHER, attachments=[an_attachment(shared)])
    erase(session)
    assert session.scalars(sa.select(Attachment.sha2)).all() == [sha2_of(shared)]


def test_attachments_named_in_any_spelling_are_kept(session: Session) -> None:
    text = orjson.dumps(
        a_statement(actor=OTHER, id=str(uuid.uuid4()), attachments=[an_attachment(PHOTO)])
    )
    text = text.replace(b'"attachments"', b'"\\u0061ttachments"')
    entries = service.prepare(
        [Received(text, orjson.loads(text))],
        authority=AUTHORITY,
        version="2.0",
        counts=lambda _iri: True,
    )
    service.store(
        session, entries, now=NOW, attached=[Attached(sha2_of(PHOTO), "image/png", PHOTO)]
    )
    erase(session)
    assert session.scalars(sa.select(Attachment.sha2)).all() == [sha2_of(PHOTO)]


def test_a_signature_that_repeats_the_person_goes(session: Session) -> None:
    statement = a_statement(actor=OTHER, context={"instructor": PERSON})
    signature = b".".join(map(base64.urlsafe_b64encode, (b"{}", orjson.dumps(statement), b"")))
    told = [an_attachment(signature, SIGNATURE), an_attachment(PHOTO)]
    signed = put(session, signature, PHOTO, **(statement | {"attachments": told}))
    only = put(session, signature, **(statement | {"attachments": told[:1]}))
    erase(session)
    assert said(session, signed)["attachments"] == told[1:]
    assert "attachments" not in said(session, only)
    assert session.scalars(sa.select(Attachment.sha2)).all() == [sha2_of(PHOTO)]


def test_documents_of_the_person_go_with_them(session: Session) -> None:
    keys = {who: key_of(str(identifier(agent))) for who, agent in (("me", PERSON), ("you", OTHER))}
    for who, kind in (
        *(("me", DocumentKind.STATE), ("me", DocumentKind.AGENT_PROFILE)),
        ("you", DocumentKind.STATE),
    ):
        session.add(
            Document(
                slot=f"{who} {kind}",
                kind=kind,
                agent_key=keys[who],
                document_id="bookmark",
                content_type="text/plain",
                content=b"3",
                etag="0" * 40,
                updated_at=NOW,
            )
        )
    noted = erase(session)
    assert noted.documents == 2
    assert session.scalars(sa.select(Document.agent_key)).all() == [keys["you"]]


def test_a_person_is_also_known_by_their_address(session: Session) -> None:
    digest = hashlib.sha1(b"mailto:sakura@example.jp", usedforsecurity=False).hexdigest()
    known_by = (
        {"mbox": "mailto:sakura@example.jp", "name": "森 さくら"},
        {"mbox": "mailto:Sakura@Example.jp"},
        {"mbox_sha1sum": digest},
    )
    own = [put(session, actor=agent) for agent in known_by]
    theirs = put(session, actor=OTHER, context={"instructor": known_by[0]})
    stranger = put(session, actor={"mbox": "mailto:mori@example.jp"})
    noted = erase(session, email="sakura@example.jp")
    assert (noted.statements, noted.rewritten) == (3, 1)
    assert [the(session, one) for one in own] == [None] * 3
    assert said(session, theirs)["context"]["instructor"] == {"account": ERASED["account"]}
    assert the(session, stranger) is not None
    for text in ("akura@", digest):
        assert tables_with(session, text) == []


def test_a_big_person_is_erased_in_steps_and_a_broken_off_erasure_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "AT_ONCE", 3)
    for number in range(8):
        put(session, **({"actor": OTHER, "context": {"instructor": PERSON}} if number % 4 else {}))
    session.commit()
    whom = erasure.whom(session, NAME, home_page=HOME)
    assert erasure.extent(session, whom) == erasure.Extent(2, 6, 0)
    first = erasure.erase_person(session, whom, now=NOW, by=None)
    session.commit()
    assert not first.is_done
    assert erasure.extent(session, whom) == erasure.Extent(1, 4, 0)
    later = erase(session)  # the program has ended in between, and begins anew
    begun = session.get_one(Erasure, first.erasure_id)
    assert (begun.statements, begun.rewritten) == (1, 2)
    assert (later.statements, later.rewritten) == (1, 4)
    assert session.scalar(sa.select(sa.func.sum(ErasedTally.statements))) == 2
    assert tables_with(session, str(NAME)) == []
    expect_well_kept(session)


def test_a_person_of_whom_nothing_is_known_leaves_a_note_all_the_same(session: Session) -> None:
    assert erase(session).statements == 0


def test_who_learns_again_after_an_erasure_is_found_again(session: Session) -> None:
    put(session)
    erase(session)
    again = put(session)
    found = queries.statements_about(session, Agent(HOME, str(NAME)))
    assert [row.id for row in found.rows] == [again]


def test_every_place_of_a_full_statement_is_looked_at(session: Session) -> None:
    text = orjson.dumps(a_full_statement()).replace(
        b'"name":"class"', b'"name":"%s"' % str(NAME).encode()
    )
    text = text.replace(b'"name":"a"', b'"name":"%s"' % str(NAME).encode())
    value = orjson.loads(text)
    value["actor"], value["authority"] = OTHER, AUTHORITY
    later = NOW + timedelta(seconds=1)
    service.record(session, value, now=later, authority=AUTHORITY, version="1.0.3")
    noted = erase(session)
    assert (noted.statements, noted.rewritten) == (0, 1)
    assert tables_with(session, str(NAME)) == []
    expect_well_kept(session)
