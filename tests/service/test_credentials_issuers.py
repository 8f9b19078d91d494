"""Issuers beside the city's own, keys that follow each other, and credentials signed anew."""

import json
import uuid
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.credentials import did, handlers, openbadges
from app.credentials.errors import IssuerRefused, KeyNotChanged, NotCorrectable
from app.credentials.events import (
    CorrectionAsked,
    CredentialEnds,
    IssuerRenamed,
    KeysWanted,
    KeyWithdrawn,
)
from app.credentials.keys import KeyFolder
from app.credentials.models import (
    AuditEvent,
    Correction,
    CorrectionReason,
    Credential,
    CredentialAudit,
    IssuerKey,
    KeyState,
)
from app.credentials.queries import issuers, trust
from app.credentials.service import award, keys, rotation, signing
from app.credentials.service.checking import check_credential
from app.credentials.service.correcting import Changes, ask_correction
from app.credentials.service.ending import tell_of_ends
from app.credentials.service.issuers import end_issuer, found_issuer, name_issuer
from app.credentials.service.revoking import revoke_credential
from app.credentials.verdict import State
from app.identity.events import DayBegun
from app.outbox import relay
from app.outbox.models import OutboxEvent
from tests.acceptance import acceptance
from tests.factories.credentials import (
    CITY,
    DAY,
    DID,
    NOW,
    a_completed_run,
    a_course_award,
    a_credential,
    an_issuer_on_record,
)
from tests.factories.identity import a_child, a_city, a_clerk, a_school, an_organization

LATER = NOW + timedelta(days=2)


@pytest.fixture
def folder(settings: Settings) -> KeyFolder:
    return KeyFolder(settings.instance_dir)


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


def asked(session: Session, credential: Credential, **changes: Any) -> Correction | None:  # noqa: ANN401  as Changes
    return ask_correction(
        session,
        credential,
        reason=CorrectionReason.MISTAKE,
        issuer_name=CITY.name,
        by=None,
        now=NOW,
        changes=Changes(**changes),
    )


def state_of(session: Session, credential: Credential, *, now: datetime = LATER) -> State:
    states = {
        check_credential(session, form or "", now=now).state
        for form in (credential.jwt, credential.di)
    }
    (state,) = states
    return state


# -- correction -----------------------------------------------------------------------------------


