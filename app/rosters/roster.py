"""A roster by value: what a file says, whatever form it has. Pure.

Things refer to each other by ``key``, which is a thing's name within the file: its sourcedId, or
what the simple form makes up. ``sourced_id`` is its OneRoster id, or None where the form has none.
None in any other field means that the form says nothing of it, and then nothing is compared.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.classes.models import ClassKind, EnrollmentRole
from app.identity.models import OrganizationKind, Role
from app.personnel.rules import Told

At = tuple[str, int]
"""File and line, from 1."""
NOTHING_TOLD: Final = Told()


@dataclass(slots=True)
class OrganizationEntry:
    """A place. ``parent`` is a key."""

    at: At
    key: str
    sourced_id: str | None
    name: str
    kind: OrganizationKind
    identifier: str | None
    parent: str | None


@dataclass(slots=True)
class YearEntry:
    """A school year."""

    at: At
    key: str
    sourced_id: str | None
    title: str
    starts_on: date
    ends_on: date


@dataclass(slots=True)
class CourseEntry:
    """A course; ``school`` is a key."""

    at: At
    key: str
    sourced_id: str
    title: str
    school: str


@dataclass(slots=True)
class ClassEntry:
    """A class; ``school``, ``year`` and ``course`` are keys."""

    at: At
    key: str
    sourced_id: str | None
    title: str
    kind: ClassKind
    grades: list[str] | None
    school: str
    year: str
    course: str | None
    grades_if_new: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PersonEntry:
    """Somebody. ``is_enabled`` False closes the account; ``home`` is the key of the main place.

    ``employee_number`` and ``told`` are of the register of staff (``app.personnel``); ``told``
    holds from ``effective_on``, today without one. A row that begins with a number need not name
    its person.
    """

    at: At
    key: str
    sourced_id: str | None
    master_identifier: str | None
    login_id: str | None
    email: str | None
    family_name: str
    given_name: str
    family_kana: str | None
    given_kana: str | None
    grade: int | None
    has_grade: bool = True
    is_enabled: bool = True
    home: str | None = None
    employee_number: str | None = None
    told: Told = NOTHING_TOLD
    effective_on: date | None = None


@dataclass(slots=True)
class PostEntry:
    """Somebody's place and role.

    ``effective_on`` is a day of effect (発令日): it is held from then on, and the primary post
    before it ends the day before.
    """

    at: At
    key: str
    sourced_id: str | None
    person: str
    organization: str
    role: Role
    roster_role: str | None
    is_primary: bool | None
    title: str | None = None
    number: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    effective_on: date | None = None


@dataclass(slots=True)
class EnrollmentEntry:
    """Somebody's place in a class."""

    at: At
    key: str
    sourced_id: str | None
    class_: str
    person: str
    role: EnrollmentRole
    is_primary: bool | None
    number: int | None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(slots=True)
class Roster:
    """All that a file says, in the order in which it says it; faulty rows are not in it.

    Attributes:
        set_aside: Keys of rows that are there and are not taken in, for a fault or by wish: what
            refers to them is left out with them, and is no fault of its own.
        guardians: (key of the guardian, key of the child).
    """

    organizations: dict[str, OrganizationEntry] = field(default_factory=dict)
    years: dict[str, YearEntry] = field(default_factory=dict)
    courses: dict[str, CourseEntry] = field(default_factory=dict)
    classes: dict[str, ClassEntry] = field(default_factory=dict)
    people: dict[str, PersonEntry] = field(default_factory=dict)
    posts: dict[str, PostEntry] = field(default_factory=dict)
    enrollments: dict[str, EnrollmentEntry] = field(default_factory=dict)
    guardians: list[tuple[str, str]] = field(default_factory=list)
    set_aside: set[str] = field(default_factory=set)
