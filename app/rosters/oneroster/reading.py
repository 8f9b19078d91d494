"""A OneRoster archive → a ``Roster``. Pure.

Every row is looked at whole, so that all that is wrong with a file is told at once. References to
other rows are followed later, when it is known what the house has already (``app.rosters.diff``).
"""

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from app.classes import rules as years
from app.classes.models import ClassKind, EnrollmentRole
from app.identity.models import OrganizationKind, Role
from app.rosters.faults import Flaw
from app.rosters.oneroster.archive import Archive
from app.rosters.oneroster.columns import LEFT, LEFT_FILES, PUBLIC, Left
from app.rosters.oneroster.files import Table, tables_of
from app.rosters.progress import Steps
from app.rosters.reading import Form, Notice, Reading, Remark
from app.rosters.roster import (
    ClassEntry,
    CourseEntry,
    EnrollmentEntry,
    OrganizationEntry,
    PersonEntry,
    PostEntry,
    YearEntry,
)
from app.rosters.rows import LONGEST_NAME, SET_ASIDE, WHOLE, Mends, Row, cells_fault, cells_of
from app.rosters.words import ENROLLMENT_ROLES, GRADES, KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

SCHOOL_CODE: Final = re.compile(r"[A-H][12][0-4]\d[123]\d{8}")
BOARD_CODE: Final = re.compile(r"\d{6}")
TRUTH: Final = ("true", "false")
_OTHER_GRADE: Final = re.compile(r"[A-Z]{1,2}\d{0,2}")


def read_oneroster(data: bytes, mends: Mends, steps: Steps) -> Reading:
    """Read an archive.

    Args:
        data: The file.
        mends: What stands in place of cells.
        steps: One is done with each file.

    Raises:
        Unreadable: The archive or the form of its files is not OneRoster 1.2, bulk.
    """
    tables, notices = tables_of(Archive(data))
    reader = _Reader(mends)
    reader.found.notices += notices
    for name, why in LEFT_FILES.items():
        if name in tables:
            reader.left.setdefault(why, []).append(tables[name].name)
    for name, take in (
        ("orgs", reader.organization),
        ("academicSessions", reader.year),
        ("courses", reader.course),
        ("classes", reader.class_),
        ("users", reader.person),
        ("roles", reader.post),
        ("enrollments", reader.enrollment),
    ):
        if name in tables:
            reader.read(tables[name], take)
            steps.next()
    return reader.finished()


