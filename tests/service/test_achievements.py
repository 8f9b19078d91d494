"""Awards to cohorts, and paths that are awarded by themselves."""

import json
import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.achievements import handlers, queries
from app.achievements.errors import AwardRefused
from app.achievements.events import BatchDue
from app.achievements.models import Achievement, Batch, BatchMember
from app.achievements.service import awarding, describing
from app.catalog.models import Course, CourseVersion
from app.clock import day_of
from app.config import Settings
from app.credentials import results
from app.credentials.models import Credential, CredentialState
from app.credentials.openbadges import AchievementKind
from app.credentials.queries import pages, papers
from app.credentials.results import ResultClaim, ResultFacts, ResultKind
from app.credentials.service import keys
from app.credentials.service.checking import check_credential
from app.credentials.service.revoking import revoke_credential
from app.identity import queries as identity
from app.identity.models import User
from app.learning.events import CourseCompleted
from app.outbox.models import OutboxEvent
from tests.acceptance import acceptance
from tests.factories.achievements import an_achievement
from tests.factories.credentials import (
    DAY,
    NOW,
    THEME,
    a_completed_run,
    an_issuer_on_record,
    sign_awarded,
)
from tests.factories.identity import TODAY, a_child, a_city, a_clerk, an_administrator

ON = date(2026, 11, 20)


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


def begun(session: Session, row: Achievement, people: list[User]) -> Batch:
    return awarding.begin_batch(
        session,
        row,
        [one.id for one in people],
        awarded_on=ON,
        evidence="11月20日の研修に参加しました。",
        reason="参加の記録による",
        by=an_administrator(session).id,
        now=NOW,
    )


def sign_all(session: Session) -> None:
    waiting = sa.select(Credential).where(Credential.state == CredentialState.PENDING)
    for credential in session.scalars(waiting).all():
        sign_awarded(session, credential)


def test_a_cohort_is_awarded_by_the_worker_and_every_credential_verifies(
    session: Session, signers: keys.Signers
) -> None:
    city = a_city(session)
    row = an_achievement(session, city, valid_months=24)
    people = [a_clerk(session) for _ in range(3)]
    batch = begun(session, row, [*people, people[0]])  # twice the same is once
    assert session.scalar(sa.select(sa.func.count()).select_from(Credential)) == 0
    handlers.on_batch_due(session, BatchDue(batch.id, NOW))
    sign_all(session)
    made = session.scalars(sa.select(Credential)).all()
    assert {one.user_id for one in made} == {one.id for one in people}
    for one in made:
        assert check_credential(session, one.jwt or "", now=NOW).is_valid
        document = json.loads(one.di or "")
        achievement = document["credentialSubject"]["achievement"]
        assert achievement["achievementType"] == "ext:WorkshopAttendance"
        assert achievement["image"]["type"] == "Image"
        assert document["evidence"][0]["name"] == "授与の記録"
        assert document["validUntil"] == "2028-11-19T15:00:00Z"  # midnight in Japan, two years on
        assert "参加の記録による" not in (one.di or "")
    boss = identity.person(session, an_administrator(session).id, on=TODAY)
    found = queries.batch_row(session, batch.id, boss, identity.administered_by(session, boss))
    assert (found.people, found.awarded, found.signed, found.is_done) == (3, 3, 3, True)


@acceptance("6c")
def test_a_large_cohort_is_awarded_in_slices_and_a_slice_again_awards_nothing_twice(
    session: Session, signers: keys.Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awarding, "SLICE", 2)
    batch = begun(
        session, an_achievement(session, a_city(session)), [a_clerk(session) for _ in range(5)]
    )
    due = sa.select(sa.func.count()).where(OutboxEvent.type == "BatchDue")
    for _ in range(3):
        handlers.on_batch_due(session, BatchDue(batch.id, NOW))
    assert session.scalar(due) == 3  # the batch itself, and twice that there is more
    session.execute(sa.update(BatchMember).values(credential_id=None))  # as if killed before
    for _ in range(3):
        handlers.on_batch_due(session, BatchDue(batch.id, NOW))
    assert session.scalar(sa.select(sa.func.count()).select_from(Credential)) == 5
    left = sa.select(sa.func.count()).where(BatchMember.credential_id.is_(None))
    assert session.scalar(left) == 0


def test_who_holds_it_is_told_and_may_be_awarded_again_near_its_end(
    session: Session, signers: keys.Signers
) -> None:
    row = an_achievement(session, a_city(session), valid_months=3)
    clerk, boss = a_clerk(session), an_administrator(session)
    handlers.on_batch_due(session, BatchDue(begun(session, row, [clerk]).id, NOW))
    sign_all(session)
    by = identity.person(session, boss.id, on=TODAY)
    reach = identity.administered_by(session, by)

    def is_holding(on: date) -> bool:
        (found,) = queries.candidates(session, row, [clerk.id], by=by, reach=reach, on=on)
        return found.is_holding

    ends = date(2027, 2, 20)
    assert is_holding(ends - timedelta(days=61))
    assert not is_holding(ends - timedelta(days=60))
    revoke_credential(
        session, session.scalars(sa.select(Credential)).one(), reason="x", by=None, now=NOW
    )
    assert not is_holding(ON)


