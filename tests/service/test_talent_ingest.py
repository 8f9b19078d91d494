"""The registry's door: what is let in, what is kept in quarantine, what is not kept at all."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.credentials.models import CredentialState, StatusList
from app.credentials.queries.trust import OwnResolver
from app.credentials.verdict import FAILED
from app.talent import ingest
from app.talent.errors import NotStaffError
from app.talent.models import ReceiptState, ReceivedCredential, SkillAttestation
from app.talent.rules import Source, State
from tests.acceptance import acceptance
from tests.factories.identity import NOW, a_child, a_citizen, an_organization
from tests.factories.talent import AI, a_credential, a_staff_member, delivered

pytestmark = pytest.mark.usefixtures("no_sockets")


def attestations(session: Session) -> list[SkillAttestation]:
    return list(session.scalars(sa.select(SkillAttestation).order_by(SkillAttestation.item_ref)))


def received(session: Session) -> list[ReceivedCredential]:
    return list(session.scalars(sa.select(ReceivedCredential)))


def test_a_credential_becomes_attestations_and_keeps_its_bytes_and_verdict(
    session: Session,
) -> None:
    clerk = a_staff_member(session, an_organization(session))
    credential = a_credential(session, clerk, (("dss-l@1.2/T5", 2), ("digcomp@3.0/4.2", 1)))
    assert delivered(session, credential).is_accepted
    (row,) = received(session)
    assert row.state is ReceiptState.ACCEPTED
    assert (row.title, row.issuer_name) == ("生成AIの基礎", "犀川市")
    assert row.jwt == (credential.jwt or "").encode()
    assert row.di == (credential.di or "").encode()
    assert row.sha256 == credential.sha256
    assert row.verdict["ok"]
    assert {check["state"] for check in row.verdict["checks"]} == {"ok"}
    assert [(one.item_ref, one.level) for one in attestations(session)] == [
        ("digcomp@3.0/4.2", 1),
        ("dss-l@1.2/T5", 2),
    ]
    for one in attestations(session):
        assert one.credential_uri == f"urn:uuid:{credential.id}"
        assert one.attested_on == date(2026, 10, 6)
        assert (one.source, one.state) == (Source.SIGNED_CREDENTIAL, State.ACTIVE)


def test_the_same_bytes_twice_change_nothing(session: Session) -> None:
    credential = a_credential(session, a_staff_member(session, an_organization(session)))
    first, second = delivered(session, credential), delivered(session, credential)
    assert first == second
    assert len(received(session)) == len(attestations(session)) == 1


@pytest.mark.parametrize("make", [a_child, a_citizen])
def test_children_and_citizens_never_reach_the_registry(session: Session, make: object) -> None:
    person = a_child(session) if make is a_child else a_citizen(session)
    credential = a_credential(session, person)
    receipt = delivered(session, credential)
    assert not receipt.is_accepted
    assert receipt.reason
    with pytest.raises(NotStaffError):
        ingest.receive(
            session,
            credential.jwt or "",
            b"",
            person_id=person.id,
            resolver=OwnResolver(session),
            now=NOW,
        )
    assert (received(session), attestations(session)) == ([], [])


def test_altered_bytes_are_kept_in_quarantine_and_attest_nothing(session: Session) -> None:
    credential = a_credential(session, a_staff_member(session, an_organization(session)))
    token = credential.jwt or ""
    head, body, signature = token.split(".")
    credential.jwt = f"{head}.{body}.{signature[:-4]}AAAA"
    receipt = delivered(session, credential)
    assert not receipt.is_accepted
    (row,) = received(session)
    assert row.state is ReceiptState.QUARANTINED
    assert row.reason == "。".join(FAILED["signature"][1:])
    assert (row.title, row.credential_uri) == ("", None)  # nothing unproven is repeated
    assert attestations(session) == []


def test_bytes_that_are_no_credential_at_all_are_quarantined(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    receipt = ingest.receive(
        session, "%%%", b"", person_id=clerk.id, resolver=OwnResolver(session), now=NOW
    )
    assert receipt.state is ReceiptState.QUARANTINED
    assert receipt.skills == ()


def test_two_forms_that_disagree_are_quarantined(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    one, other = a_credential(session, clerk), a_credential(session, clerk, title="別の講座")
    one.di = other.di
    assert delivered(session, one).reason == ingest.OTHER_FORM
    one.di = "not json"
    assert delivered(session, one).reason == ingest.OTHER_FORM


def test_a_credential_of_somebody_else_is_quarantined(session: Session) -> None:
    department = an_organization(session)
    clerk, other = a_staff_member(session, department), a_staff_member(session, department)
    assert delivered(session, a_credential(session, clerk)).is_accepted
    second = a_credential(session, clerk, title="データの読み方")
    assert delivered(session, second, to=other).reason == ingest.OTHER_PERSON
    assert {one.person_id for one in attestations(session)} == {clerk.id}


def test_an_unknown_issuer_is_quarantined(session: Session) -> None:
    class NoIssuers(OwnResolver):
        def issuer(self, issuer_id: str) -> None:
            assert issuer_id == credential.issuer

    clerk = a_staff_member(session, an_organization(session))
    credential = a_credential(session, clerk)
    receipt = ingest.receive(
        session,
        credential.jwt or "",
        b"",
        person_id=clerk.id,
        resolver=NoIssuers(session),
        now=NOW,
    )
    assert receipt.state is ReceiptState.QUARANTINED


def test_what_could_not_be_checked_waits_and_is_let_in_later(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    credential = a_credential(session, clerk)
    row = session.get_one(StatusList, 1)
    row.issuer = "did:web:elsewhere"  # the list cannot be found under its address
    session.flush()
    receipt = delivered(session, credential)
    assert not receipt.is_accepted
    assert attestations(session) == []
    row.issuer = credential.issuer
    session.flush()
    assert delivered(session, credential).is_accepted
    assert len(received(session)) == len(attestations(session)) == 1


def test_a_credential_revoked_before_it_arrives_attests_nothing(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    credential = a_credential(session, clerk)
    credential.state, credential.revoked_at = CredentialState.REVOKED, NOW
    session.flush()
    receipt = delivered(session, credential)
    assert not receipt.is_accepted
    assert receipt.reason == "。".join(FAILED["revoked"][1:])
    assert attestations(session) == []


def test_the_last_good_day_is_the_day_before_valid_until_at_midnight(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    ends = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)  # the first of April in Japan
    delivered(session, a_credential(session, clerk, valid_until=ends))
    (one,) = attestations(session)
    assert one.expires_on == date(2027, 3, 31)


def test_items_and_levels_that_no_framework_knows_attest_nothing(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    skills = (("dss-l@1.2/T99", 1), ("dss-l@1.2/T5", 9), ("dss-l@1.2/H3", 3))
    assert delivered(session, a_credential(session, clerk, skills)).is_accepted
    assert [(one.item_ref, one.level) for one in attestations(session)] == [("dss-l@1.2/H3", 3)]


@acceptance("9c")
def test_a_correction_takes_the_place_of_what_it_corrects(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    first = a_credential(session, clerk, (("dss-l@1.2/T5", 2), ("dss-l@1.2/H3", 1)))
    assert delivered(session, first).is_accepted
    old = (first.jwt or "", (first.di or "").encode())
    second = a_credential(session, clerk, (("dss-l@1.2/T5", 3),), again=first)
    assert delivered(session, second).is_accepted
    late = ingest.receive(
        session, *old, person_id=clerk.id, resolver=OwnResolver(session), now=NOW
    )
    assert not late.is_new
    gone, kept = attestations(session)
    assert (kept.item_ref, kept.level, kept.state) == ("dss-l@1.2/T5", 3, State.ACTIVE)
    assert (gone.state, gone.state_reason) == (State.REVOKED, ingest.CORRECTED)


@acceptance("9c")
def test_an_older_revision_that_arrives_late_changes_nothing(session: Session) -> None:
    clerk = a_staff_member(session, an_organization(session))
    first = a_credential(session, clerk, AI)
    old = (first.jwt or "", (first.di or "").encode())
    second = a_credential(session, clerk, (("dss-l@1.2/T5", 3),), again=first)
    assert delivered(session, second).is_accepted
    ingest.receive(session, *old, person_id=clerk.id, resolver=OwnResolver(session), now=NOW)
    (one,) = attestations(session)
    assert one.level == 3