class _Reader:
    def __init__(self, mends: Mends) -> None:
        self.mends = mends
        self.found = Reading(Form.ONEROSTER)
        self.codes: set[str] = set()
        self.has_passwords = False
        self.numbers: dict[tuple[str, int], tuple[str, int]] = {}
        self.masters: dict[str, int] = {}
        self.logins: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.left: dict[Left, list[str]] = {}
        self.counts = Counter[Remark]()

    def read(self, table: Table, take: "Callable[[Row, str], None]") -> None:
        """Take each row of a file, or note what is wrong with it."""
        seen: dict[str, int] = {}
        waiting = dict(LEFT.get(table.name.removesuffix(".csv"), {}))
        for line in table.rows():
            at = (table.name, line.number)
            mended = self.mends.get(at, {})
            values, written = line.values, line.written
            if WHOLE in mended:
                written = mended[WHOLE]
                values = cells_of(written)
            row = Row(at, table.columns, values, mended)
            key = row.raw("sourcedId")
            if SET_ASIDE in mended:
                self.found.roster.set_aside.add(key)
            elif len(values) != len(table.columns):
                self.found.faults.append(cells_fault(at, values, written, len(table.columns)))
                self.found.roster.set_aside.add(key)
            else:
                self.take(row, take, seen)
                for column in [one for one in waiting if row.raw(one)]:
                    self.left.setdefault(waiting.pop(column), []).append(f"{table.name} {column}")

    def take(self, row: Row, take: "Callable[[Row, str], None]", seen: dict[str, int]) -> None:
        """Take a row that has all its cells."""
        for column in ("status", "dateLastModified"):
            if row.raw(column):
                row.fault(column, Flaw.NOT_EMPTY, row.raw(column), "")
        key = row.uuid4("sourcedId")
        if key and key in seen:
            row.fault("sourcedId", Flaw.TWICE, key, other=f"{row.file} {seen[key]}行目")
            self.found.faults += row.faults
            return  # the first of them stays
        seen[key] = row.line
        take(row, key)
        if row.faults:
            self.found.faults += row.faults
            self.found.roster.set_aside.add(key)

    def finished(self) -> Reading:
        """Return what was found, once every file is read."""
        if self.codes:
            self.note(Remark.HIGH_SCHOOL, codes="、".join(sorted(self.codes)[:10]))
        if self.has_passwords:
            self.note(Remark.NO_PASSWORDS)
        for why in Left:
            if why in self.left:
                self.note(Remark(why.value), columns="、".join(self.left[why]))
        for remark, count in self.counts.items():
            if count:
                self.note(remark, n=str(count))
        return self.found

    def note(self, remark: Remark, **values: str) -> None:
        """Note what is good to know."""
        self.found.notices.append(Notice(remark, values))

    def organization(self, row: Row, key: str) -> None:
        """Take a row of orgs.csv."""
        row.of = row.raw("name")
        kind = KINDS.get(row.word("type", tuple(KINDS)), OrganizationKind.DEPARTMENT)
        identifier = row.text("identifier", most=20)
        shape = {OrganizationKind.SCHOOL: SCHOOL_CODE, OrganizationKind.BOARD: BOARD_CODE}.get(
            kind
        )
        if identifier and shape is not None and not shape.fullmatch(identifier):
            row.fault("identifier", Flaw.SCHOOL_CODE, identifier)
        parent = row.uuid4("parentSourcedId", needed=False)
        if kind is OrganizationKind.BOARD and parent:
            row.fault("parentSourcedId", Flaw.NOT_EMPTY, parent, "")
        name = row.text("name", most=120, needed=True)
        if not row.faults:
            self.found.roster.organizations[key] = OrganizationEntry(
                row.at, key, key, name, kind, identifier or None, parent or None
            )

    def year(self, row: Row, key: str) -> None:
        """Take a row of academicSessions.csv."""
        row.of = row.raw("title")
        row.word("type", ("schoolYear",))
        starts = row.day("startDate", needed=True)
        ends = row.day("endDate", needed=True)
        title = row.text("title", most=60, needed=True)
        if starts is not None and ends is not None:
            wanted, first, last = years.school_year(years.school_year_of(starts))
            if title and title != wanted:
                row.fault("title", Flaw.TITLE, title, wanted, words=wanted)
            if starts != first:
                row.fault("startDate", Flaw.DATE, starts.isoformat(), first.isoformat())
            if ends != last:
                row.fault("endDate", Flaw.DATE, ends.isoformat(), last.isoformat())
            if not row.faults:
                self.found.roster.years[key] = YearEntry(row.at, key, key, title, starts, ends)

    def course(self, row: Row, key: str) -> None:
        """Take a row of courses.csv; a year that is told or not is the same."""
        row.of = row.raw("title")
        title = row.text("title", most=120, needed=True)
        known = [year.title for year in self.found.roster.years.values()]
        if title and known and not title.startswith(tuple(known)):
            row.fault("title", Flaw.TITLE, title, f"{known[0]} {title}", words=known[0])
        school = row.uuid4("orgSourcedId")
        if not row.faults:
            self.found.roster.courses[key] = CourseEntry(row.at, key, key, title, school)

    def class_(self, row: Row, key: str) -> None:
        """Take a row of classes.csv."""
        row.of = row.raw("title")
        title = row.text("title", most=60, needed=True)
        kind = row.word("classType", tuple(one.value for one in ClassKind))
        grades = self.grades(row)
        course = row.uuid4("courseSourcedId", needed=False)
        school = row.uuid4("schoolSourcedId")
        year = row.uuid4("termSourcedIds")
        if not row.faults:
            self.found.roster.classes[key] = ClassEntry(
                *(row.at, key, key, title, ClassKind(kind), grades, school, year),
                course or None,
            )

    def grades(self, row: Row) -> list[str]:
        """Return the codes of years; those of other schools than 小・中学校 are told of."""
        given = [code.strip() for code in row.text("grades").split(",") if code.strip()]
        for code in given:
            if code in GRADES and not code.startswith("H"):
                continue
            if not _OTHER_GRADE.fullmatch(code) or code[0] in "PJ":
                proposal = _proposed_grade(code) if len(given) == 1 else None
                row.fault("grades", Flaw.GRADE, row.raw("grades"), proposal)
                break
            if code not in GRADES:
                self.codes.add(code)
        return given

    def person(self, row: Row, key: str) -> None:
        """Take a row of users.csv."""
        row.of = f"{row.raw('familyName')} {row.raw('givenName')}".strip()
        family, given, family_kana, given_kana = self.names(row)
        enabled = row.word("enabledUser", TRUTH)
        master = row.uuid4("userMasterIdentifier", needed=False)
        self.only_once(row, "userMasterIdentifier", master, self.masters)
        login, email = row.login("username"), row.login("email")
        if "@" in login:
            login, email = "", email or login
        self.only_once(row, "username", login, self.logins)
        self.only_once(row, "email", email, self.logins)
        grades = [GRADES[code] for code in self.grades(row) if code in GRADES]
        self.has_passwords = self.has_passwords or bool(row.raw("password"))
        home = self.same(row.uuid4("primaryOrgSourcedId", needed=False))
        if row.faults:
            return
        key = self.same(key)
        self.found.roster.people[key] = PersonEntry(
            *(row.at, key, key, master or None, login or None, email or None),
            *(self.same(family), self.same(given)),
            *(self.same(family_kana), self.same(given_kana)),
            grade=grades[0] if len(grades) == 1 else None,
            is_enabled=enabled == "true",
            home=home or None,
        )
        agents = row.raw("agentSourcedIds").split(",")
        self.found.roster.guardians += ((one.strip(), key) for one in agents if one.strip())

    def names(self, row: Row) -> tuple[str, str, str, str]:
        """Read the name by which somebody is called, and its reading; see ``columns``."""
        family, given = row.name("familyName", needed=True), row.name("givenName", needed=True)
        called_family, called = row.name("preferredFamilyName"), row.name("preferredGivenName")
        is_called = (called_family or family, called or given) != (family, given)
        middle = row.name("middleName" if (called or given) == given else "preferredMiddleName")
        whole = " ".join(filter(None, (called or given, middle)))
        if len(whole) > LONGEST_NAME:
            row.fault("middleName", Flaw.TOO_LONG, middle, "", most=str(LONGEST_NAME))
        parts = ("Family", "Given", "Middle")
        kana, given_kana, middle_kana = (row.kana(f"metadata.jp.kana{one}Name") for one in parts)
        self.counts[Remark.PREFERRED] += is_called
        self.counts[Remark.MIDDLE] += bool(middle)
        whole_kana = " ".join(filter(None, (given_kana, middle_kana)))[:LONGEST_NAME]
        return called_family or family, whole, kana, whole_kana

    def only_once(self, row: Row, column: str, value: str, seen: dict[str, int]) -> None:
        """Note a value that another person of this file has."""
        if not value:
            return
        other = seen.setdefault(value, row.line)
        if other != row.line:
            row.fault(column, Flaw.TWICE, value, other=f"{row.file} {other}行目")

    def same(self, text: str) -> str:
        """Return a text that stood here before as the very one, so that it is kept once."""
        return self.texts.setdefault(text, text)

    def post(self, row: Row, key: str) -> None:
        """Take a row of roles.csv."""
        person = self.same(row.uuid4("userSourcedId"))
        row.of = self.name_of(person)
        kind = row.word("roleType", ("primary", "secondary"))
        role = row.word("role", tuple(ROLES))
        starts, ends = row.day("beginDate"), row.day("endDate")
        place = self.same(row.uuid4("orgSourcedId"))
        if not row.faults:
            self.found.roster.posts[key] = PostEntry(
                *(row.at, key, key, person, place, ROLES.get(role, Role.LEARNER), self.same(role)),
                is_primary=kind == "primary",
                starts_on=starts,
                ends_on=ends,
            )

    def enrollment(self, row: Row, key: str) -> None:
        """Take a row of enrollments.csv."""
        class_ = self.same(row.uuid4("classSourcedId"))
        person = self.same(row.uuid4("userSourcedId"))
        row.of = self.name_of(person)
        row.uuid4("schoolSourcedId")
        role = row.word("role", tuple(ENROLLMENT_ROLES))
        primary = row.word("primary", TRUTH, needed=False)
        is_student = ENROLLMENT_ROLES.get(role) is EnrollmentRole.STUDENT
        if is_student and primary == "true":
            row.fault("primary", Flaw.WORD, primary, "false", words="false")
        self.counts[Remark.NOT_PUBLIC] += row.raw(PUBLIC).lower() == "false"
        number = row.number("metadata.jp.ShussekiNo") if is_student else None
        if number is not None:
            other, line = self.numbers.setdefault((class_, number), (person, row.line))
            if line != row.line:
                told = f"{self.name_of(other)}、{line}行目".lstrip("、")
                row.fault("metadata.jp.ShussekiNo", Flaw.NUMBER_TWICE, str(number), other=told)
        starts, ends = row.day("beginDate"), row.day("endDate")
        if not row.faults:
            self.found.roster.enrollments[key] = EnrollmentEntry(
                *(row.at, key, key, class_, person, ENROLLMENT_ROLES[role]),
                is_primary=primary == "true",
                number=number,
                starts_on=starts,
                ends_on=ends,
            )

    def name_of(self, person: str) -> str:
        """Return whom a row is about, where users.csv says so."""
        found = self.found.roster.people.get(person)
        return f"{found.family_name} {found.given_name}" if found else ""


def _proposed_grade(code: str) -> str | None:
    """Return the code of a year that is written as people write it: 3, 3年, 中1."""
    found = re.fullmatch(r"(中)?([1-9])年?", code)
    if found is None:
        return None
    number = int(found[2]) + (6 if found[1] else 0)
    codes = {grade: known for known, grade in GRADES.items()}
    return codes.get(number)
