"""Credentials of issuers elsewhere: verified, matched, kept, asked about again."""

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.credentials.verdict import FAILED
from app.credentials.verify import MAX_BYTES
from app.db import transaction
from app.exchange.models import HeldList, TrustedIssuer
from app.exchange.service import issuers
from app.identity.events import DayBegun
from app.identity.models import User
from app.outbox import service as outbox
from app.outbox.relay import drain
from app.talent import arrivals, ingest, service
from app.talent.arrivals import Arrival, Outcome
from app.talent.errors import IdTaken, OwnConfirmation
from app.talent.models import (
    ReceiptState,
    ReceivedCredential,
    SkillAttestation,
    SubjectAgreement,
    Way,
)
from app.talent.rules import State
from app.wiring import SUBSCRIBERS
from tests.acceptance import acceptance
from tests.factories.exchange import (
    Elsewhere,
    an_agreement,
    an_issuer_elsewhere,
    trusted,
)
from tests.factories.identity import NOW, a_citizen, an_organization
from tests.factories.talent import a_staff_member, an_hr_officer

LONG_AGO = timedelta(days=2)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: issuers may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def issuer(app: Flask) -> Iterator[Elsewhere]:
    assert app
    with an_issuer_elsewhere() as running:
        yield running


@pytest.fixture
def hr(session: Session) -> User:
    return an_hr_officer(session, an_organization(session))


@pytest.fixture
def clerk(session: Session) -> User:
    return a_staff_member(session, an_organization(session))


SUBJECT = uuid.UUID(int=0x5EED)


@pytest.fixture
def known(session: Session, issuer: Elsewhere, clerk: User, hr: User) -> User:
    """Return a member of staff whose id with a trusted issuer is agreed on."""
    trusted(session, issuer, now=clock.now())
    an_agreement(session, issuer, SUBJECT, clerk, by=hr)
    session.commit()
    return clerk


def take(document: bytes, way: Way = Way.FILE) -> Arrival:
    with transaction() as session:
        return arrivals.take_in(session, document, way=way, now=clock.now())


def work() -> int:
    return drain(SUBSCRIBERS, now=clock.now)


def states(session: Session) -> list[str]:
    session.expire_all()
    order = ReceivedCredential.received_at, ReceivedCredential.id
    return [
        one.state.value for one in session.scalars(sa.select(ReceivedCredential).order_by(*order))
    ]


def row_of(session: Session, arrival: Arrival) -> ReceivedCredential:
    session.expire_all()
    return session.get_one(ReceivedCredential, arrival.id)


def attested(session: Session) -> list[tuple[str, int, str]]:
    session.expire_all()
    rows = session.scalars(sa.select(SkillAttestation).order_by(SkillAttestation.item_ref))
    return [(one.item_ref, one.level, one.state.value) for one in rows]


def altered(token: bytes) -> bytes:
    head, body, signature = token.split(b".")
    return b".".join((head, body, signature[:-4] + b"AAAA"))


# -- a mixed file, a re-run, hostile input --------------------------------------------------------


