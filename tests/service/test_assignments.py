"""Assignments: who is in them, what counts, who is written to, and what is never lost."""

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.achievements.service.awarding import award_one
from app.assignments import handlers, queries, service
from app.assignments.errors import AssignmentRefused
from app.assignments.events import LettersDue
from app.assignments.models import Assignee, Assignment, AssignmentAct, What
from app.assignments.queries import Whom
from app.assignments.rules import Exemption, State, Why
from app.clock import JST, day_of
from app.credentials.models import Credential
from app.credentials.openbadges import start_of_day
from app.identity import queries as identity
from app.identity.events import DayBegun
from app.identity.models import Organization, User
from app.identity.service import ensure_installation
from app.learning.events import CourseCompleted, CourseStarted
from app.learning.models import Registration
from app.outbox.errors import NotNow
from app.outbox.models import OutboxEvent
from app.talent.queries import staff
from tests.factories.achievements import an_achievement
from tests.factories.assignments import DUE, NOW, PURPOSE, SLUG, TODAY, Hall
from tests.factories.identity import a_citizen, a_post
from tests.factories.talent import a_credential, a_staff_member

MONDAY = datetime(2026, 12, 7, 10, tzinfo=JST)
HOUR = re.compile(r"\d{1,2}:\d{2}|\d{1,2}時|午前|午後")


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def states(session: Session, row: Assignment) -> dict[str, State]:
    rows = session.execute(
        sa.select(User.family_name, Assignee.state)
        .join(User, User.id == Assignee.person_id)
        .where(Assignee.assignment_id == row.id)
        .execution_options(populate_existing=True)
    )
    return {name: state for name, state in rows}  # noqa: C416  typed rows


def assignee(session: Session, row: Assignment, user: User) -> Assignee:
    return session.scalars(
        sa.select(Assignee)
        .filter_by(assignment_id=row.id, person_id=user.id)
        .execution_options(populate_existing=True)
    ).one()


def events(session: Session, kind: type) -> list[OutboxEvent]:
    found = sa.select(OutboxEvent).where(OutboxEvent.type == kind.__name__)
    return list(session.scalars(found.order_by(OutboxEvent.seq)))


# -- who is in it ---------------------------------------------------------------------------------


def test_a_department_is_meant_with_everybody_below_it(session: Session, hall: Hall) -> None:
    row = hall.assigned(Whom(hall.city.id))
    assert set(states(session, row)) == {"安曇", "御厨", "不破", "林"}
    assert set(states(session, row).values()) == {State.NOT_STARTED}
    assert row.owner_id is None


def test_a_title_means_those_who_bear_it(session: Session, hall: Hall) -> None:
    row = hall.assigned(Whom(hall.city.id, post_title="課長"))
    assert set(states(session, row)) == {"安曇"}


def test_of_people_named_only_staff_come_in(session: Session, hall: Hall) -> None:
    citizen = a_citizen(session)
    row = hall.assigned(Whom(people=frozenset({hall.clerk.id, citizen.id})))
    assert set(states(session, row)) == {"御厨"}


def test_a_scope_keeps_others_out_and_owns_what_it_made(session: Session, hall: Hall) -> None:
    scope = frozenset({hall.tax.id})
    people = frozenset({hall.clerk.id, hall.other.id})
    row = hall.assigned(Whom(people=people), scope=scope)
    assert set(states(session, row)) == {"御厨"}
    assert row.owner_id == hall.tax.id
    with pytest.raises(AssignmentRefused, match="nobody"):
        hall.assigned(Whom(hall.bureau.id), scope=scope)


@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        ("course", {"what": "nai"}),
        ("past", {"due_on": TODAY - timedelta(days=1)}),
        ("nobody", {"whom": Whom(people=frozenset({uuid.UUID(int=7)}))}),
    ],
)
def test_what_cannot_be_assigned_writes_nothing(
    session: Session, hall: Hall, fault: str, changes: dict[str, object]
) -> None:
    with pytest.raises(AssignmentRefused) as refused:
        hall.assigned(**changes)  # type: ignore[arg-type]
    assert refused.value.fault == fault
    assert session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 0


