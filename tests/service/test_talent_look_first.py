"""Verified before the transaction of the delivery: what is written is true of its moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.credentials import handlers
from app.credentials.did import PublicKey
from app.credentials.events import CredentialIssued
from app.credentials.models import (
    Credential,
    CredentialAudit,
    CredentialState,
    Delivery,
    DeliveryState,
    IssuerKey,
    KeyState,
)
from app.credentials.proofs import is_intact
from app.credentials.queries.trust import OwnResolver
from app.credentials.verdict import FAILED
from app.identity.models import Post, User
from app.outbox.relay import Note
from app.talent import ingest
from app.talent.models import ReceiptState, ReceivedCredential, SkillAttestation
from app.talent.registry_adapter import NOT_STAFF, make_look_first
from tests.factories.identity import NOW, an_organization
from tests.factories.talent import AI, a_credential, a_staff_member

pytestmark = pytest.mark.usefixtures("no_sockets")

Json = dict[str, object]


class Counting:
    """Counts how often a proof is checked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, document: Json, key: PublicKey) -> bool:
        self.calls += 1
        return is_intact(document, key)


@pytest.fixture
def proofs() -> Counting:
    return Counting()


@pytest.fixture
def credential(session: Session, at: None) -> Credential:
    return a_credential(session, a_staff_member(session, an_organization(session)))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def looked(session: Session, credential: Credential, proofs: Counting) -> Note:
    """Do what comes before the transaction of the delivery, and return what is left to do."""
    handle = handlers.make_on_credential_issued(make_look_first(proofs))
    errand = handle(session, CredentialIssued(credential.id, credential.user_id, NOW))
    assert errand is not None
    note = errand()
    assert proofs.calls == 1
    return note


def received(session: Session) -> list[ReceivedCredential]:
    return list(session.scalars(sa.select(ReceivedCredential)))


def delivery(session: Session) -> Delivery:
    session.expire_all()
    return session.scalars(sa.select(Delivery)).one()


def test_what_has_not_changed_is_not_verified_twice(
    session: Session, credential: Credential, proofs: Counting
) -> None:
    looked(session, credential, proofs)(session)
    assert proofs.calls == 1
    (row,) = received(session)
    assert row.state is ReceiptState.ACCEPTED
    assert row.di == (credential.di or "").encode()
    assert {check["state"] for check in row.verdict["checks"]} == {"ok"}
    assert delivery(session).state is DeliveryState.DELIVERED


def test_one_that_was_revoked_meanwhile_is_not_delivered(
    session: Session, credential: Credential, proofs: Counting
) -> None:
    note = looked(session, credential, proofs)
    credential.state, credential.revoked_at = CredentialState.REVOKED, NOW
    session.flush()
    note(session)
    assert received(session) == []
    assert delivery(session).state is DeliveryState.WAITING


def test_a_key_that_was_withdrawn_meanwhile_quarantines(
    session: Session, credential: Credential, proofs: Counting
) -> None:
    note = looked(session, credential, proofs)
    session.execute(
        sa.update(IssuerKey)
        .where(IssuerKey.kid == credential.jwt_kid)
        .values(state=KeyState.COMPROMISED)
    )
    note(session)
    (row,) = received(session)
    assert (row.state, row.reason) == (ReceiptState.QUARANTINED, "。".join(FAILED["key"][1:]))
    assert session.scalars(sa.select(SkillAttestation)).all() == []
    assert delivery(session).state is DeliveryState.REFUSED


def test_one_that_was_corrected_meanwhile_arrives_as_it_is_now(
    session: Session, credential: Credential, proofs: Counting
) -> None:
    note = looked(session, credential, proofs)
    holder = session.get_one(User, credential.user_id)
    a_credential(session, holder, (("dss-l@1.2/T5", 3),), again=credential)
    note(session)
    assert proofs.calls == 2, "other bytes are verified, not taken over"
    (row,) = received(session)
    assert (row.state, row.sha256) == (ReceiptState.ACCEPTED, credential.sha256)
    assert session.scalars(sa.select(SkillAttestation)).one().level == 3
    assert delivery(session).sha256 == credential.sha256


def test_somebody_who_left_the_city_meanwhile_is_refused(
    session: Session, credential: Credential, proofs: Counting
) -> None:
    note = looked(session, credential, proofs)
    ended = clock.day_of(NOW) - timedelta(days=1)
    session.execute(
        sa.update(Post).where(Post.user_id == credential.user_id).values(ends_on=ended)
    )
    note(session)
    assert received(session) == []
    assert (delivery(session).state, delivery(session).last_error) == (
        DeliveryState.REFUSED,
        NOT_STAFF,
    )


def test_one_that_was_erased_meanwhile_is_nobodys(
    session: Session, credential: Credential, proofs: Counting
) -> None:
    note = looked(session, credential, proofs)
    for table in (CredentialAudit, Credential):
        session.execute(sa.delete(table))
    note(session)
    assert (received(session), session.scalars(sa.select(Delivery)).all()) == ([], [])


def seen_of(session: Session, credential: Credential) -> ingest.Seen:
    token, di = credential.jwt or "", (credential.di or "").encode()
    return ingest.look_at(token, di, OwnResolver(session), is_intact, now=NOW)


Change = Callable[[Session, Credential], tuple[str, bytes, datetime]]


def as_it_was(_: Session, one: Credential) -> tuple[str, bytes, datetime]:
    return one.jwt or "", (one.di or "").encode(), NOW


def with_another_token(_: Session, one: Credential) -> tuple[str, bytes, datetime]:
    return (one.jwt or "") + "A", (one.di or "").encode(), NOW


def with_another_json(_: Session, one: Credential) -> tuple[str, bytes, datetime]:
    return one.jwt or "", (one.di or "").encode() + b" ", NOW


def after_its_end(_: Session, one: Credential) -> tuple[str, bytes, datetime]:
    return one.jwt or "", (one.di or "").encode(), datetime(2027, 3, 31, 15, 0, tzinfo=UTC)


def once_revoked(session: Session, one: Credential) -> tuple[str, bytes, datetime]:
    one.state, one.revoked_at = CredentialState.REVOKED, NOW
    session.flush()
    return as_it_was(session, one)


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (as_it_was, True),
        (with_another_token, False),
        (with_another_json, False),
        (after_its_end, False),
        (once_revoked, False),
    ],
)
def test_what_was_seen_holds_as_long_as_nothing_it_went_by_changes(
    session: Session, change: Change, *, holds: bool
) -> None:
    clerk = a_staff_member(session, an_organization(session))
    ends = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
    credential = a_credential(session, clerk, AI, valid_until=ends)
    seen = seen_of(session, credential)
    token, di, now = change(session, credential)
    assert seen.still_holds(token, di, OwnResolver(session), now=now) is holds


def test_what_did_not_end_well_is_never_taken_over(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    credential = a_credential(session, clerk)
    credential.di = "{}"
    seen = seen_of(session, credential)
    assert seen.fault == ingest.OTHER_FORM
    token, di, now = as_it_was(session, credential)
    assert not seen.still_holds(token, di, OwnResolver(session), now=now)