def test_a_childs_credential_holds_no_hash_of_an_address(
    session: Session, signers: keys.Signers
) -> None:
    child = a_child(session)
    row = an_achievement(session, a_city(session), audience="child")
    handlers.on_batch_due(session, BatchDue(begun(session, row, [child]).id, NOW))
    sign_all(session)
    one = session.scalars(sa.select(Credential)).one()
    assert one.identity_hash is None
    assert "identifier" not in (one.di or "")


def test_a_closed_one_and_an_empty_cohort_are_refused(session: Session) -> None:
    row = an_achievement(session, a_city(session))
    with pytest.raises(AwardRefused, match="nobody"):
        begun(session, row, [])
    describing.close(session, row, by=an_administrator(session).id, now=NOW)
    with pytest.raises(AwardRefused, match="closed"):
        begun(session, row, [a_clerk(session)])


def test_a_change_makes_a_new_edition_and_no_change_none(session: Session) -> None:
    row = an_achievement(session, a_city(session))
    told = describing.Description(
        organization_id=row.organization_id,
        kind=row.kind,
        name=row.name,
        description=row.description,
        criteria=row.criteria,
        can_do=tuple(row.can_do),
        skills=(("dss-l@1.2/T5", 2),),
        field=row.field,
        audience=row.audience,
        valid_months=None,
        courses=(),
    )
    by = an_administrator(session).id
    describing.change(session, row, told, by=by, now=NOW)
    assert row.edition == 1


def test_a_path_is_awarded_with_its_last_course_and_once(
    session: Session, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    run = a_completed_run(session, clerk)
    version = session.get_one(CourseVersion, run.course_version_id)
    slug = session.get_one(Course, version.course_id).slug
    row = an_achievement(
        session,
        a_city(session),
        kind=AchievementKind.PATH,
        name="はじめの道",
        courses=[slug],
    )
    other = an_achievement(
        session, a_city(session), kind=AchievementKind.PATH, courses=[slug, "not-yet"]
    )
    for _ in range(2):
        handlers.on_course_completed(
            session, CourseCompleted(run.id, clerk.id, run.course_version_id, NOW)
        )
    sign_all(session)
    (made,) = session.scalars(sa.select(Credential)).all()
    assert made.occasion == f"path:{row.id}:{clerk.id}"
    assert made.awarded_on == day_of(NOW) == DAY
    assert "「はじめの道」の1つの講座" in (made.di or "")
    (first, second) = sorted(
        queries.paths_for(session, "staff", user_id=clerk.id), key=lambda path: path.done
    )
    assert {first.id, second.id} == {row.id, other.id}
    assert [len(path.courses) for path in (first, second)] in ([1, 2], [2, 1])


def test_nobody_is_awarded_to_beyond_reach(session: Session) -> None:
    row = an_achievement(session, a_city(session))
    clerk = identity.person(session, a_clerk(session).id, on=TODAY)
    reach = identity.administered_by(session, clerk)
    other = a_clerk(session)
    assert queries.candidates(session, row, [other.id], by=clerk, reach=reach, on=TODAY) == []
    assert queries.by_login(session, [str(uuid.uuid4()), other.login_id or ""]) == (
        {other.login_id: other.id} if other.login_id else {}
    )


STEPS = ResultFacts("発表", ResultKind.STEP, ("もう少し", "よい"), "よい")


def test_a_result_is_signed_for_adults_and_never_for_who_is_under_age(
    session: Session, signers: keys.Signers
) -> None:
    row = an_achievement(session, a_city(session), results=results.kept((STEPS,)))
    clerk, child = a_clerk(session), a_child(session)
    batch = begun(session, row, [clerk, child])
    batch.results = results.kept_values((("発表", "よい"),))
    handlers.on_batch_due(session, BatchDue(batch.id, NOW))
    sign_all(session)
    made = {one.user_id: one for one in session.scalars(sa.select(Credential))}
    assert check_credential(session, made[clerk.id].jwt or "", now=NOW).is_valid
    told = {who: results.results_of(json.loads(one.di or "")) for who, one in made.items()}
    assert told[clerk.id] == (ResultClaim("発表", "よい", ("もう少し", "よい")),)
    assert told[child.id] == ()
    assert pages.view_of(made[clerk.id]).results == told[clerk.id]
    holder = identity.person(session, clerk.id, on=TODAY)
    house = papers.House(THEME, "犀川市", "http://localhost:8000/v", None)
    paper = papers.certificate_of(made[clerk.id], holder, house)
    assert "発表\u3000よい" in paper.files["data.json"]
