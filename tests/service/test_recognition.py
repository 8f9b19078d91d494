"""Awards of projects: who is awarded what, what it says, and where it arrives."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.adoption.rules import Answer
from app.config import Settings
from app.credentials.models import Correction, CorrectionReason, Credential, CredentialState
from app.credentials.queries import pages
from app.identity.models import Role
from app.identity.queries import person
from app.outbox import relay
from app.outbox.models import OutboxDelivery
from app.projects.models import ProjectMember, ProjectPartner
from app.projects.rules import MemberRole, PartnerRole
from app.projects.service import ending, members
from app.recognition import queries, service
from app.recognition.errors import AwardRefused
from app.recognition.models import ProjectAward
from app.recognition.service import Earned
from app.talent.queries.people import attestations_of
from app.wiring import SUBSCRIBERS
from tests.factories.adoption import a_proposal, answered, in_service, taken_up
from tests.factories.assessments import a_settled, names_for
from tests.factories.contributions import a_need
from tests.factories.credentials import an_issuer_on_record
from tests.factories.identity import NOW, TODAY, a_post, a_school, a_user
from tests.factories.projects import Together, a_project, standing_of
from tests.factories.recognition import (
    a_project_achievement,
    awarded,
    candidates_for,
    member_of,
)
from tests.factories.workroom import a_link

pytestmark = pytest.mark.usefixtures("no_sockets")

LATER = NOW + timedelta(days=1)


@pytest.fixture
def team(session: Session, settings: Settings) -> Together:
    an_issuer_on_record(session, settings.instance_dir)
    return a_project(session)


def drain(session: Session) -> None:
    session.commit()
    relay.drain(SUBSCRIBERS, now=clock.now)
    session.expire_all()


def credentials(session: Session) -> list[Credential]:
    return list(session.scalars(sa.select(Credential).order_by(Credential.number)))


def test_pupils_are_awarded_after_their_assessment_and_adults_without(
    session: Session, team: Together
) -> None:
    first, second = team.pupils
    a_settled(session, team, first)
    found = candidates_for(session, team, team.teacher)
    assert set(found) == {first.id, second.id, team.mentor.id, team.owner.id}
    assert [one.is_learner for one in found.values()] == [True, True, False, False]
    lacking = {key for key, one in found.items() if one.lacks_assessment}
    assert lacking == {second.id}
    child = a_project_achievement(session, team, "child")
    with pytest.raises(AwardRefused, match="assessment") as refused:
        awarded(session, team, child, first, second)
    assert refused.value.member_id == member_of(session, team, second)
    assert session.scalar(sa.select(sa.func.count(ProjectAward.id))) == 0
    a_link(session, team.project, first, title="積もり方の地図")
    (row,) = awarded(session, team, child, first, artifact="積もり方の地図", hours=12.5)
    assert (row.assessor_id, row.by_id) == (team.teacher.id, team.teacher.id)
    assert row.assessor == f"{team.school.name} 先生"
    (seen,) = queries.own_awards(session, team.project.id, first.id)
    assert seen is row
    assert queries.own_awards(session, team.project.id, second.id) == []


def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    session: Session, team: Together
) -> None:
    child = a_project_achievement(session, team, "child")
    citizen = a_project_achievement(session, team, "citizen")
    first = team.pupils[0]
    a_settled(session, team, first)
    for fault, achievement, whom, more in (
        ("achievement", citizen, first, {}),
        ("hours", child, first, {"hours": 0.3}),
        ("artifact", child, first, {"artifact": "森ゆいの地図"}),
        ("not_yours", citizen, team.teacher, {}),
    ):
        with pytest.raises(AwardRefused, match=fault):
            awarded(session, team, achievement, whom, **more)
    child.closed_on = TODAY
    session.flush()
    with pytest.raises(AwardRefused, match="achievement"):
        awarded(session, team, child, first)
    with pytest.raises(AwardRefused, match="nobody"):
        awarded(session, team, child)
    assert session.scalar(sa.select(sa.func.count(ProjectAward.id))) == 0


def test_the_second_of_two_teachers_finds_what_the_first_awarded(
    session: Session, team: Together
) -> None:
    colleague = a_user(session)
    a_post(session, colleague, team.school, Role.TEACHER)
    coming = members.Coming(colleague.id, team.school.id, MemberRole.TEACHER)
    members.add(session, team.project, coming, by=team.teacher.id, now=NOW)
    citizen = a_project_achievement(session, team, "citizen")
    staff = a_project_achievement(session, team, "staff")
    awarded(session, team, citizen, team.mentor)
    with pytest.raises(AwardRefused, match="already"):
        awarded(session, team, citizen, team.mentor, by=colleague)
    who = standing_of(session, team, colleague)
    earned = {
        member_of(session, team, team.mentor): Earned(citizen.id, 1),
        member_of(session, team, team.owner): Earned(staff.id, 2),
        member_of(session, team, team.teacher): Earned(citizen.id, 3),
    }
    rows = service.award(
        session,
        who,
        names_for(session, team, colleague),
        earned,
        by=person(session, colleague.id, on=TODAY),
        now=NOW,
    )
    assert {row.hours for row in rows} == {2, 3}


def test_pupils_of_another_school_are_awarded_by_their_own_teachers(
    session: Session, team: Together
) -> None:
    school, teacher = a_school(session), a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    session.add(
        ProjectPartner(
            project_id=team.project.id,
            organization_id=school.id,
            role=PartnerRole.SCHOOL,
            joined_on=TODAY,
        )
    )
    session.flush()
    coming = members.Coming(teacher.id, school.id, MemberRole.TEACHER)
    members.add(session, team.project, coming, by=team.teacher.id, now=NOW)
    theirs = set(candidates_for(session, team, teacher))
    assert theirs == {team.teacher.id, team.mentor.id, team.owner.id}


def test_who_has_left_is_awarded_until_their_last_day_and_after_the_projects_end(
    session: Session, team: Together
) -> None:
    first = team.pupils[0]
    a_settled(session, team, first)
    child = a_project_achievement(session, team, "child")
    row = session.get_one(ProjectMember, member_of(session, team, first))
    row.joined_on = TODAY - timedelta(days=90)
    row.left_on, row.left_reason = TODAY - timedelta(days=30), "転校"
    ending.end(session, standing_of(session, team, team.teacher), "ここまで来ました。", now=NOW)
    awarded(session, team, child, first, now=LATER)
    drain(session)
    (credential,) = credentials(session)
    assert "令和8年8月24日（2026年）から令和8年10月23日（2026年）まで" in credential.evidence
    assert "評価した人" in credential.evidence


def test_hours_of_help_and_advice_are_known(session: Session, team: Together) -> None:
    a_need(session, team.department, project=team.project, by=team.owner)
    found = candidates_for(session, team, team.teacher)
    assert {one.hours for one in found.values()} == {0.0}


def test_a_clerk_who_answered_for_the_city_has_it_in_the_registry(
    session: Session, team: Together
) -> None:
    staff = a_project_achievement(session, team, "staff")
    awarded(session, team, staff, team.owner, hours=8)
    drain(session)
    (credential,) = credentials(session)
    assert credential.state is CredentialState.ISSUED
    assert credential.user_id == team.owner.id
    assert "課題の担当として" in credential.evidence
    assert "8時間" in credential.evidence
    for word in (team.owner.given_name, team.teacher.given_name, "評価した人"):
        assert word not in credential.evidence
    ((one, received),) = attestations_of(session, team.owner.id)
    assert (one.item_ref, one.level) == ("dss-l@1.2/T5", 2)
    assert received is not None
    drain(session)
    assert len(credentials(session)) == 1


def test_credentials_tell_what_the_city_says_and_are_signed_anew_when_it_moves_on(
    session: Session, team: Together
) -> None:
    first = team.pupils[0]
    a_settled(session, team, first)
    child = a_project_achievement(session, team, "child")
    proposal = a_proposal(session, team)
    taken_up(session, team, proposal)
    answered(session, team, proposal, Answer.ADOPT)
    awarded(session, team, child, first)
    drain(session)
    (credential,) = credentials(session)
    number, signed = credential.number, credential.sha256
    assert credential.evidence.endswith("市の答え：反映します。")
    in_service(session, team, proposal)
    drain(session)
    (credential,) = credentials(session)
    assert credential.number == number
    assert credential.sha256 != signed
    assert "市の答え：反映し、使いはじめました（令和8年11月22日（2026年）から）。" in (
        credential.evidence
    )
    correction = session.scalars(sa.select(Correction)).one()
    assert correction.reason is CorrectionReason.PROGRESS
    ((_day, note),) = pages.corrections_told(session, credential.id)
    assert "「市の答え」を新しくしました" in note
    assert service.tell_progress(session, team.project.id, city="犀川市", now=LATER) == 0


def test_a_step_is_not_missed_while_a_signature_is_waited_for(
    session: Session, team: Together, settings: Settings
) -> None:
    first = team.pupils[0]
    a_settled(session, team, first)
    child = a_project_achievement(session, team, "child")
    awarded(session, team, child, first)
    key = settings.instance_dir / "keys" / "rs-1.pem"
    kept = key.rename(settings.instance_dir / "rs-1.kept")
    drain(session)
    assert service.is_signing(session, team.project.id)
    a_proposal(session, team)
    drain(session)
    kept.rename(key)
    for _ in range(2):
        session.execute(
            sa.update(OutboxDelivery)
            .where(OutboxDelivery.delivered_at.is_(None))
            .values(next_try_at=NOW)
        )
        drain(session)
    (credential,) = credentials(session)
    assert credential.evidence.endswith("市の答え：提案を受け取りました。")
