"""A table with one row a person → a ``Roster``. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from app.classes import rules as years
from app.classes.models import ClassKind, EnrollmentRole
from app.identity.models import OrganizationKind, Role
from app.personnel.rules import (
    KIND_WORDS,
    LEAVE_WORDS,
    Away,
    Told,
    is_number,
    number_key,
    number_of,
)
from app.rosters.faults import Flaw
from app.rosters.lines import Line
from app.rosters.reading import Form, Notice, Reading, Remark
from app.rosters.roster import (
    At,
    ClassEntry,
    EnrollmentEntry,
    OrganizationEntry,
    PersonEntry,
    PostEntry,
    YearEntry,
)
from app.rosters.rows import (
    SET_ASIDE,
    WHOLE,
    Mends,
    Row,
    cells_fault,
    cells_of,
    evened,
    written_row,
)
from app.rosters.simple import headings as h
from app.rosters.words import GRADE_CODES, GRADES, SIMPLE_ROLES
from app.sheets.errors import Unreadable

_YEAR: Final = "year"
_GRADE: Final = re.compile(r"(小|中|高)?(?:学校?)?([1-9]|1[0-2])年?")
_FIRST: Final = {"小": 0, "中": 6, "高": 9}
_LAST: Final = {"小": 6, "中": 3, "高": 3}
_SCHOOLS: Final = ("学校", "学園", "幼稚園")
_FIELDS: Final = (
    *("sourced_id", "login_id", "email", "family_name", "given_name", "family_kana"),
    *("given_kana", "grade"),
)
_COLUMN_OF: Final = dict(
    zip(
        _FIELDS,
        (h.SOURCED, h.LOGIN, h.EMAIL, h.FAMILY, h.GIVEN, h.FAMILY_KANA, h.GIVEN_KANA, h.GRADE),
        strict=True,
    )
)
_TOLD: Final = {
    "kind": h.KIND,
    "grade": h.JOB_GRADE,
    "rank": h.RANK,
    "hired_on": h.HIRED,
    "left_on": h.LEFT,
    "away": h.LEAVE,
}
"""What is told of an employment, and where."""
_KINDS: Final = {kind: word for word, kind in KIND_WORDS.items()}


def read_table(
    name: str, lines: Iterable[Line], mends: Mends, *, on: date, of_staff: bool = False
) -> Reading:
    """Read a table.

    Args:
        name: Of the file.
        lines: Its rows, the headings first.
        mends: What stands in place of cells.
        on: A day of the school year of its classes.
        of_staff: It is of the city's staff alone: what is of schools is a fault.

    Raises:
        Unreadable: There are no headings that are known.
    """
    told = (line for line in lines if line.is_there)
    first = next(told, None)
    if first is None:
        raise Unreadable("ファイルに中身がありません。")
    columns = [_heading(cell) for cell in first.values]
    named = h.EMPLOYEE if h.EMPLOYEE in columns and h.FAMILY not in columns else h.FAMILY
    missing = [one for one in (h.PLACE, named) if one not in columns]
    if missing:
        raise Unreadable(
            f"見出しの行に「{'」「'.join(missing)}」がありません。見本の見出しを使います。"
        )
    reader = _Reader(on, of_staff=of_staff)
    unknown = [one for one in columns if one and one not in h.HEADINGS]
    if unknown:
        remark = {"file": name, "columns": "、".join(unknown)[:80]}
        reader.found.notices.append(Notice(Remark.COLUMNS, remark))
    for line in told:
        at = (name, line.number)
        reader.line(at, columns, line, mends.get(at, {}))
    return reader.finished()


def _heading(cell: str) -> str:
    name = unicodedata.normalize("NFKC", cell).strip().removeprefix("\ufeff")
    return h.SAME.get(name, name)


class _Reader:
    def __init__(self, on: date, *, of_staff: bool) -> None:
        self.of_staff = of_staff
        self.found = Reading(Form.SIMPLE)
        self.roster = self.found.roster
        self.on = on
        self.year = years.school_year(years.school_year_of(on))
        self.numbers: dict[tuple[str, int], str] = {}
        self.widened = 0

    def line(self, at: At, columns: Sequence[str], line: Line, mended: Mapping[str, str]) -> None:
        """Take one line; cells that are missing at its end are empty, and none may be over."""
        if SET_ASIDE in mended:
            return
        values = cells_of(mended[WHOLE]) if WHOLE in mended else line.values
        if not values or evened(values, len(columns)) is None:
            written = mended.get(WHOLE) or line.written or written_row(values)
            self.found.faults.append(cells_fault(at, values, written, len(columns)))
        else:
            self.take(Row(at, columns, values, mended, mends_kana=True))

    def take(self, row: Row) -> None:
        """Take one row."""
        if self.of_staff:
            self.refuse_schools(row)
        person = self.person(row)
        place = person.home = self.place(row)
        role = self.role(row)
        main = row.word(h.MAIN, tuple(h.MAIN_WORDS), needed=False)
        number = row.number(h.NUMBER)
        title = row.text(h.TITLE, most=60)
        class_ = row.text(h.CLASS, most=60)
        if number is not None and class_:
            self.number(row, f"{place}\t{class_}", number)
        effective = person.effective_on = row.day(h.EFFECTIVE)
        key = self.merged(row, person) if not row.faults else ""
        self.widened += row.widened
        if row.faults:
            self.found.faults += row.faults
            return
        self.remember(row, place)
        post = f"{key}\t{place}\t{role.value}"
        self.roster.people[key] = person
        if post not in self.roster.posts:
            self.roster.posts[post] = PostEntry(
                *(row.at, post, None, key, place, role, None),
                is_primary=h.MAIN_WORDS.get(main),
                title=title or None,
                number=None if class_ else number,
                effective_on=effective or self.begins(person),
            )
        if class_:
            self.enroll(row, self.roster.posts[post], class_, number, person.grade)

    def refuse_schools(self, row: Row) -> None:
        """Note what a table of staff has no place for."""
        row.of = f"{row.raw(h.FAMILY)} {row.raw(h.GIVEN)}".strip() or row.raw(h.EMPLOYEE)
        for column in h.OF_SCHOOLS:
            if value := row.raw(column):
                row.fault(column, Flaw.OF_SCHOOLS, value, "")

    def person(self, row: Row) -> PersonEntry:
        """Read whom a row is about."""
        row.of = f"{row.raw(h.FAMILY)} {row.raw(h.GIVEN)}".strip() or row.raw(h.EMPLOYEE)
        login, email = row.login(h.LOGIN), row.login(h.EMAIL)
        if "@" in login:
            login, email = "", email or login
        given = row.name(h.GIVEN)
        sourced = row.uuid4(h.SOURCED, needed=False)
        number = self.employee_number(row)
        return PersonEntry(
            *(row.at, "", sourced or None, None, login or None, email or None),
            *(row.name(h.FAMILY, needed=not given and not number), given),
            *(row.kana(h.FAMILY_KANA) or None, row.kana(h.GIVEN_KANA) or None),
            grade=self.grade(row),
            employee_number=number,
            told=self.told(row),
        )

    def employee_number(self, row: Row) -> str | None:
        """Read the number by which the city's personnel system knows somebody."""
        written = row.text(h.EMPLOYEE)
        number = number_of(written)
        if number and not is_number(number):
            row.fault(h.EMPLOYEE, Flaw.EMPLOYEE_NUMBER, written)
        return number or None

    def told(self, row: Row) -> Told:
        """Read what is said of an employment; an empty cell says nothing."""
        word = row.word(h.KIND, tuple(KIND_WORDS), needed=False)
        hired, left = row.day(h.HIRED), row.day(h.LEFT)
        if hired and left and left < hired:
            row.fault(h.LEFT, Flaw.DATE, left.isoformat())
        return Told(
            kind=KIND_WORDS.get(word),
            grade=row.text(h.JOB_GRADE, most=40) or None,
            rank=row.text(h.RANK, most=40) or None,
            hired_on=hired,
            left_on=left,
            away=self.away(row),
        )

    def away(self, row: Row) -> Away | None:
        """Read why somebody is away, since when and until when; three empty cells say nothing."""
        word = row.word(h.LEAVE, tuple(LEAVE_WORDS), needed=False)
        begins, ends = row.day(h.LEAVE_FROM), row.day(h.LEAVE_UNTIL)
        if not word:
            if begins or ends:
                row.fault(h.LEAVE, Flaw.EMPTY, "")
            return None
        if begins is None:
            if not row.raw(h.LEAVE_FROM):
                row.fault(h.LEAVE_FROM, Flaw.EMPTY, "")
            return None
        if ends is not None and ends < begins:
            row.fault(h.LEAVE_UNTIL, Flaw.DATE, ends.isoformat())
        return Away(LEAVE_WORDS[word], begins, ends) if word in LEAVE_WORDS else None

    def begins(self, person: PersonEntry) -> date | None:
        """Return the day on which who is hired in days to come takes their post."""
        hired = person.told.hired_on
        return hired if hired is not None and hired > self.on else None

    def place(self, row: Row) -> str:
        """Read where, as the way down to it."""
        path = re.split(r"[＞>]", row.text(h.PLACE, needed=True))
        return h.STEP.join(part.strip() for part in path if part.strip())

    def remember(self, row: Row, place: str) -> None:
        """Remember a place, and each on the way down to it."""
        names = place.split(h.STEP)
        for depth in range(1, len(names) + 1):
            key, name = h.STEP.join(names[:depth]), names[depth - 1]
            if key not in self.roster.organizations:
                is_school = name.endswith(_SCHOOLS)
                kind = OrganizationKind.SCHOOL if is_school else OrganizationKind.DEPARTMENT
                parent = h.STEP.join(names[: depth - 1]) or None
                self.roster.organizations[key] = OrganizationEntry(
                    row.at, key, None, name, kind, None, parent
                )

    def role(self, row: Row) -> Role:
        """Read as what; pupils and staff need not say it."""
        told = row.word(h.ROLE, tuple(SIMPLE_ROLES), needed=False)
        return SIMPLE_ROLES.get(told, Role.LEARNER)

    def grade(self, row: Row) -> int | None:
        """Read a school year as people write it: 小3, 中1, 3年, P3."""
        told = unicodedata.normalize("NFKC", row.text(h.GRADE))
        if not told or told in GRADES:
            return GRADES.get(told)
        found = _GRADE.fullmatch(told)
        if found is not None:
            school, number = found[1], int(found[2])
            if school is None or number <= _LAST[school]:
                return number + _FIRST.get(school or "", 0)
        row.fault(h.GRADE, Flaw.GRADE, told)
        return None

    def number(self, row: Row, class_: str, number: int) -> None:
        """Note a number that another row of the class has."""
        here = f"{row.of}、{row.line}行目"
        other = self.numbers.setdefault((class_, number), here)
        if other != here:
            row.fault(h.NUMBER, Flaw.NUMBER_TWICE, str(number), other=other)

    def merged(self, row: Row, person: PersonEntry) -> str:
        """Return the key of a person, having filled in what an earlier row says of them."""
        number = person.employee_number
        person.key = (
            (number and f"{h.EMPLOYEE} {number_key(number)}")
            or person.sourced_id
            or person.login_id
            or person.email
            or "\t".join(
                (
                    person.home or "",
                    person.family_name,
                    person.given_name,
                    person.family_kana or "",
                )
            )
        )
        before = self.roster.people.get(person.key)
        if before is None:
            return person.key
        for name in _FIELDS:
            old, new = getattr(before, name), getattr(person, name)
            if old and new and old != new:
                other = f"{before.at[1]}行目"
                row.fault(_COLUMN_OF[name], Flaw.DIFFERS, str(new), str(old), other=other)
            setattr(person, name, old or new)
        self.merge_told(row, before, person)
        person.at, person.home = before.at, before.home
        person.employee_number = before.employee_number
        person.effective_on = before.effective_on or person.effective_on
        return person.key

    def merge_told(self, row: Row, before: PersonEntry, person: PersonEntry) -> None:
        """Fill in what an earlier row says of the employment."""
        merged = {}
        for name, column in _TOLD.items():
            old, new = getattr(before.told, name), getattr(person.told, name)
            if old is not None and new is not None and old != new:
                was, now = _written(old), _written(new)
                row.fault(column, Flaw.DIFFERS, now, was, other=f"{before.at[1]}行目")
            merged[name] = new if old is None else old
        person.told = Told(**merged)

    def enroll(
        self, row: Row, post: PostEntry, title: str, number: int | None, grade: int | None
    ) -> None:
        """Give somebody a place in a class of this school year."""
        person, place = post.person, post.organization
        if _YEAR not in self.roster.years:
            self.roster.years[_YEAR] = YearEntry(row.at, _YEAR, None, *self.year)
        key = f"{place}\t{title}"
        class_ = self.roster.classes.get(key)
        if class_ is None:
            class_ = self.roster.classes[key] = ClassEntry(
                *(row.at, key, None, title, ClassKind.HOMEROOM, None, place, _YEAR, None)
            )
        if grade is not None and GRADE_CODES[grade] not in class_.grades_if_new:
            class_.grades_if_new.append(GRADE_CODES[grade])
        is_pupil = post.role is Role.LEARNER
        entry = f"{person}\t{key}"
        self.roster.enrollments[entry] = EnrollmentEntry(
            *(row.at, entry, None, key, person),
            EnrollmentRole.STUDENT if is_pupil else EnrollmentRole.TEACHER,
            is_primary=None,
            number=number if is_pupil else None,
        )

    def finished(self) -> Reading:
        """Return what was found."""
        if self.widened:
            self.found.notices.append(Notice(Remark.WIDENED, {"n": str(self.widened)}))
        return self.found


def _written(told: object) -> str:
    """Return what is told of an employment as a cell would hold it."""
    if isinstance(told, Away):
        words = {leave: word for word, leave in LEAVE_WORDS.items()}
        return f"{words[told.kind]} {told.starts_on}"
    return str(_KINDS.get(told, told))  # type: ignore[call-overload]  # a kind, a day or a text
