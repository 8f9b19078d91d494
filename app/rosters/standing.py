"""What the house knows already, by value, as far as a roster may meet it."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.classes.models import ClassKind, EnrollmentRole
from app.identity.models import OrganizationKind, Role
from app.personnel.rules import Away, EmploymentKind, Leave


class KnownOrganization(NamedTuple):
    """A place."""

    id: uuid.UUID
    sourced_id: str | None
    identifier: str | None
    name: str
    kind: OrganizationKind
    parent_id: uuid.UUID | None
    position: int


class KnownYear(NamedTuple):
    """A school year."""

    id: uuid.UUID
    sourced_id: str | None
    title: str
    starts_on: date
    ends_on: date


class KnownCourse(NamedTuple):
    """A course of OneRoster."""

    id: uuid.UUID
    sourced_id: str
    organization_id: uuid.UUID
    title: str


class KnownClass(NamedTuple):
    """A class."""

    id: uuid.UUID
    sourced_id: str | None
    course_sourced_id: str | None
    organization_id: uuid.UUID
    session_id: uuid.UUID
    title: str
    kind: ClassKind
    grades: list[str]
    position: int


class KnownUser(NamedTuple):
    """Somebody."""

    id: uuid.UUID
    sourced_id: str | None
    master_identifier: str | None
    login_id: str | None
    email: str | None
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    grade: int | None
    is_disabled: bool
    session_epoch: int
    is_merged: bool


class KnownPost(NamedTuple):
    """Somebody's place and role."""

    id: uuid.UUID
    sourced_id: str | None
    roster_role: str | None
    user_id: uuid.UUID
    organization_id: uuid.UUID
    role: Role
    title: str
    is_primary: bool
    attendance_number: int | None
    starts_on: date
    ends_on: date | None


class KnownEnrollment(NamedTuple):
    """Somebody's place in a class."""

    id: uuid.UUID
    sourced_id: str | None
    class_id: uuid.UUID
    user_id: uuid.UUID
    role: EnrollmentRole
    is_primary: bool
    attendance_number: int | None
    starts_on: date
    ends_on: date | None


class KnownEmployee(NamedTuple):
    """Somebody's employee number."""

    id: uuid.UUID
    user_id: uuid.UUID
    number: str


class KnownEmployment(NamedTuple):
    """A stretch of somebody's employment."""

    id: uuid.UUID
    user_id: uuid.UUID
    kind: EmploymentKind
    grade: str
    rank: str
    hired_on: date
    starts_on: date
    ends_on: date | None
    leave: Leave | None = None
    leave_from: date | None = None
    leave_until: date | None = None

    @property
    def away(self) -> Away | None:
        """The leave that it tells of."""
        if self.leave is None or self.leave_from is None:
            return None
        return Away(self.leave, self.leave_from, self.leave_until)


def is_open(ends_on: date | None, today: date) -> bool:
    """Say whether what ends then still holds today."""
    return ends_on is None or ends_on >= today


@dataclass(slots=True)
class Standing:
    """What is there.

    Attributes:
        root: The place for which somebody imports.
        scope: That place and all below it.
        is_whole: The place is the city: everything is within reach.
        of_staff: HR imports: the city's own places and people alone, and no account.
        posts: By user, ended ones too.
        enrollments: By user, ended ones too.
        guardians: By child, ended and closed ones too.
        employees: By user.
        employments: By user, ended ones too.
    """

    root: uuid.UUID
    scope: frozenset[uuid.UUID]
    is_whole: bool
    of_staff: bool = False
    organizations: dict[uuid.UUID, KnownOrganization] = field(default_factory=dict)
    years: dict[uuid.UUID, KnownYear] = field(default_factory=dict)
    courses: dict[uuid.UUID, KnownCourse] = field(default_factory=dict)
    classes: dict[uuid.UUID, KnownClass] = field(default_factory=dict)
    users: dict[uuid.UUID, KnownUser] = field(default_factory=dict)
    posts: dict[uuid.UUID, list[KnownPost]] = field(default_factory=lambda: defaultdict(list))
    enrollments: dict[uuid.UUID, list[KnownEnrollment]] = field(
        default_factory=lambda: defaultdict(list)
    )
    guardians: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    employees: dict[uuid.UUID, KnownEmployee] = field(default_factory=dict)
    employments: dict[uuid.UUID, list[KnownEmployment]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def reaches(self, organization_id: uuid.UUID) -> bool:
        """Say whether a place is within reach."""
        return self.is_whole or organization_id in self.scope
