"""Projects begin, are filled, go through gates, end, and are gone on from."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.challenges.models import ChallengeState
from app.consents.rules import Purpose, Said
from app.following.models import Notification
from app.identity import queries as identity
from app.identity.events import DayBegun
from app.identity.models import Role
from app.identity.service import end_post
from app.learning.models import Registration
from app.outbox.models import OutboxEvent
from app.projects import queries
from app.projects.errors import NoSuchProject, ProjectRefused
from app.projects.handlers import on_day_begun
from app.projects.models import (
    GateCheck,
    Milestone,
    ProjectActivity,
    ProjectMember,
    ProjectPartner,
    ProjectStage,
)
from app.projects.rules import Act, MemberRole, PartnerRole, ProjectState
from app.projects.service import budget, ending, gates, members, milestones, starting
from app.projects.service.starting import Words
from tests.factories.catalog import a_version
from tests.factories.consents import a_guardian, an_answer
from tests.factories.identity import NOW, TODAY, a_post, a_school, a_user, an_organization
from tests.factories.projects import Together, a_project, standing_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing, Way

AGE = 16


@pytest.fixture
def together(session: "Session") -> Together:
    return a_project(session)


@pytest.fixture
def teacher(session: "Session", together: Together) -> "Standing":
    return standing_of(session, together, together.teacher)


def consent(session: "Session", together: Together) -> None:
    for pupil in together.pupils:
        an_answer(session, a_guardian(session, pupil), purpose=Purpose.PROJECTS)


def way(session: "Session", standing: "Standing") -> "Way":
    names = queries.naming(session, standing, on=TODAY, consent_age=AGE, with_decisions=True)
    return queries.way(session, standing.project, names)


def check_of(session: "Session", key: str) -> GateCheck:
    return session.scalars(sa.select(GateCheck).filter_by(key=key)).one()


def tick(session: "Session", standing: "Standing", key: str, *, is_met: bool = True) -> None:
    gates.tick(session, standing, check_of(session, key).id, is_met=is_met, now=NOW)


def open_gate(session: "Session", standing: "Standing", seen: str) -> str | None:
    return gates.open_gate(session, standing, seen=seen, consent_age=AGE, now=NOW)


def refused(fault: str) -> "pytest.RaisesExc[ProjectRefused]":
    return pytest.raises(ProjectRefused, match=fault)


def test_consents_are_looked_up_when_a_gate_opens(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    tick(session, teacher, "seen")
    with refused("not_met"):
        open_gate(session, teacher, "discover")
    consent(session, together)
    assert way(session, teacher).here.may_open
    tie = a_guardian(session, together.pupils[0], user=a_user(session))
    an_answer(session, tie, Said.REFUSED, Purpose.PROJECTS, now=NOW + timedelta(minutes=1))
    with refused("not_met"):
        open_gate(session, teacher, "discover")
    check = way(session, teacher).here.checks[0]
    assert (check.asked, set(check.missing)) == (2, {together.pupils[0].id})


def test_a_gate_is_noted_for_each_pupil_and_told_once(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    consent(session, together)
    tick(session, teacher, "seen")
    assert open_gate(session, teacher, "discover") == "define"
    assert together.project.stage == "define"
    with refused("moved"):
        open_gate(session, teacher, "discover")
    noted = sa.select(ProjectActivity.user_id).where(ProjectActivity.act == Act.PASSED_GATE)
    assert set(session.scalars(noted)) == {one.id for one in together.pupils}
    told = session.scalars(
        sa.select(Notification.user_id).where(Notification.kind == "project.gate_passed")
    ).all()
    assert together.teacher.id not in told
    assert {together.mentor.id, together.owner.id} <= set(told)
    gates.undo_gate(session, teacher, "もう一度聞きます。", seen="discover", now=NOW)
    assert together.project.stage == "discover"
    with refused("moved"):
        gates.undo_gate(session, teacher, "もう一度。", seen="discover", now=NOW)
    open_gate(session, teacher, "discover")
    assert len(session.scalars(noted).all()) == len(together.pupils)


def test_the_last_gate_ends_the_stages(session: "Session", teacher: "Standing") -> None:
    rows = session.scalars(sa.select(ProjectStage).order_by(ProjectStage.position)).all()
    for row in rows[:-1]:
        row.passed_on = TODAY
    teacher.project.stage = "deliver"
    for key in ("proposal", "journal"):
        gates.meet(session, teacher.project.id, key, now=NOW)
    session.flush()
    session.expire_all()
    assert open_gate(session, teacher, "deliver") is None
    with refused("moved"):
        open_gate(session, teacher, "deliver")


def test_a_course_opens_a_gate_when_everybody_finished_it(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    version = a_version(session)
    gates.add_course(session, teacher, "discover", "tameshi", MemberRole.LEARNER)
    with refused("same"):
        gates.add_course(session, teacher, "discover", "tameshi", MemberRole.LEARNER)
    course = next(one for one in way(session, teacher).here.checks if one.row.kind == "courses")
    assert course.missing == {one.id for one in together.pupils}
    for pupil in together.pupils:
        session.add(
            Registration(
                learner_id=pupil.id,
                course_id=version.course_id,
                course_version_id=version.id,
                started_at=NOW,
                last_active_at=NOW,
                completed_at=NOW,
            )
        )
    session.flush()
    course = next(one for one in way(session, teacher).here.checks if one.row.kind == "courses")
    assert course.is_met


def test_a_teachers_own_checks_come_and_go_and_ours_stay(
    session: "Session", teacher: "Standing"
) -> None:
    gates.add_check(session, teacher, "define", "保護者に話した")
    own = session.scalars(sa.select(GateCheck).where(GateCheck.key.startswith(gates.OWN))).one()
    with refused("no_check"):
        gates.remove_check(session, teacher, check_of(session, "seen").id)
    with refused("no_check"):
        gates.tick(session, teacher, check_of(session, "consents").id, is_met=True, now=NOW)
    with refused("no_check"):
        gates.tick(session, teacher, uuid.uuid4(), is_met=True, now=NOW)
    with refused("no_check"):
        gates.add_check(session, teacher, "nowhere", "a")
    gates.remove_check(session, teacher, own.id)
    for number in range(gates.MOST_CHECKS - 2):
        gates.add_check(session, teacher, "define", str(number))
    with refused("many"):
        gates.add_check(session, teacher, "define", "もう1つ")
    row = session.get_one(ProjectStage, (teacher.project.id, "discover"))
    row.passed_on = TODAY
    with refused("passed"):
        tick(session, teacher, "seen")


def test_an_ended_project_is_read_and_never_written(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    mark = milestones.add(session, teacher, "発表会", TODAY)
    ending.end(session, teacher, "地図ができました。", now=NOW)
    assert together.project.state is ProjectState.ENDED
    words = Words("あ", "い", "live", "", None)
    new = members.Coming(a_user(session).id, together.school.id, MemberRole.TEACHER)
    row = session.scalars(sa.select(ProjectMember)).first()
    assert row is not None
    writes: tuple[Callable[[], object], ...] = (
        lambda: ending.end(session, teacher, "", now=NOW),
        lambda: milestones.add(session, teacher, "a", TODAY),
        lambda: milestones.meet(session, teacher, mark.id, now=NOW),
        lambda: starting.change(session, teacher, words, now=NOW),
        lambda: starting.plan_stages(session, teacher, {}),
        lambda: open_gate(session, teacher, "discover"),
        lambda: tick(session, teacher, "seen"),
        lambda: members.set_duty(session, teacher, row.id, "まとめ"),
        lambda: members.set_pseudonym(session, teacher, "ゆき"),
        lambda: members.bring(
            session, teacher, [new.user_id], new.organization_id, new.role, now=NOW
        ),
        lambda: members.add_partner(
            session, teacher, together.city.id, PartnerRole.DEPARTMENT, now=NOW
        ),
    )
    for write in writes:
        with refused("ended"):
            write()
    types = set(session.scalars(sa.select(OutboxEvent.type)))
    assert "ProjectEnded" in types
    assert standing_of(session, together, together.pupils[0]).project is together.project
    together.project.ended_on = TODAY - timedelta(days=366)
    session.flush()
    with pytest.raises(NoSuchProject):
        standing_of(session, together, together.pupils[0])
    assert queries.own_projects(session, together.pupils[0].id, on=TODAY) == []


def test_who_left_their_organization_reads_no_ended_project_of_it(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    ending.end(session, teacher, "", now=NOW)
    for one in (together.teacher, together.owner):
        assert standing_of(session, together, one).leads
        for post in one.posts:
            end_post(session, post, on=TODAY - timedelta(days=1))
    a_post(session, together.teacher, an_organization(session), Role.TEACHER)
    session.flush()
    session.expire_all()
    for one in (together.teacher, together.owner):
        who = identity.person(session, one.id, on=TODAY)
        for ever in (False, True):
            with pytest.raises(NoSuchProject):
                queries.standing(session, who, together.project.key, on=TODAY, ever=ever)
        assert queries.own_projects(session, one.id, on=TODAY) == []
        assert queries.former_projects(session, one.id, on=TODAY) == {together.project.id}
    assert standing_of(session, together, together.pupils[0]).is_learner


def test_milestones_are_kept_in_their_project_alone(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    other = a_project(session, city=together.city, challenge=False)
    theirs = Milestone(project_id=other.project.id, title="ほか", due_on=TODAY)
    session.add(theirs)
    session.flush()
    acts: tuple[Callable[[], None], ...] = (
        lambda: milestones.meet(session, teacher, theirs.id, now=NOW),
        lambda: milestones.remove(session, teacher, theirs.id),
        lambda: milestones.change(session, teacher, theirs.id, "a", TODAY),
    )
    for act in acts:
        with refused("no_milestone"):
            act()
    mine = milestones.add(session, teacher, "発表会", TODAY)
    milestones.meet(session, teacher, mine.id, now=NOW)
    milestones.meet(session, teacher, mine.id, now=NOW)
    with refused("met"):
        milestones.remove(session, teacher, mine.id)
    session.flush()
    met = sa.select(sa.func.count()).where(ProjectActivity.act == Act.MET_MILESTONE)
    assert session.scalar(met) == 1


def test_a_new_team_goes_on_with_the_open_milestones(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    done = milestones.add(session, teacher, "聞きとり", TODAY)
    milestones.meet(session, teacher, done.id, now=NOW)
    left = milestones.add(session, teacher, "発表会", TODAY - timedelta(days=3))
    milestones.add(session, teacher, "いらないもの", TODAY)
    ending.end(session, teacher, "地図ができました。", now=NOW)
    charter = starting.Charter(
        "雪の朝 2年目",
        "次は何か。",
        "live",
        partners={together.school.id: PartnerRole.LEAD_SCHOOL},
    )
    starter = starting.Starter(together.teacher.id, together.school.id, MemberRole.TEACHER)
    made = starting.hand_over(
        session,
        together.project,
        charter,
        starter,
        milestone_ids=[done.id, left.id],
        now=NOW,
    )
    kept = queries.milestones(session, made.id)
    assert [(one.title, one.due_on, one.met_on) for one in kept] == [("発表会", TODAY, None)]
    assert [one.title for one in queries.related(session, made)] == [together.project.title]
    (after,) = queries.related(session, together.project)
    assert (after.key, after.is_before) == (made.key, False)
    with refused("not_partner"):
        starting.begin_project(
            session, charter, replace(starter, organization_id=together.city.id), now=NOW
        )


def test_a_challenge_is_taken_while_it_is_called_for(
    session: "Session", together: Together
) -> None:
    challenge = together.project.challenge
    assert challenge is not None
    charter = starting.Charter(
        "雪の朝",
        "どの道から？",
        "live",
        challenge_id=challenge.id,
        partners={together.school.id: PartnerRole.LEAD_SCHOOL},
    )
    starter = starting.Starter(together.teacher.id, together.school.id, MemberRole.TEACHER)
    assert challenge.closes_on is not None
    late = NOW + (challenge.closes_on - TODAY) + timedelta(days=1)
    starting.begin_project(session, charter, starter, now=late - timedelta(days=1))
    for now in (late, NOW - timedelta(days=1)):
        with refused("no_call"):
            starting.begin_project(session, charter, starter, now=now)
    made = starting.hand_over(session, together.project, charter, starter, now=late)
    assert made.challenge_id == challenge.id
    challenge.state, challenge.closed_at = ChallengeState.CLOSED, NOW
    session.flush()
    with refused("no_call"):
        starting.begin_project(session, charter, starter, now=NOW)


def test_an_organization_that_goes_takes_its_people_along(
    session: "Session", together: Together
) -> None:
    by = together.teacher.id
    for _ in range(2):
        members.let_partner_go(
            session, together.project.id, together.university.id, by=by, now=NOW
        )
    with pytest.raises(NoSuchProject):
        standing_of(session, together, together.mentor)
    with refused("not_partner"):
        coming = members.Coming(together.mentor.id, together.university.id, MemberRole.MENTOR)
        members.add(session, together.project, coming, by=by, now=NOW)
    owner = standing_of(session, together, together.owner)
    members.add_partner(session, owner, together.university.id, PartnerRole.UNIVERSITY, now=NOW)
    members.add_partner(session, owner, together.university.id, PartnerRole.UNIVERSITY, now=NOW)
    members.add(session, together.project, coming, by=by, now=NOW + timedelta(days=1))
    rows = session.scalars(sa.select(ProjectMember).filter_by(user_id=together.mentor.id)).all()
    assert len(rows) == 2


def test_parts_end_with_the_post_and_with_the_organization(
    session: "Session", together: Together
) -> None:
    end_post(session, together.mentor.posts[0], on=TODAY - timedelta(days=1))
    together.department.closed_on = TODAY - timedelta(days=1)
    a_post(session, together.teacher, an_organization(session), Role.TEACHER)
    session.flush()
    for _ in range(2):
        on_day_begun(session, DayBegun(TODAY, NOW))
    left = {
        row.user_id: row.left_reason
        for row in session.scalars(
            sa.select(ProjectMember).where(ProjectMember.left_on.is_not(None))
        )
    }
    assert left == {
        together.mentor.id: ending.POST_ENDED,
        together.owner.id: ending.CLOSED,
    }
    gone = session.get_one(ProjectPartner, (together.project.id, together.department.id))
    assert gone.left_on is not None


def test_who_is_of_an_organization_below_a_partner_belongs_to_it(session: "Session") -> None:
    city = an_organization(session)
    section = an_organization(session, parent=city)
    person = a_user(session)
    a_post(session, person, section)
    session.flush()
    found = identity.person(session, person.id, on=TODAY)
    parents = queries.parents_of(session)
    assert queries.belongs(found, city.id, parents)
    assert not queries.belongs(found, a_school(session).id, parents)


def test_the_budget_is_kept_by_year_and_its_usual_days_stand_for_the_rest(
    session: "Session",
) -> None:
    by = a_user(session).id
    day = TODAY + timedelta(days=3)
    for title in ("要求の日", ""):
        budget.keep_calendar(session, 2027, {"request": (title, day)}, by=by, now=NOW)
    found = queries.calendars(session, 2027, 2028)
    assert {one.text.key: one.is_sure for one in found[2027]}["request"]
    assert not any(one.is_sure for one in found[2028])
    asked = queries.request_days(session)
    assert asked(2027) == day
    assert (asked(2028).month, asked(2028).day) == (10, 30)


def test_what_matters_is_in_the_log_without_a_name(
    session: "Session", together: Together, teacher: "Standing"
) -> None:
    consent(session, together)
    tick(session, teacher, "seen")
    open_gate(session, teacher, "discover")
    ending.end(session, teacher, "おわりました。", now=NOW)
    acts = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action.startswith("projects."))
    ).all()
    assert {"projects.started", "projects.gate_opened", "projects.ended"} <= {
        one.action for one in acts
    }
    assert all("ゆい" not in str(one.details) for one in acts)


def test_a_charter_keeps_to_its_days(session: "Session", teacher: "Standing") -> None:
    words = Words("新しい名前", "問い。", "protect", "", TODAY + timedelta(days=30))
    starting.change(session, teacher, words, now=NOW)
    assert teacher.project.title == "新しい名前"
    with refused("before_start"):
        late = replace(words, deliver_on=TODAY - timedelta(days=1))
        starting.change(session, teacher, late, now=NOW)
    starting.plan_stages(session, teacher, {"define": TODAY + timedelta(days=9)})
    assert way(session, teacher).stages[1].row.due_on == TODAY + timedelta(days=9)
