"""Assessing: splits, views, and what a teacher settles of them."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.assessments import policy, queries, service
from app.assessments.errors import AssessmentRefused
from app.assessments.models import AssessmentView, PeerPart, PeerSplit, SettledAssessment
from app.assessments.rules import LINES, Flag
from app.assessments.service import Seen
from app.audit.models import AuditEntry
from app.following.models import Notification
from app.identity.models import Role
from app.identity.queries import installation
from app.lrs.models import StoredStatement
from app.lrs.profiling import check_stored
from app.projects.models import ProjectActivity, ProjectPartner
from app.projects.rules import Act, MemberRole, PartnerRole, ProjectState
from app.projects.service import members
from tests.factories.assessments import (
    ALL_DONE,
    a_settled,
    a_split,
    a_view,
    called,
    names_for,
)
from tests.factories.identity import NOW, TODAY, a_post, a_school, a_user
from tests.factories.projects import Together, a_project, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User

LATER = NOW + timedelta(days=7)


@pytest.fixture
def team(session: "Session") -> Together:
    return a_project(session, pupils=3)


def points(team: Together, *given: int) -> dict[uuid.UUID, int]:
    return {one.id: n for one, n in zip(team.pupils, given, strict=True)}


def before(session: "Session", team: Together, whom: "User") -> queries.Before:
    return queries.before(
        session,
        team.project.id,
        whom.id,
        teacher_id=team.teacher.id,
        members=[one.id for one in team.pupils],
    )


def acts(session: "Session", act: Act) -> int:
    session.flush()
    asked = sa.select(sa.func.count(ProjectActivity.id)).where(ProjectActivity.act == act)
    return session.scalar(asked) or 0


def another_school(session: "Session", team: Together) -> "tuple[User, User]":
    """Let a second school come in, with a teacher and a pupil."""
    school = a_school(session)
    session.add(
        ProjectPartner(
            project_id=team.project.id,
            organization_id=school.id,
            role=PartnerRole.SCHOOL,
            joined_on=TODAY,
        )
    )
    session.flush()
    teacher, pupil = a_user(session), a_user(session, grade=11)
    a_post(session, teacher, school, Role.TEACHER)
    a_post(session, pupil, school)
    for user, role in ((teacher, MemberRole.TEACHER), (pupil, MemberRole.LEARNER)):
        coming = members.Coming(user.id, school.id, role)
        members.add(session, team.project, coming, by=teacher.id, now=NOW)
    return teacher, pupil


def test_splits_come_to_a_share_without_what_one_gave_oneself(
    session: "Session", team: Together
) -> None:
    first, second, third = team.pupils
    a_split(session, team, first, points(team, 80, 10, 10))
    a_split(session, team, second, points(team, 20, 40, 40))
    a_split(session, team, third, points(team, 20, 40, 40))
    found = before(session, team, first)
    assert found.share is not None
    assert (found.share.own, found.share.voices, found.answered) == (80, 2, 3)
    assert found.share.points is not None
    assert found.share.points < 30
    assert Flag.FAR in found.share.flags
    assert {by for by, _part in found.parts} == {one.id for one in team.pupils}
    assert acts(session, Act.ASSESSED_PEERS) == 3


def test_a_split_is_said_otherwise_and_noted_once(session: "Session", team: Together) -> None:
    first, *_ = team.pupils
    a_split(session, team, first, points(team, 30, 30, 40))
    a_split(session, team, first, points(team, 40, 30, 30), now=LATER)
    assert session.scalar(sa.select(sa.func.count(PeerSplit.id))) == 1
    assert session.scalar(sa.select(sa.func.count(PeerPart.id))) == 3
    own = queries.own_split(session, team.project.id, first.id)
    assert own is not None
    assert {part.about_id: part.points for part in own.parts} == points(team, 40, 30, 30)
    assert acts(session, Act.ASSESSED_PEERS) == 1


@pytest.mark.parametrize("given", [(50, 30, 15), (51, 29, 20)])
def test_points_that_are_no_hundred_in_steps_are_not_kept(
    session: "Session", team: Together, given: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="100"):
        a_split(session, team, team.pupils[0], points(team, *given))
    assert session.scalar(sa.select(sa.func.count(PeerSplit.id))) == 0


def test_splits_are_asked_where_a_teacher_turned_it_on(session: "Session", team: Together) -> None:
    teacher = standing_of(session, team, team.teacher)
    pupil = standing_of(session, team, team.pupils[0])
    named = [one.id for one in team.pupils]
    assert policy.why_no_split(pupil, named, is_told=False) == "asks"
    with pytest.raises(AssessmentRefused, match="asks"):
        service.split(session, pupil, {}, named=named, now=NOW)
    with pytest.raises(AssessmentRefused, match="teacher"):
        service.ask_peers(session, pupil, asks=True, now=NOW)
    service.ask_peers(session, teacher, asks=True, now=NOW)
    assert team.project.asks_peers
    assert policy.why_no_split(pupil, named, is_told=False) is None
    assert policy.why_no_split(teacher, named, is_told=False) == "learner"


def test_of_two_nothing_is_asked(session: "Session") -> None:
    team = a_project(session, pupils=2)
    with pytest.raises(AssessmentRefused, match="small"):
        a_split(session, team, team.pupils[0], points(team, 50, 50))


def test_a_split_is_among_those_whom_one_knows_by_name(session: "Session", team: Together) -> None:
    _teacher, stranger = another_school(session, team)
    first, *_ = team.pupils
    known = {who for who, _name in names_for(session, team, first).choices(MemberRole.LEARNER)}
    assert known == {one.id for one in team.pupils}
    with pytest.raises(AssessmentRefused, match="whom"):
        a_split(session, team, first, {**points(team, 30, 30, 20), stranger.id: 20})


def test_a_mentor_sees_the_team_and_whom_they_know(session: "Session", team: Together) -> None:
    first, second, _third = team.pupils
    a_view(session, team)
    a_view(session, team, first, levels={"made": 2})
    row = a_view(session, team, first, levels={"made": 4, "question": 3})
    assert session.scalar(sa.select(sa.func.count(AssessmentView.id))) == 2
    assert row.levels == {"made": 4, "question": 3}
    assert len(before(session, team, first).views) == 2
    assert [one.about_id for one in before(session, team, second).views] == [None]
    mentor = standing_of(session, team, team.mentor)
    with pytest.raises(AssessmentRefused, match="whom"):
        service.say_view(session, mentor, second.id, Seen({}), named=[], now=NOW)
    teacher = standing_of(session, team, team.teacher)
    with pytest.raises(AssessmentRefused, match="mentor"):
        service.say_view(session, teacher, None, Seen({}), named=[], now=NOW)


def test_what_is_settled_is_told_and_said_in_the_profile(
    session: "Session", team: Together
) -> None:
    first, *_ = team.pupils
    assert queries.settled(session, team.project.id, first.id) is None
    row = a_settled(session, team, first, levels={**ALL_DONE, "made": 4})
    found = queries.settled(session, team.project.id, first.id)
    assert found is not None
    assert (found.assessor_id, found.on, found.scaled) == (team.teacher.id, TODAY, 0.8)
    assert found.words == row.words
    assert queries.settled_days(session, team.project.id) == {first.id: TODAY}
    told = session.scalars(sa.select(Notification).where(Notification.user_id == first.id)).all()
    assert "assessment.settled" in {one.kind for one in told}
    assert acts(session, Act.WAS_ASSESSED) == 1
    tally = check_stored(session, installation(session), most=20)
    assert tally.told == []
    docs = "".join(session.scalars(sa.select(StoredStatement.doc)))
    assert '"scaled":0.8' in docs.replace(" ", "")
    assert row.words not in docs
    entry = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "assessments.settled")
    ).one()
    assert entry.subject_id == first.id


def test_a_correction_says_why_and_keeps_what_was(session: "Session", team: Together) -> None:
    first, *_ = team.pupils
    a_settled(session, team, first)
    with pytest.raises(AssessmentRefused, match="reason"):
        a_settled(session, team, first, words="直しました")
    a_settled(
        session, team, first, words="直しました", reason="記録を見落としていました。", now=LATER
    )
    found = before(session, team, first)
    assert [one.number for one in found.history] == [2, 1]
    now = queries.settled(session, team.project.id, first.id)
    assert now is not None
    assert (now.words, now.reason) == ("直しました", "記録を見落としていました。")


def test_whoever_settles_has_seen_what_holds(session: "Session", team: Together) -> None:
    first, *_ = team.pupils
    a_settled(session, team, first)
    teacher = standing_of(session, team, team.teacher)
    whom = called(session, team, team.teacher, first)
    verdict = service.Verdict(ALL_DONE, "よくできました。")
    with pytest.raises(AssessmentRefused, match="meanwhile"):
        service.settle(session, teacher, whom, verdict, seen=0, members=[], now=NOW)
    assert session.scalar(sa.select(sa.func.count(SettledAssessment.id))) == 1


def test_what_a_teacher_keeps_is_told_nobody_and_gone_when_it_is_settled(
    session: "Session", team: Together
) -> None:
    first, *_ = team.pupils
    teacher = standing_of(session, team, team.teacher)
    whom = called(session, team, team.teacher, first)
    service.keep(session, teacher, whom, Seen({"made": 2}, "あとで"), now=NOW)
    kept = before(session, team, first).kept
    assert kept is not None
    assert kept.levels == {"made": 2}
    assert queries.settled(session, team.project.id, first.id) is None
    a_settled(session, team, first)
    assert before(session, team, first).kept is None


def test_a_share_is_told_of_two_voices(session: "Session", team: Together) -> None:
    first, second, third = team.pupils
    a_split(session, team, second, points(team, 30, 40, 30))
    with pytest.raises(AssessmentRefused, match="voices"):
        a_settled(session, team, first, share=30)
    a_split(session, team, third, points(team, 30, 40, 30))
    a_settled(session, team, first, share=30)
    found = queries.settled(session, team.project.id, first.id)
    assert found is not None
    assert found.share == 30
    with pytest.raises(AssessmentRefused, match="closed"):
        a_split(session, team, first, points(team, 100, 0, 0))


def test_each_line_has_a_level_and_a_share_its_step(session: "Session", team: Together) -> None:
    first, second, third = team.pupils
    with pytest.raises(ValueError, match="line"):
        a_settled(session, team, first, levels={"made": 3})
    for by in (second, third):
        a_split(session, team, by, points(team, 30, 40, 30))
    with pytest.raises(ValueError, match="steps"):
        a_settled(session, team, first, share=33)
    assert set(ALL_DONE) == set(LINES)


def test_a_pupil_is_assessed_by_teachers_of_their_own_school(
    session: "Session", team: Together
) -> None:
    teacher, pupil = another_school(session, team)
    names = names_for(session, team, team.teacher)
    standing = standing_of(session, team, team.teacher)
    assert [one.member.user_id for one in policy.settled_by(standing, names)] != []
    assert pupil.id not in {one.member.user_id for one in policy.settled_by(standing, names)}
    with pytest.raises(AssessmentRefused, match="teacher"):
        a_settled(session, team, pupil)
    a_settled(session, team, pupil, by=teacher)
    with pytest.raises(AssessmentRefused, match="teacher"):
        a_settled(session, team, team.pupils[0], by=teacher)


def test_an_ended_project_is_assessed_no_more(session: "Session", team: Together) -> None:
    first, *_ = team.pupils
    team.project.state, team.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    for job in (a_settled, a_view):
        with pytest.raises(AssessmentRefused, match="ended"):
            job(session, team, first)
    with pytest.raises(AssessmentRefused, match="ended"):
        a_split(session, team, first, points(team, 30, 30, 40))
