"""年度更新 on the database: history is kept, twice is once, and it is taken back whole."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.classes import rolling, rules
from app.classes.errors import ClassesChanged
from app.classes.models import Class, Enrollment, EnrollmentRole, Rollover
from app.classes.service import create_class, enroll, ensure_school_year
from app.db import transaction
from app.identity import queries as identity
from app.identity.models import Post, User
from app.identity.queries import OrganizationNode, Person
from tests.factories.identity import APRIL, a_child, a_school, a_user, an_administrator

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime(2027, 4, 2, 1, 0, tzinfo=UTC)
DAY, LAST = date(2027, 4, 2), date(2027, 3, 31)


def a_full_school(session: Session) -> tuple[OrganizationNode, Person, dict[str, User]]:
    """Make a primary school of three classes with a pupil each, and whoever administers it."""
    school = a_school(session)
    school.school_levels = "P"
    year = ensure_school_year(session, 2026)
    people: dict[str, User] = {}
    for position, (title, grade) in enumerate((("1年1組", 1), ("3年2組", 3), ("6年1組", 6))):
        room = create_class(
            session, school, title, year=year, grades=[f"P{grade}"], position=position
        )
        child = a_child(session, grade=grade, school=school, number=position + 5)
        child.posts[0].title = title
        teacher = a_user(session)
        enroll(session, teacher, room.id, EnrollmentRole.TEACHER, starts_on=APRIL)
        enroll(
            session,
            child,
            room.id,
            EnrollmentRole.STUDENT,
            starts_on=APRIL,
            attendance_number=position + 5,
        )
        people[title] = child
    administrator = an_administrator(session, of=school)
    session.flush()
    by = identity.person(session, administrator.id, on=DAY)
    node = next(one for one in identity.organization_tree(session) if one.id == school.id)
    return node, by, people


def roll(session: Session, school: OrganizationNode, by: Person) -> Rollover:
    made_from = rolling.plan(session, school)
    assert made_from is not None
    rooms = rules.next_rooms(made_from.rooms, school.school_levels)
    moves = rules.propose(made_from.pupils, rooms, school.school_levels)
    return rolling.roll_over(session, school, made_from, rooms, moves, by=by, now=NOW)


def as_it_is(session: Session) -> list[object]:
    """Return everything a rollover touches, row by row."""
    session.flush()
    return [
        sorted(str(tuple(row)) for row in session.execute(sa.select(*model.__table__.columns)))
        for model in (Class, Enrollment, Post, User)
    ]


def test_pupils_go_up_graduates_leave_and_the_old_year_stays_on_record() -> None:
    with transaction() as session:
        school, by, people = a_full_school(session)
        roll(session, school, by)
        third, sixth = people["3年2組"], people["6年1組"]
        assert [third.grade, sixth.grade] == [4, 7]
        assert (third.posts[0].title, third.posts[0].attendance_number) == ("4年2組", 6)
        assert (sixth.posts[0].ends_on, sixth.disabled_at) == (LAST, None)
        rows = session.execute(
            sa.select(Class.title, Enrollment.starts_on, Enrollment.ends_on)
            .join(Class, Class.id == Enrollment.class_id)
            .where(Enrollment.user_id == third.id)
            .order_by(Enrollment.starts_on)
        )
        assert [tuple(row) for row in rows] == [
            ("3年2組", APRIL, LAST),
            ("4年2組", date(2027, 4, 1), None),
        ]
        old = sa.select(Enrollment).where(Enrollment.role == EnrollmentRole.TEACHER)
        assert {one.ends_on for one in session.scalars(old)} == {LAST}


def test_twice_is_once() -> None:
    with transaction() as session:
        school, by, _ = a_full_school(session)
        made_from = rolling.plan(session, school)
        first = roll(session, school, by)
        before = as_it_is(session)
        assert made_from is not None
        again = rolling.roll_over(session, school, made_from, [], [], by=by, now=NOW)
        assert again.id == first.id
        assert as_it_is(session) == before
        following = rolling.plan(session, school)
        assert following is not None
        assert following.year == 2028, "the next one is another year's"


def test_it_is_taken_back_whole_and_can_be_done_again() -> None:
    with transaction() as session:
        school, by, _ = a_full_school(session)
        before = as_it_is(session)
        done = roll(session, school, by)
        assert as_it_is(session) != before
        rolling.undo_rollover(session, done, by=by, now=NOW)
        session.expire_all()
        assert as_it_is(session) == before
        assert rolling.standing(session, school.id) is None
        assert roll(session, school, by).id != done.id


@pytest.mark.parametrize("change", ["a place ends", "somebody joins", "a grade", "a number"])
def test_what_was_built_on_is_not_taken_back(change: str) -> None:
    with transaction() as session:
        school, by, people = a_full_school(session)
        done = roll(session, school, by)
        child = people["3年2組"]
        place = session.scalars(
            sa.select(Enrollment).filter_by(user_id=child.id, ends_on=None)
        ).one()
        if change == "a place ends":
            place.ends_on = DAY
        elif change == "somebody joins":
            enroll(session, a_user(session), place.class_id, EnrollmentRole.TEACHER, starts_on=DAY)
        elif change == "a grade":
            child.grade = 5
        else:
            child.posts[0].attendance_number = 40
        session.flush()
        before = as_it_is(session)
        with pytest.raises(ClassesChanged):
            rolling.undo_rollover(session, done, by=by, now=NOW)
        assert as_it_is(session) == before
        assert rolling.can_undo(done, on=date(2027, 5, 31))
        assert not rolling.can_undo(done, on=date(2027, 5, 31) + timedelta(days=1))
