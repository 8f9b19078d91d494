"""A made-up board of education as a OneRoster archive."""

import uuid
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from app.classes import rules as years
from app.classes.models import ClassKind, EnrollmentRole
from app.identity.models import OrganizationKind, Role
from app.rosters.madeup.names import Named, a_name
from app.rosters.oneroster.writing import written_oneroster
from app.rosters.roster import (
    At,
    ClassEntry,
    CourseEntry,
    EnrollmentEntry,
    OrganizationEntry,
    PersonEntry,
    PostEntry,
    Roster,
    YearEntry,
)
from app.rosters.words import GRADE_CODES

SCHOOLS: Final = ("犀川市立みなと小学校", "犀川市立しらやま小学校", "犀川市立きたまち小学校")
_NOWHERE: At = ("", 0)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a made-up board is; ``classes`` and ``pupils`` are of one school and one class."""

    schools: int = 2
    classes: int = 3
    pupils: int = 30
    with_guardians: bool = True


def board_roster(
    size: Size = Size(),
    *,
    board: str = "犀川市教育委員会",
    on: date,
    seed: int = 20_261,
) -> bytes:
    """Return a OneRoster archive of a board of education, its schools, teachers and pupils.

    Args:
        size: How large.
        board: Its name; the house may know it already.
        on: A day of the school year.
        seed: The same gives the same people and ids.
    """
    return written_oneroster(_Board(size, seed).made(board, on))


class _Board:
    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.hand = Random(seed)  # noqa: S311  made-up people, no secret
        self.roster = Roster()

    def id(self) -> str:
        """Draw a UUID of version 4."""
        return str(uuid.UUID(int=self.hand.getrandbits(128), version=4))

    def made(self, board: str, on: date) -> Roster:
        """Draw everything."""
        top = self.organization(board, OrganizationKind.BOARD, None, None)
        title, starts, ends = years.school_year(years.school_year_of(on))
        year = self.id()
        self.roster.years[year] = YearEntry(_NOWHERE, year, year, title, starts, ends)
        for number in range(self.size.schools):
            name = SCHOOLS[number] if number < len(SCHOOLS) else f"犀川市立第{number}小学校"
            code = f"B117210{number:06d}"
            school = self.organization(name, OrganizationKind.SCHOOL, code, top)
            head = self.person(a_name(self.hand, is_child=False), school, f"kocho{number}")
            self.post(head, school, Role.TEACHER, "principal")
            self.classes(school, number, year, title)
        return self.roster

    def organization(
        self, name: str, kind: OrganizationKind, code: str | None, parent: str | None
    ) -> str:
        """Draw a place."""
        key = self.id()
        self.roster.organizations[key] = OrganizationEntry(
            _NOWHERE, key, key, name, kind, code, parent
        )
        return key

    def classes(self, school: str, number: int, year: str, title: str) -> None:
        """Draw the classes of a school, one of each grade from the third on, with their people."""
        course = self.id()
        self.roster.courses[course] = CourseEntry(
            _NOWHERE, course, course, f"{title} 学級", school
        )
        for place in range(self.size.classes):
            grade, letter = (place + 2) % 6 + 1, place // 6 + 1
            class_ = self.id()
            self.roster.classes[class_] = ClassEntry(
                *(_NOWHERE, class_, class_, f"{grade}年{letter}組", ClassKind.HOMEROOM),
                *([GRADE_CODES[grade]], school, year, course),
            )
            name = a_name(self.hand, is_child=False)
            teacher = self.person(name, school, f"tannin{number}-{place}")
            self.post(teacher, school, Role.TEACHER, "teacher")
            self.enrollment(class_, teacher, EnrollmentRole.TEACHER, None)
            for seat in range(1, self.size.pupils + 1):
                self.pupil(school, class_, grade, seat)

    def pupil(self, school: str, class_: str, grade: int, seat: int) -> None:
        """Draw a pupil, and one guardian or two."""
        name = a_name(self.hand, is_child=True)
        pupil = self.person(name, school, None, grade)
        self.post(pupil, school, Role.LEARNER, "student")
        self.enrollment(class_, pupil, EnrollmentRole.STUDENT, seat)
        if not self.size.with_guardians:
            return
        for _ in range(self.hand.choice((1, 2, 2))):
            family = (name.family, name.family_kana)
            guardian = self.person(a_name(self.hand, is_child=False, family=family), school, None)
            self.post(guardian, school, Role.GUARDIAN, "guardian")
            self.roster.guardians.append((guardian, pupil))

    def person(self, name: Named, school: str, login: str | None, grade: int | None = None) -> str:
        """Draw somebody."""
        key = self.id()
        self.roster.people[key] = PersonEntry(
            *(_NOWHERE, key, key, self.id(), login, None),
            *name,
            grade=grade,
            home=school,
        )
        return key

    def post(self, person: str, place: str, role: Role, word: str) -> None:
        """Draw somebody's place and role."""
        key = self.id()
        self.roster.posts[key] = PostEntry(
            _NOWHERE, key, key, person, place, role, word, is_primary=True
        )

    def enrollment(
        self, class_: str, person: str, role: EnrollmentRole, number: int | None
    ) -> None:
        """Draw somebody's place in a class."""
        key = self.id()
        is_main = role is EnrollmentRole.TEACHER
        self.roster.enrollments[key] = EnrollmentEntry(
            *(_NOWHERE, key, key, class_, person, role), is_primary=is_main, number=number
        )