@acceptance("9a")
def test_a_correction_keeps_id_and_award_and_raises_valid_from(
    session: Session, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    before = json.loads(credential.di or "")
    correction = asked(session, credential, evidence="60分ではなく、90分を学びました。")
    assert correction is not None
    signing.sign_correction(session, correction, signers, issuer=CITY, now=LATER)
    after = json.loads(credential.di or "")
    assert (after["id"], after["awardedDate"]) == (before["id"], before["awardedDate"])
    assert after["validFrom"] == "2026-11-21T15:00:01Z"  # the same day, a second later
    assert after["evidence"][0]["narrative"] == "60分ではなく、90分を学びました。"
    assert after["credentialStatus"] == before["credentialStatus"]
    assert state_of(session, credential) is State.VALID
    assert credential.edition == 2
    assert json.loads(correction.former_di or "") == before
    assert check_credential(session, correction.former_jwt or "", now=LATER).is_valid


@acceptance("9b")
def test_signing_a_correction_twice_changes_nothing(
    session: Session, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    correction = asked(session, credential, evidence="ほかの言い方")
    assert correction is not None
    for _ in range(2):
        signing.sign_correction(session, correction, signers, issuer=CITY, now=LATER)
    assert credential.edition == 2
    told = session.scalars(
        sa.select(CredentialAudit.what).where(CredentialAudit.credential_id == credential.id)
    ).all()
    assert told.count(AuditEvent.CORRECTED) == 1


@acceptance("9b")
def test_asking_for_what_it_says_already_changes_nothing(
    session: Session, signers: keys.Signers
) -> None:
    """Reissue twice = no change."""
    credential = a_credential(session, a_clerk(session), signers)
    assert asked(session, credential) is None
    assert asked(session, credential, evidence=credential.evidence) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(Correction)) == 0


def test_one_correction_waits_at_a_time_and_a_revoked_one_is_refused(
    session: Session, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    assert asked(session, credential, evidence="ひとつめ") is not None
    with pytest.raises(NotCorrectable) as waiting:
        asked(session, credential, evidence="ふたつめ")
    assert waiting.value.is_waiting
    revoke_credential(session, credential, reason="まちがい", by=None, now=NOW)
    with pytest.raises(NotCorrectable) as revoked:
        asked(session, credential, evidence="みっつめ")
    assert not revoked.value.is_waiting


def test_the_next_edition_of_an_achievement_can_be_named(
    session: Session, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers)
    told = a_course_award(clerk.id, uuid.uuid4(), credential_name="正しい名前")
    version = award.freeze(
        session, openbadges.of_course(told, awarded_on=DAY), issuer=DID, now=NOW
    )
    correction = asked(session, credential, achievement_id=version.id)
    assert correction is not None
    handlers.on_correction_asked(session, CorrectionAsked(correction.id, NOW))
    assert json.loads(credential.di or "")["name"] == "正しい名前"


# -- keys -----------------------------------------------------------------------------------------


@acceptance("8a")
def test_a_key_that_follows_waits_a_day_and_the_retired_one_still_verifies(
    session: Session, folder: KeyFolder, signers: keys.Signers
) -> None:
    old = a_credential(session, a_clerk(session), signers)
    made = rotation.prepare_keys(session, folder, issuer=DID, now=NOW)
    assert rotation.prepare_keys(session, folder, issuer=DID, now=NOW) == made  # asked twice
    published = [key.kid for key in trust.published_keys(session, DID)]
    assert set(made) < set(published)
    assert rotation.let_follow(session, issuer=DID, now=NOW + timedelta(hours=23)) == []
    assert set(rotation.let_follow(session, issuer=DID, now=LATER)) == set(made)
    now_signing = keys.signers(session, folder, issuer=DID)
    assert {now_signing.jwt.kid, now_signing.di.kid} == set(made)
    new = a_credential(session, a_clerk(session), now_signing)
    assert new.jwt_kid in made
    assert new.di_kid in made
    assert {state_of(session, one) for one in (old, new)} == {State.VALID}


@acceptance("8b")
def test_what_a_withdrawn_key_signed_fails_until_it_is_signed_anew(
    session: Session, folder: KeyFolder, signers: keys.Signers
) -> None:
    one, other = (a_credential(session, a_clerk(session), signers) for _ in range(2))
    stolen = one.jwt or ""
    rotation.withdraw_key(session, signers.jwt.kid, by=None, now=NOW)
    assert check_credential(session, stolen, now=LATER).state is State.INVALID
    handlers.on_key_withdrawn(session, KeyWithdrawn(DID, NOW))
    waiting = session.scalars(sa.select(Correction)).all()
    assert {row.credential_id for row in waiting} == {one.id, other.id}
    assert {row.reason for row in waiting} == {CorrectionReason.KEY}
    for row in waiting:
        handlers.on_correction_asked(session, CorrectionAsked(row.id, NOW))
    assert state_of(session, one, now=clock.now()) is State.VALID
    assert check_credential(session, stolen, now=LATER).state is State.INVALID
    with pytest.raises(KeyNotChanged):
        rotation.withdraw_key(session, signers.jwt.kid, by=None, now=NOW)
    files = sorted(path.name for path in folder.path.glob("rs-*.pem"))
    assert files == ["rs-1.pem", "rs-2.pem"]  # the lost one is kept: nothing is thrown away


def test_withdrawing_ends_when_nothing_is_left(session: Session, signers: keys.Signers) -> None:
    a_credential(session, a_clerk(session), signers)
    rotation.withdraw_key(session, signers.di.kid, by=None, now=NOW)
    kinds = sa.select(sa.func.count()).where(OutboxEvent.type == "KeyWithdrawn")
    handlers.on_key_withdrawn(session, KeyWithdrawn(DID, NOW))  # asks for one, and tells again
    assert session.scalar(kinds) == 2
    handlers.on_key_withdrawn(session, KeyWithdrawn(DID, NOW))  # nothing is due: it is silent
    assert session.scalar(kinds) == 2


# -- issuers --------------------------------------------------------------------------------------


def test_a_schools_issuer_signs_what_its_school_awards(
    session: Session, settings: Settings, folder: KeyFolder, signers: keys.Signers
) -> None:
    school = a_school(session)
    row = found_issuer(
        session,
        slug="saigawa",
        organization_id=school.id,
        name="犀川小学校",
        office="教務",
        by=a_clerk(session).id,
        now=NOW,
    )
    handlers.on_keys_wanted(session, KeysWanted(row.did, NOW))
    assert issuers.issuer_for(session, school.id) == row.did == did.below(DID, "saigawa")
    clerk = a_clerk(session)
    told = a_course_award(clerk.id, a_completed_run(session, clerk).id)
    made = award.award(
        session, openbadges.of_course(told, awarded_on=DAY), issuer=row.did, now=NOW
    )
    own = keys.signers(session, folder, issuer=row.did)
    facts = issuers.issuer_facts(session, row.did, city=settings.city)
    signing.sign_credential(session, made, own, issuer=facts, now=NOW)
    assert json.loads(made.di or "")["issuer"]["name"] == "犀川小学校"
    assert state_of(session, made) is State.VALID
    assert issuers.at_path(session, "/issuers/saigawa/did.json") == row.did
    assert own.jwt.kid != signers.jwt.kid


def test_who_answers_for_an_issuer_that_ended_awards_in_its_place(
    session: Session, signers: keys.Signers
) -> None:
    """市町村合併: what was signed holds, and new awards come from the successor."""
    city, by = a_city(session), a_clerk(session).id
    village = an_organization(session, "となり村", parent=city)
    row = found_issuer(
        session,
        slug="tonari",
        organization_id=village.id,
        name="となり村",
        office="",
        by=by,
        now=NOW,
    )
    assert issuers.issuer_for(session, village.id) == row.did
    end_issuer(session, row, successor=DID, city="犀川市", by=by, now=NOW)
    assert issuers.issuer_for(session, village.id) == DID
    assert issuers.issuer_view(session, row.did, city="犀川市").successor == "犀川市"
    with pytest.raises(IssuerRefused, match="ended"):
        end_issuer(session, row, successor=None, city="犀川市", by=by, now=NOW)


def test_a_renamed_issuer_signs_anew_what_it_signed(
    session: Session, settings: Settings, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    by = a_clerk(session).id
    name_issuer(session, DID, name="新犀川市", office="デジタル課", by=by, now=NOW)
    for _ in range(2):
        handlers.on_issuer_renamed(session, IssuerRenamed(DID, NOW, by))
    (correction,) = session.scalars(sa.select(Correction)).all()
    handlers.on_correction_asked(session, CorrectionAsked(correction.id, NOW))
    assert json.loads(credential.di or "")["issuer"]["name"] == "新犀川市"
    assert json.loads(correction.former_di or "")["issuer"]["name"] == "犀川市"
    assert settings.city != "新犀川市"


def test_two_issuers_share_neither_address_nor_organization(
    session: Session, signers: keys.Signers
) -> None:
    school, by = a_school(session), a_clerk(session).id

    def found(slug: str, place: uuid.UUID) -> None:
        found_issuer(
            session, slug=slug, organization_id=place, name="x", office="", by=by, now=NOW
        )

    found("one", school.id)
    for slug, place in (("one", a_school(session).id), ("two", school.id), ("ア", school.id)):
        with pytest.raises(IssuerRefused):
            found(slug, place)


# -- whose it is ----------------------------------------------------------------------------------


def test_an_adults_mail_address_stands_in_it_as_a_salted_hash(
    session: Session, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    told = a_course_award(clerk.id, a_completed_run(session, clerk).id)
    facts = openbadges.of_course(told, awarded_on=DAY, mail="Hanako@Example.jp")
    credential = award.award(session, facts, issuer=DID, now=NOW)
    signing.sign_credential(session, credential, signers, issuer=CITY, now=NOW)
    (identity,) = json.loads(credential.di or "")["credentialSubject"]["identifier"]
    assert identity["identityHash"] == openbadges.identity_hash(
        "hanako@example.jp", identity["salt"]
    )
    assert "example" not in (credential.di or "")
    assert state_of(session, credential) is State.VALID


def test_keys_begin_to_sign_as_a_day_begins(session: Session, signers: keys.Signers) -> None:
    session.add(
        IssuerKey(
            did=DID,
            kid=f"{DID}#rs-9",
            alg="RS256",
            jwk={},
            state=KeyState.NEXT,
            created_at=NOW - timedelta(days=300),
        )
    )
    session.flush()
    handlers.on_day_begun(session, DayBegun(DAY, NOW))
    active = session.scalars(
        sa.select(IssuerKey.kid).where(
            IssuerKey.state == KeyState.ACTIVE, IssuerKey.alg == "RS256"
        )
    ).all()
    assert active == [f"{DID}#rs-9"]


# -- what ends ------------------------------------------------------------------------------------


def test_a_holder_is_told_once_of_what_ends_within_sixty_days(
    session: Session, settings: Settings, signers: keys.Signers
) -> None:
    now = clock.now()
    adult, child = a_clerk(session), a_child(session)
    adult.email = "hanako@example.jp"
    others = [a_clerk(session) for _ in range(2)]
    for user, days in ((adult, 60), (others[0], 61), (others[1], 58), (child, 60)):
        one = a_credential(session, user, signers)
        one.valid_until = now + timedelta(days=days) - timedelta(hours=1)
    session.flush()
    assert tell_of_ends(session, now=now) == 2
    due = session.scalars(sa.select(OutboxEvent).where(OutboxEvent.type == "CredentialEnds")).all()
    for _ in range(2):
        for row in due:
            handlers.on_credential_ends(session, relay.read_event(CredentialEnds, row.payload))
    (file,) = (settings.instance_dir / "mail").iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=default)
    assert letter["To"] == "hanako@example.jp"
    assert "期限が近づいています" in str(letter["Subject"])
