"""School years and classes for tests."""

from typing import TYPE_CHECKING

from app.classes.models import Class, Enrollment, EnrollmentRole
from app.classes.service import create_class, enroll, ensure_school_year
from tests.factories.identity import APRIL, a_school

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User


def a_class(
    session: "Session", school: "Organization | None" = None, title: str = "3年2組"
) -> Class:
    """Make a homeroom of this school year."""
    year = ensure_school_year(session, APRIL.year)
    return create_class(session, school or a_school(session), title, year=year, grades=["P3"])


def an_enrollment(
    session: "Session",
    class_: Class,
    user: "User",
    role: EnrollmentRole = EnrollmentRole.STUDENT,
    *,
    starts_on: "date" = APRIL,
    ends_on: "date | None" = None,
) -> Enrollment:
    """Give somebody a place in a class since April."""
    return enroll(session, user, class_.id, role, starts_on=starts_on, ends_on=ends_on)


def a_class_of(session: "Session", teacher: "User", *pupils: "User") -> Class:
    """Make a class in which somebody teaches some pupils since April."""
    class_ = a_class(session)
    an_enrollment(session, class_, teacher, EnrollmentRole.TEACHER)
    for pupil in pupils:
        an_enrollment(session, class_, pupil)
    return class_
