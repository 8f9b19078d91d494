"""From a completed run to a signed credential, through the outbox's own steps."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.config import Settings
from app.credentials import handlers, status
from app.credentials.errors import SelfCheckFailed, SigningBlocked
from app.credentials.events import CredentialAwarded, CredentialIssued, CredentialRevoked
from app.credentials.keys import KeyFolder
from app.credentials.models import (
    AchievementVersion,
    AuditEvent,
    Credential,
    CredentialAudit,
    CredentialState,
    NumberSeries,
    StatusList,
)
from app.credentials.openbadges import of_course
from app.credentials.queries import trust
from app.credentials.service import award, keys, signing
from app.credentials.service.checking import check_credential
from app.learning.events import CourseCompleted
from app.outbox import relay
from app.outbox.models import OutboxDelivery, OutboxEvent
from tests.acceptance import acceptance
from tests.factories.credentials import (
    BASE,
    CITY,
    DAY,
    DID,
    NOW,
    a_completed_run,
    a_course_award,
    a_credential,
    an_issuer_on_record,
    sign_awarded,
)
from tests.factories.identity import a_citizen, a_clerk

pytestmark = pytest.mark.usefixtures("no_sockets")

STEPS: relay.Subscribers = {
    CourseCompleted: [handlers.on_course_completed],
    CredentialAwarded: [handlers.on_credential_awarded],
    CredentialRevoked: [handlers.on_credential_revoked],
}


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


def events(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(sa.select(OutboxEvent.type).order_by(OutboxEvent.seq)))


def completed(session: Session) -> CourseCompleted:
    run = a_completed_run(session, a_clerk(session))
    return CourseCompleted(run.id, run.learner_id, run.course_version_id, NOW)


@pytest.mark.usefixtures("signers")
def test_a_completed_run_becomes_a_signed_credential(session: Session) -> None:
    event = completed(session)
    handlers.on_course_completed(session, event)
    credential = session.scalars(sa.select(Credential)).one()
    assert credential.jwt is None
    sign_awarded(session, credential)
    assert credential.state is CredentialState.ISSUED
    assert events(session) == ["CredentialAwarded", "CredentialIssued"]
    document = json.loads(credential.di or "")
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["name"] == "試しのしるし"
    assert achievement["alignment"][0]["targetCode"] == "digcomp@3.0/4.2"
    assert "個人情報" not in document["evidence"][0]["narrative"]
    for form in (credential.jwt, credential.di):
        assert check_credential(session, form or "", now=NOW).is_valid


@acceptance("11b")
def test_nothing_that_is_signed_names_the_holder(session: Session, signers: keys.Signers) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers)
    for name in (clerk.family_name, clerk.given_name, "ミサキ", str(clerk.id)):
        assert name not in (credential.di or "")
    assert str(clerk.actor_name) not in (credential.di or "")
    assert str(credential.subject) in (credential.di or "")


@acceptance("6c")
@pytest.mark.usefixtures("signers")
def test_one_run_earns_one_credential_however_often_it_is_announced(session: Session) -> None:
    event = completed(session)
    for _ in range(3):
        handlers.on_course_completed(session, event)
    credential = session.scalars(sa.select(Credential)).one()
    for _ in range(2):
        sign_awarded(session, credential)
    assert events(session) == ["CredentialAwarded", "CredentialIssued"]


def test_one_person_has_one_subject_and_nobody_elses(
    session: Session, signers: keys.Signers
) -> None:
    clerk, citizen = a_clerk(session), a_citizen(session)
    first = a_credential(session, clerk, signers, is_signed=False)
    other = a_credential(session, citizen, signers, is_signed=False)
    assert first.subject != other.subject


def test_numbers_run_within_a_fiscal_year(session: Session, signers: keys.Signers) -> None:
    told = [
        a_credential(session, a_clerk(session), signers, is_signed=False, completed_at=at).number
        for at in (
            datetime(2026, 3, 31, 14, 59, tzinfo=UTC),  # 23:59 in Japan, the last of the year
            datetime(2026, 3, 31, 15, 0, tzinfo=UTC),  # midnight: the new one
            datetime(2027, 1, 10, tzinfo=UTC),
            datetime(2027, 4, 1, tzinfo=UTC),
        )
    ]
    assert told == ["R7-0001", "R8-0001", "R8-0002", "R9-0001"]
    assert session.scalar(sa.select(sa.func.count()).select_from(NumberSeries)) == 3


def test_the_day_is_the_day_in_japan(session: Session, signers: keys.Signers) -> None:
    late = datetime(2026, 10, 5, 15, 30, tzinfo=UTC)
    credential = a_credential(session, a_clerk(session), signers, completed_at=late)
    assert credential.awarded_on == date(2026, 10, 6)
    assert json.loads(credential.di or "")["validFrom"] == "2026-10-05T15:00:00Z"


def test_the_same_content_is_one_achievement_and_a_changed_one_is_another(
    session: Session, signers: keys.Signers
) -> None:
    for name in ("基礎", "基礎", "応用"):
        a_credential(session, a_clerk(session), signers, is_signed=False, credential_name=name)
    rows = session.scalars(sa.select(AchievementVersion)).all()
    assert len(rows) == 2
    for row in rows:
        assert row.content["id"] == f"{BASE}/ob/achievements/{row.id}"


def test_a_repeated_claim_is_aligned_once(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    alignments = credential.achievement.content["alignment"]
    assert [one["targetCode"] for one in alignments] == ["dss-l@1.2/T5", "digcomp@3.0/4.2"]


@acceptance("6c")
def test_places_in_the_list_are_random_and_never_shared(
    session: Session, signers: keys.Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([5, 5, 5, 9])
    monkeypatch.setattr("app.credentials.service.award.secrets.randbelow", lambda _: next(drawn))
    found = [
        a_credential(session, a_clerk(session), signers, is_signed=False).status_index
        for _ in range(2)
    ]
    assert found == [5, 9]
    assert session.get_one(StatusList, 1).taken == 2


def test_a_full_list_is_followed_by_the_next(session: Session, signers: keys.Signers) -> None:
    a_credential(session, a_clerk(session), signers, is_signed=False)
    session.get_one(StatusList, 1).taken = award.FULL
    session.flush()
    later = a_credential(session, a_clerk(session), signers)
    assert later.status_list_number == 2
    assert f"{BASE}/ob/status/2" in (later.di or "")
    assert session.get_one(StatusList, 2).document


@acceptance("8c")
@pytest.mark.usefixtures("signers")
def test_a_missing_key_blocks_and_loses_nothing(session: Session, settings: Settings) -> None:
    handlers.on_course_completed(session, completed(session))
    session.commit()
    key = settings.instance_dir / "keys" / "rs-1.pem"
    kept = key.rename(settings.instance_dir / "rs-1.kept")
    assert relay.drain(STEPS, now=lambda: NOW) == 1
    delivery = session.scalars(sa.select(OutboxDelivery)).one()
    assert "rs-1.pem が見つかりません" in (delivery.last_error or "")
    assert session.scalars(sa.select(Credential)).one().state is CredentialState.PENDING
    kept.rename(key)
    later = NOW.replace(hour=5)
    relay.drain(STEPS, now=lambda: later)
    session.expire_all()
    assert session.scalars(sa.select(Credential)).one().state is CredentialState.ISSUED


def test_without_any_key_the_message_says_which_command_makes_them(session: Session) -> None:
    with pytest.raises(SigningBlocked, match="flask credentials keys make"):
        keys.signers(session, KeyFolder(Path("/nowhere")), issuer=DID)


def test_what_does_not_verify_is_not_stored(
    session: Session, signers: keys.Signers, tmp_path: Path
) -> None:
    stranger = KeyFolder(tmp_path / "stranger")
    wrong = keys.Signers(stranger.make(DID, "RS256"), signers.di)
    credential = a_credential(session, a_clerk(session), signers, is_signed=False)
    with pytest.raises(SelfCheckFailed, match="signature: failed"):
        signing.sign_credential(session, credential, wrong, issuer=CITY, now=NOW)
    assert credential.jwt is None
    assert credential.state is CredentialState.PENDING


def test_the_workers_own_verdict_is_kept_with_its_date(
    session: Session, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    assert credential.self_check is not None
    assert (credential.self_check["ok"], credential.self_check["form"]) == (True, "di")
    assert credential.self_checked_at == NOW


def test_every_step_leaves_a_line(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    lines = session.scalars(sa.select(CredentialAudit).order_by(CredentialAudit.seq)).all()
    assert [line.what for line in lines] == [AuditEvent.AWARDED, AuditEvent.ISSUED]
    assert lines[1].sha256 == credential.sha256
    assert re.fullmatch(r"[0-9a-f]{64}", credential.sha256 or "")


def test_the_first_credential_publishes_its_empty_list(
    session: Session, signers: keys.Signers
) -> None:
    a_credential(session, a_clerk(session), signers)
    row = trust.signed_list(session, 1)
    found = status.read_list(json.loads(row.document or ""))
    assert found is not None
    assert not any(found.bits)
    assert row.edition == 1


def test_the_issued_event_says_whose_it_is(session: Session, signers: keys.Signers) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers)
    session.flush()
    row = session.scalars(sa.select(OutboxEvent).filter_by(type="CredentialIssued")).one()
    event = relay.read_event(CredentialIssued, row.payload)
    assert (event.credential_id, event.user_id) == (credential.id, clerk.id)


def test_an_award_names_the_framework_and_the_level(session: Session) -> None:
    told = a_course_award(a_clerk(session).id, a_completed_run(session, a_clerk(session)).id)
    credential = award.award(session, of_course(told, awarded_on=DAY), issuer=DID, now=NOW)
    first = credential.achievement.content["alignment"][0]
    assert first["targetFramework"] == "DXリテラシー標準"
    assert first["targetDescription"] == "レベル2「使える」"
    assert first["targetUrl"].startswith(f"{BASE}/frameworks/dss-l@1.2?level=2#")