@acceptance("13a", "13b")
def test_a_mixed_file_has_a_verdict_for_each_row_and_a_second_run_changes_nothing(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    good = issuer.token(issuer.credential(SUBJECT, index=1))
    revoked = issuer.token(issuer.credential(SUBJECT, index=2))
    issuer.revoked = {2}
    expired = issuer.token(
        issuer.credential(SUBJECT, index=3, valid_until=NOW - timedelta(hours=9))
    )
    with an_issuer_elsewhere("知らない市") as stranger:
        unknown = stranger.token(stranger.credential(SUBJECT))
    file = [good, altered(good), revoked, expired, unknown, good]

    first = [take(row) for row in file]
    work()
    assert [one.outcome.value for one in first] == [
        *("created", "refused", "created", "refused", "refused", "unchanged"),
    ]
    told = [row_of(session, one) for one in first]
    assert [one.state.value for one in told] == [
        *("accepted", "quarantined", "quarantined", "quarantined", "quarantined", "accepted"),
    ]
    reasons = ["signature", "revoked", "expired", "issuer"]
    assert [one.reason for one in told[1:5]] == ["。".join(FAILED[why][1:]) for why in reasons]
    for one, document in zip(told, file, strict=True):
        assert one.jwt == document
        assert (len(one.sha256), one.verifier) == (64, ingest.VERIFIER)
        assert len(one.verdict["checks"]) == 8

    before = (states(session), attested(session))
    again = [take(row) for row in file]
    work()
    assert [one.outcome.value for one in again] == [
        *("unchanged", "refused", "refused", "refused", "refused", "unchanged"),
    ]
    assert (states(session), attested(session)) == before
    assert attested(session) == [("dss-l@1.2/T5", 2, "active")]


@acceptance("13c")
@pytest.mark.parametrize("what", ["a megabyte", "blank nodes", "deep", "no credential"])
def test_hostile_input_is_refused_within_two_seconds(
    session: Session, issuer: Elsewhere, known: User, what: str
) -> None:
    assert known
    credential = issuer.signed(issuer.credential(SUBJECT))
    web = [{"type": ["Evidence"], "id": f"_:b{n}", "name": f"_:b{n + 1}"} for n in range(3000)]
    document = {
        "a megabyte": b"[" * 1_000_000,
        "blank nodes": _bytes({**credential, "evidence": web}),
        "deep": b'{"evidence":[' * 5_000 + b"]}" * 5_000,
        "no credential": b"{}",
    }[what]
    begun = time.monotonic()
    arrival = take(document)
    assert time.monotonic() - begun < 2
    assert arrival.outcome is Outcome.REFUSED
    assert (arrival.id is None) == (len(document) > MAX_BYTES)


def _bytes(document: object) -> bytes:
    return json.dumps(document).encode()


# -- what is let in, and what waits --------------------------------------------------------------


def test_the_json_form_is_checked_apart_and_let_in(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    arrival = take(_bytes(issuer.signed(issuer.credential(SUBJECT))))
    assert (arrival.outcome, arrival.state) == (Outcome.CREATED, ReceiptState.WAITING)
    assert attested(session) == []
    work()
    assert row_of(session, arrival).state is ReceiptState.ACCEPTED
    assert attested(session) == [("dss-l@1.2/T5", 2, "active")]


def test_the_json_form_is_verified_anew_where_its_cell_is_opened(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    arrival = take(_bytes(issuer.signed(issuer.credential(SUBJECT))))
    work()
    row = row_of(session, arrival)
    assert not row.jwt
    assert arrivals.verdict_now(session, row, now=clock.now()).is_valid
    row.di = _bytes(json.loads(row.di) | {"name": "ほかの修了証"})
    assert not arrivals.verdict_now(session, row, now=clock.now()).is_valid


def test_an_altered_json_form_is_quarantined_by_the_worker(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    document = issuer.signed(issuer.credential(SUBJECT))
    arrival = take(_bytes({**document, "name": "別の名前"}))
    work()
    row = row_of(session, arrival)
    assert (row.state, row.reason) == (
        ReceiptState.QUARANTINED,
        "。".join(FAILED["signature"][1:]),
    )


@acceptance("10b")
def test_a_list_that_cannot_be_had_leaves_a_credential_unknown_until_it_can(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    issuer.lists_lost = True
    arrival = take(issuer.token(issuer.credential(SUBJECT)))
    work()
    row = row_of(session, arrival)
    assert (row.state, row.reason) == (ReceiptState.WAITING, arrivals.STILL_OUT)
    assert attested(session) == []
    issuer.lists_lost = False
    later = clock.now() + timedelta(hours=2)
    drain(SUBSCRIBERS, now=lambda: later)
    assert row_of(session, arrival).state is ReceiptState.ACCEPTED


@acceptance("10a")
def test_a_list_signed_by_somebody_else_is_no_list(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    arrival = take(issuer.token(issuer.credential(SUBJECT)))
    issuer.keys = "second"
    session.execute(sa.update(HeldList).values(checked_at=None, etag=None, encoded=None))
    session.commit()
    work()
    assert row_of(session, arrival).state is ReceiptState.WAITING


def test_a_key_that_a_newer_document_lists_is_fetched_and_believed(
    session: Session, issuer: Elsewhere, clerk: User, hr: User
) -> None:
    trusted(session, issuer, now=NOW - LONG_AGO)
    an_agreement(session, issuer, SUBJECT, clerk, by=hr)
    session.commit()
    issuer.keys = "second"
    arrival = take(issuer.token(issuer.credential(SUBJECT)))
    assert arrival.state is ReceiptState.WAITING
    work()
    assert row_of(session, arrival).state is ReceiptState.ACCEPTED
    stranger = Elsewhere(url=issuer.url, keys="first")
    assert take(stranger.token(stranger.credential(SUBJECT))).outcome is Outcome.REFUSED


def test_an_id_that_another_issuers_credential_has_is_refused(
    session: Session, issuer: Elsewhere, known: User, hr: User
) -> None:
    made = issuer.credential(SUBJECT)
    take(issuer.token(made))
    work()
    with an_issuer_elsewhere("よその市") as other:
        trusted(session, other, now=clock.now())
        an_agreement(session, other, uuid.UUID(int=9), known, by=hr)
        session.commit()
        forged = {**other.credential(uuid.UUID(int=9)), "id": made["id"]}
        arrival = take(other.token(forged))
        work()
        row = row_of(session, arrival)
    assert (row.state, row.reason) == (ReceiptState.QUARANTINED, arrivals.OTHER_ISSUER)


# -- revisions -----------------------------------------------------------------------------------


@acceptance("9c")
def test_a_newer_revision_is_current_and_an_older_one_is_refused(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    made = issuer.credential(SUBJECT)
    first, second = issuer.token(made), issuer.token(issuer.credential(SUBJECT, again=made))
    one = take(first)
    work()
    two = take(second)
    assert (two.outcome, two.state) == (Outcome.REPLACED, ReceiptState.ACCEPTED)
    assert [take(row).outcome.value for row in (first, second, second)] == [
        *("older", "unchanged", "unchanged"),
    ]
    assert row_of(session, one).state is ReceiptState.REPLACED
    received = session.scalars(sa.select(SkillAttestation.received_credential_id)).all()
    assert received == [two.id]


def test_a_re_signing_of_the_same_revision_changes_nothing(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    made = issuer.credential(SUBJECT)
    first = take(issuer.token(made))
    work()
    again = take(issuer.token({**made, "name": "同じ日の別の名前"}))
    assert (again.outcome, again.id) == (Outcome.UNCHANGED, first.id)
    assert len(states(session)) == 1


# -- whose it is ---------------------------------------------------------------------------------


def test_a_credential_without_an_agreement_waits_for_one_and_a_name_decides_nothing(
    session: Session, issuer: Elsewhere, clerk: User, hr: User
) -> None:
    trusted(session, issuer, now=clock.now())
    session.commit()
    arrival = take(issuer.token(issuer.credential(SUBJECT)), Way.API)
    work()
    row = row_of(session, arrival)
    assert (row.state, row.person_id) == (ReceiptState.UNMATCHED, None)
    subject = f"urn:uuid:{SUBJECT}"
    with transaction() as inner:
        said = service.agree(
            inner, issuer=issuer.did, subject=subject, person_id=clerk.id, now=NOW
        )
    work()
    assert row_of(session, arrival).state is ReceiptState.UNMATCHED, "HR has not confirmed it"
    with pytest.raises(OwnConfirmation), transaction() as inner:
        service.confirm(inner, inner.merge(said), by=clerk.id, now=NOW)
    with transaction() as inner:
        service.confirm(inner, inner.merge(said), by=hr.id, now=NOW)
    work()
    row = row_of(session, arrival)
    assert (row.state, row.person_id) == (ReceiptState.ACCEPTED, clerk.id)
    assert attested(session) == [("dss-l@1.2/T5", 2, "active")]


def test_two_people_cannot_have_one_id_nor_one_person_two(
    session: Session, issuer: Elsewhere, known: User, hr: User
) -> None:
    subject = f"urn:uuid:{SUBJECT}"
    other = a_staff_member(session, an_organization(session))
    with pytest.raises(IdTaken):
        service.agree(
            session, issuer=issuer.did, subject="urn:uuid:x", person_id=known.id, now=NOW
        )
    said = service.agree(session, issuer=issuer.did, subject=subject, person_id=other.id, now=NOW)
    with pytest.raises(IdTaken):
        service.confirm(session, said, by=hr.id, now=NOW)


def test_consent_taken_back_leaves_nothing_in_the_persons_record(
    session: Session, issuer: Elsewhere, known: User, hr: User
) -> None:
    arrival = take(issuer.token(issuer.credential(SUBJECT)))
    work()
    with transaction() as inner:
        agreement = inner.scalars(sa.select(SubjectAgreement)).one()
        service.end_agreement(inner, agreement, by=known.id, now=clock.now())
    row = row_of(session, arrival)
    assert (row.state, row.person_id) == (ReceiptState.UNMATCHED, None)
    assert attested(session) == []
    with transaction() as inner:
        service.agree_on_paper(
            inner,
            issuer=issuer.did,
            subject=f"urn:uuid:{SUBJECT}",
            person_id=known.id,
            by=hr.id,
            now=clock.now(),
        )
    work()
    assert row_of(session, arrival).state is ReceiptState.ACCEPTED


def test_what_is_agreed_with_somebody_who_is_no_staff_attests_nothing(
    session: Session, issuer: Elsewhere, hr: User
) -> None:
    trusted(session, issuer, now=clock.now())
    an_agreement(session, issuer, SUBJECT, a_citizen(session), by=hr)
    session.commit()
    arrival = take(issuer.token(issuer.credential(SUBJECT)))
    work()
    row = row_of(session, arrival)
    assert (row.state, row.reason) == (ReceiptState.UNMATCHED, arrivals.NOT_STAFF)


# -- asked again, every day ----------------------------------------------------------------------


def test_the_day_asks_each_list_once_with_its_etag_and_greys_what_was_taken_back(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    for index in (1, 2, 3):
        take(issuer.token(issuer.credential(SUBJECT, index=index)))
    work()
    assert issuer.paths().count("/ob/status/1") == 1, "one list for all that it covers"
    issuer.asked.clear()
    today = clock.day_of(clock.now())

    with transaction() as inner:
        outbox.publish(inner, DayBegun(today, clock.now()))
    work()
    (asked,) = [one for one in issuer.asked if one.path == "/ob/status/1"]
    assert asked.headers["If-None-Match"]
    assert states(session) == ["accepted"] * 3

    issuer.revoked = {2}
    with transaction() as inner:
        assert issuers.ask_again(inner, now=clock.now()) == 1
    work()
    assert sorted(states(session)) == ["accepted", "accepted", "revoked"]
    fallen = session.scalars(
        sa.select(SkillAttestation).where(SkillAttestation.state == State.REVOKED)
    ).all()
    assert [one.state_reason for one in fallen] == [service.TAKEN_BACK]


def test_what_is_no_longer_trusted_is_not_asked_and_nothing_of_it_is_let_in(
    session: Session, issuer: Elsewhere, known: User
) -> None:
    assert known
    take(issuer.token(issuer.credential(SUBJECT, index=1)))
    work()
    with transaction() as inner:
        found = inner.scalars(sa.select(TrustedIssuer)).one()
        issuers.end_trust(inner, found, by=None, now=clock.now())
    issuer.asked.clear()
    with transaction() as inner:
        assert issuers.ask_again(inner, now=clock.now()) == 0
    arrival = take(issuer.token(issuer.credential(SUBJECT, index=2)))
    work()
    assert arrival.outcome is Outcome.REFUSED
    assert issuer.asked == []
