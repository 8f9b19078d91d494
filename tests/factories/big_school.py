"""A primary school of six hundred: three classes a year, and one across the years."""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.classes.models import Class, EnrollmentRole
from app.classes.service import create_class, enroll, ensure_school_year
from app.identity.models import Organization, Role
from tests.factories.identity import APRIL, a_post, a_school, a_user

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User

GRADES = range(1, 7)
ROOMS_OF_A_GRADE = 3
ACROSS = "ひまわり学級"
NAMES = ("青木", "石田", "上野", "江口", "大野", "加藤", "木村", "久保", "小林", "佐藤")


@dataclass(frozen=True)
class BigSchool:
    """The school, its classes by title, and its pupils, class by class."""

    school: Organization
    rooms: dict[str, Class]
    pupils: list["User"]


def a_big_school(
    session: "Session",
    *,
    pupils: int = 600,
    year: int = APRIL.year,
    school: Organization | None = None,
) -> BigSchool:
    """Make it, in a school year; a teacher in each class, numbers from 1."""
    school = school or a_school(session)
    school.school_levels = "P"
    began = ensure_school_year(session, year)
    rooms: dict[str, Class] = {}
    for grade, number in itertools.product(GRADES, range(1, ROOMS_OF_A_GRADE + 1)):
        title = f"{grade}年{number}組"
        rooms[title] = create_class(
            session, school, title, year=began, grades=[f"P{grade}"], position=len(rooms)
        )
    rooms[ACROSS] = create_class(
        session, school, ACROSS, year=began, grades=[f"P{one}" for one in GRADES], position=99
    )
    for room in rooms.values():
        teacher = a_user(session, family_name="山本")
        a_post(session, teacher, school, Role.TEACHER, starts_on=began.starts_on)
        enroll(session, teacher, room.id, EnrollmentRole.TEACHER, starts_on=began.starts_on)
    made: list[User] = []
    numbers = dict.fromkeys(rooms, 0)
    for place, title in zip(range(pupils), itertools.cycle(_seats()), strict=False):
        numbers[title] += 1
        grade = int(title[0]) if title != ACROSS else 1 + numbers[title] % len(GRADES)
        child = a_user(
            session,
            family_name=NAMES[place % len(NAMES)],
            given_name=f"ゆい{place}",
            grade=grade,
        )
        a_post(
            session,
            child,
            school,
            number=numbers[title],
            title=title,
            starts_on=began.starts_on,
        )
        enroll(
            session,
            child,
            rooms[title].id,
            EnrollmentRole.STUDENT,
            starts_on=began.starts_on,
            attendance_number=numbers[title],
        )
        made.append(child)
    return BigSchool(school, rooms, made)


def _seats() -> list[str]:
    """Return the order in which classes are filled: the one across the years with one in 55."""
    rooms = [f"{grade}年{n}組" for grade in GRADES for n in range(1, ROOMS_OF_A_GRADE + 1)]
    return [*rooms * 3, ACROSS]
