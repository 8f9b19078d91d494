"""Who teaches whom, on which day."""

from datetime import date

import pytest

from app.classes import queries
from app.classes.models import EnrollmentRole
from app.classes.service import ensure_school_year
from app.db import transaction
from app.identity.models import User
from tests.factories.classes import a_class, an_enrollment
from tests.factories.identity import a_child, a_school, a_user

pytestmark = pytest.mark.usefixtures("app")


def test_a_teacher_teaches_the_pupils_of_their_class_only_while_both_are_in_it() -> None:
    with transaction() as session:
        school = a_school(session)
        class_, other = a_class(session, school), a_class(session, school, "3年1組")
        teacher, substitute = a_user(session), a_user(session)
        pupil, stranger = a_child(session, school=school), a_child(session, school=school)
        an_enrollment(session, class_, teacher, EnrollmentRole.TEACHER)
        an_enrollment(
            session,
            class_,
            substitute,
            EnrollmentRole.TEACHER,
            starts_on=date(2026, 11, 2),
            ends_on=date(2026, 11, 20),
        )
        an_enrollment(session, class_, pupil)
        an_enrollment(session, other, stranger)

        def teaches(who: User, whom: User, day: int) -> bool:
            return queries.teaches(session, who.id, whom.id, on=date(2026, 11, day))

        assert teaches(teacher, pupil, 20)
        assert not teaches(teacher, stranger, 20)
        assert [teaches(substitute, pupil, day) for day in (1, 2, 20, 21)] == [
            False,
            True,
            True,
            False,
        ]
        assert not teaches(pupil, teacher, 20)


def test_a_school_year_is_made_once() -> None:
    with transaction() as session:
        first, again = ensure_school_year(session, 2026), ensure_school_year(session, 2026)
        assert first.id == again.id
        assert (first.title, first.starts_on, first.ends_on) == (
            "2026年度",
            date(2026, 4, 1),
            date(2027, 3, 31),
        )