def test_who_joins_later_comes_in_where_the_assignment_says_so(
    session: Session, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = hall.assigned()
    growing = hall.assigned(Whom(hall.bureau.id, adds_joiners=True))
    new = a_staff_member(session, hall.tax, "桐生", "キリュウ")
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    handlers.on_day_begun(session, DayBegun(day_of(MONDAY), MONDAY))
    handlers.on_day_begun(session, DayBegun(day_of(MONDAY), MONDAY))  # twice is once
    assert new.family_name not in states(session, settled)
    assert states(session, growing)[new.family_name] is State.NOT_STARTED
    joined = session.scalars(sa.select(AssignmentAct).where(AssignmentAct.what == What.JOINED))
    assert [one.people for one in joined] == [1]


def test_nobody_joins_before_the_day_has_begun(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    with pytest.raises(NotNow):
        handlers.on_day_begun(session, DayBegun(day_of(MONDAY) + timedelta(days=1), MONDAY))


# -- what counts ----------------------------------------------------------------------------------


def test_beginning_and_finishing_travel_by_events(session: Session, hall: Hall) -> None:
    row = hall.assigned()
    run_id = hall.started(hall.clerk)
    told = events(session, CourseStarted)[-1]
    assert told.payload["registration_id"] == str(run_id)
    version = session.get_one(Registration, run_id).course_version_id
    handlers.on_course_started(session, CourseStarted(run_id, hall.clerk.id, version, NOW))
    assert states(session, row)["御厨"] is State.UNDER_WAY
    hall.finished(hall.clerk)
    for _ in range(2):  # it may come twice
        handlers.on_course_completed(session, CourseCompleted(run_id, hall.clerk.id, version, NOW))
    one = assignee(session, row, hall.clerk)
    assert (one.state, one.state_on, one.done) == (State.DONE, TODAY, [SLUG])
    assert states(session, row)["不破"] is State.NOT_STARTED


def test_a_path_is_done_with_its_last_course(session: Session, hall: Hall) -> None:
    hall.publish("seisei-ai")
    path = an_achievement(
        session, hall.city, kind="path", courses=[SLUG, "seisei-ai"], audience="staff"
    )
    row = hall.assigned(what=path.id)
    assert row.courses == [SLUG, "seisei-ai"]
    service.note_completion(session, hall.clerk.id, "seisei-ai", on=TODAY)
    assert states(session, row)["御厨"] is State.UNDER_WAY
    assert queries.next_course(session, hall.clerk.id, row.id) == (SLUG, None)
    service.note_completion(session, hall.clerk.id, SLUG, on=TODAY)
    assert states(session, row)["御厨"] is State.DONE


def of_run(
    session: Session, hall: Hall, user: User, *, days_ago: int, until: datetime | None
) -> Credential:
    run_id = hall.finished(user, days_ago=days_ago)
    awarded = day_of(NOW) - timedelta(days=days_ago)
    credential = a_credential(session, user, awarded_on=awarded)
    credential.valid_until = until  # a signature that is over is none that can be made
    credential.registration_id = run_id
    session.flush()
    return credential


def test_what_was_finished_before_counts_while_its_credential_holds(
    session: Session, hall: Hall
) -> None:
    of_run(session, hall, hall.clerk, days_ago=200, until=None)
    of_run(session, hall, hall.other, days_ago=200, until=NOW - timedelta(days=10))
    row = hall.assigned()
    assert states(session, row)["御厨"] is State.DONE
    assert states(session, row)["不破"] is State.NOT_STARTED
    one = assignee(session, row, hall.clerk)
    assert one.state_on == TODAY - timedelta(days=200)
    assert queries.own_assignments(session, hall.clerk.id, today=TODAY) == ()  # nobody is thanked


def test_an_age_can_be_set_and_a_renewal_counts_nothing_from_before(
    session: Session, hall: Hall
) -> None:
    hall.finished(hall.clerk, days_ago=100)
    hall.finished(hall.other, days_ago=300)
    half = hall.assigned(terms=service.Terms(prior_months=6))
    assert states(session, half)["御厨"] is State.DONE
    assert states(session, half)["不破"] is State.NOT_STARTED
    again = hall.assigned(terms=service.Terms(prior_months=0))
    assert states(session, again)["御厨"] is State.NOT_STARTED


# -- exemptions, days, withdrawal -----------------------------------------------------------------


def test_an_exemption_says_why_and_can_be_taken_back(session: Session, hall: Hall) -> None:
    row = hall.assigned()
    one = assignee(session, row, hall.clerk)
    by = hall.officer.id
    service.exempt(session, row, one.id, Exemption.SECONDED, reason="県へ", by=by, now=NOW)
    assert states(session, row)["御厨"] is State.EXEMPT
    service.note_completion(session, hall.clerk.id, SLUG, on=TODAY)
    assert states(session, row)["御厨"] is State.EXEMPT
    hall.finished(hall.clerk)
    service.lift_exemption(session, row, one.id, by=by, now=NOW)
    one = assignee(session, row, hall.clerk)
    assert (one.state, one.exemption, one.reason) == (State.DONE, None, "")


def test_what_is_withdrawn_goes_on_counting_and_comes_back(session: Session, hall: Hall) -> None:
    row, by = hall.assigned(), hall.officer.id
    service.withdraw(session, row, reason="二重でした", by=by, now=NOW)
    assert queries.own_assignments(session, hall.clerk.id, today=TODAY) == ()
    assert service.due_people(session, LettersDue(Why.BY_HAND, row.id, TODAY, None, NOW)) == []
    with pytest.raises(AssignmentRefused, match="withdrawn"):
        service.ask_by_hand(session, row, by=by, now=NOW)
    service.note_completion(session, hall.clerk.id, SLUG, on=TODAY)
    service.restore(session, row, by=by, now=NOW)
    assert states(session, row)["御厨"] is State.DONE
    assert states(session, row)["不破"] is State.NOT_STARTED


# -- figures --------------------------------------------------------------------------------------


def test_figures_stand_by_section_in_the_citys_order(session: Session, hall: Hall) -> None:
    row = hall.assigned()
    service.note_completion(session, hall.clerk.id, SLUG, on=TODAY)
    tree = staff.departments(session)
    found = queries.detail(session, tree, row.id, scope=None, today=TODAY)
    told = [
        (one.department.name, one.counts.people, one.counts[State.DONE]) for one in found.sections
    ]
    assert told == [("総務局", 4, 1), ("税務課", 2, 1), ("人事課", 2, 0)]
    assert (found.total.people, found.total.still_open) == (4, 3)
    assert not found.is_over
    late = queries.detail(session, tree, row.id, scope=None, today=DUE + timedelta(days=1))
    assert late.is_over


def test_a_manager_sees_their_unit_alone(session: Session, hall: Hall) -> None:
    row = hall.assigned()
    tree, scope = staff.departments(session), frozenset({hall.tax.id})
    found = queries.detail(session, tree, row.id, scope=scope, today=TODAY)
    assert found.total.people == 2
    assert not found.may_change
    people = queries.people_of(session, tree, row, scope=scope, today=TODAY)
    assert [one.name for one in people] == [hall.chief.name, hall.clerk.name]
    listed = queries.list_assignments(session, tree, scope=scope, today=TODAY)
    assert [(one.people, one.done) for one in listed] == [(2, 0)]
    elsewhere = assignee(session, row, hall.other)
    with pytest.raises(sa.exc.NoResultFound):
        queries.one_assignee(session, tree, row.id, elsewhere.id, scope=scope, today=TODAY)
    only = hall.assigned(Whom(hall.staffing.id))
    with pytest.raises(sa.exc.NoResultFound):
        queries.detail(session, tree, only.id, scope=scope, today=TODAY)


def test_the_list_of_people_can_be_asked_for_by_state(session: Session, hall: Hall) -> None:
    row, tree = hall.assigned(), staff.departments(session)
    service.note_completion(session, hall.clerk.id, SLUG, on=TODAY)

    def names(state: str, place: Organization | None = None, today: date = TODAY) -> list[str]:
        found = queries.people_of(
            session,
            tree,
            row,
            scope=None,
            today=today,
            state=state,
            department_id=place.id if place else None,
        )
        return [one.name.partition(" ")[0] for one in found]

    assert names("done") == ["御厨"]
    assert names("not_started") == ["安曇", "林", "不破"]
    assert names("", hall.tax) == ["安曇", "御厨"]
    assert names("overdue") == []
    assert len(names("overdue", today=DUE + timedelta(days=1))) == 3


# -- renewals -------------------------------------------------------------------------------------


def test_credentials_of_required_courses_that_end_soon_are_listed(
    session: Session, hall: Hall
) -> None:
    tree = staff.departments(session)
    of_run(session, hall, hall.clerk, days_ago=300, until=start_of_day(date(2027, 1, 1)))
    of_run(session, hall, hall.other, days_ago=300, until=start_of_day(date(2027, 6, 1)))
    of_run(session, hall, hall.chief, days_ago=300, until=None)
    assert queries.ending(session, tree, scope=None, today=TODAY) == []  # nothing is required
    row = hall.assigned(Whom(people=frozenset({hall.officer.id})))
    found = queries.ending(session, tree, scope=None, today=TODAY)
    assert [(one.slug, [who.name for who in one.people]) for one in found] == [
        (SLUG, [hall.clerk.name])
    ]
    assert found[0].first_end == date(2026, 12, 31)
    assert [who.name for who in found[0].to_assign] == [hall.clerk.name]
    hall.assigned(Whom(people=frozenset({hall.clerk.id})), terms=service.Terms(prior_months=0))
    found = queries.ending(session, tree, scope=None, today=TODAY)
    assert found[0].to_assign == []
    assert queries.ending(session, tree, scope=frozenset({hall.staffing.id}), today=TODAY) == []
    service.withdraw(session, row, reason="x", by=hall.officer.id, now=NOW)


def test_trainings_whose_credentials_end_soon_are_listed_and_not_assigned(
    session: Session, hall: Hall
) -> None:
    ensure_installation(session, "http://localhost", NOW)
    row = an_achievement(session, hall.tax, valid_months=12)
    person = identity.person(session, hall.clerk.id, on=TODAY)

    def awarded(day: date) -> None:
        award_one(session, row, person, occasion=f"x:{day}", awarded_on=day, evidence="x", now=NOW)

    tree = staff.departments(session)
    awarded(date(2026, 1, 10))
    (found,) = queries.ending(session, tree, scope=None, today=TODAY)
    assert (found.slug, found.title) == ("", row.name)
    assert [one.name for one in found.people] == [hall.clerk.name]
    assert found.to_assign == []
    awarded(date(2026, 10, 1))
    assert queries.ending(session, tree, scope=None, today=TODAY) == []


# -- one's own ------------------------------------------------------------------------------------


def test_what_is_open_stands_on_the_home_and_leaves_with_one_thank_you(
    session: Session, hall: Hall
) -> None:
    row = hall.assigned()
    (one,) = queries.own_assignments(session, hall.clerk.id, today=DUE - timedelta(days=2))
    assert (one.title, one.purpose, one.days_left) == (row.title, PURPOSE, 3)
    assert str(one.until) == "きょうを入れてあと3日（金曜日まで）"
    service.note_completion(session, hall.clerk.id, SLUG, on=TODAY)
    (one,) = queries.own_assignments(session, hall.clerk.id, today=TODAY)
    assert one.is_done
    service.thank(session, hall.clerk.id, [row.id], today=TODAY)
    assert queries.own_assignments(session, hall.clerk.id, today=TODAY) == ()


def test_two_posts_are_one_head(session: Session, hall: Hall) -> None:
    a_post(session, hall.clerk, hall.staffing)
    row = hall.assigned()
    assert len(states(session, row)) == 4
