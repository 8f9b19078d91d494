"""What the house knows at a place, as a roster."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.classes.models import AcademicSession, Class, Enrollment, SessionKind
from app.classes.queries import is_current as is_enrolled
from app.consents.models import Guardianship
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.queries import OrganizationNode, organization_tree
from app.personnel.policy import CITY_KINDS
from app.rosters.models import RosterCourse
from app.rosters.queries.employments import employments_told
from app.rosters.roster import (
    NOTHING_TOLD,
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
from app.rosters.words import ROSTER_ROLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_NOWHERE: Final[At] = ("", 0)
OUTSIDERS: Final = (Role.GUARDIAN, Role.PARTNER)
OF_SCHOOLS: Final = frozenset({OrganizationKind.BOARD, OrganizationKind.SCHOOL})


def places_below(session: "Session", root_id: uuid.UUID) -> list[OrganizationNode]:
    """Return a place and all below it in 建制順; for the city itself, every place there is."""
    tree = organization_tree(session)
    root = next(place for place in tree if place.id == root_id)
    if root.kind is OrganizationKind.CITY:
        return tree
    below = {root_id}
    for place in tree:
        if place.parent_id in below:
            below.add(place.id)
    return [place for place in tree if place.id in below]


def posts_at(places: Iterable[uuid.UUID], on: date) -> sa.ColumnElement[bool]:
    """Return the clause of the posts that are held at places."""
    return sa.and_(
        Post.organization_id.in_(list(places)),
        Post.starts_on <= on,
        sa.or_(Post.ends_on.is_(None), Post.ends_on >= on),
    )


def is_of_schools() -> sa.ColumnElement[bool]:
    """Return the clause of posts that OneRoster has a word for: pupils learn at schools alone."""
    return sa.and_(
        Post.role.in_(list(ROSTER_ROLES)),
        sa.or_(Post.role != Role.LEARNER, Organization.kind == OrganizationKind.SCHOOL),
    )


def roster_at(
    session: "Session",
    root_id: uuid.UUID,
    *,
    on: date,
    for_schools: bool,
    of_staff: bool = False,
) -> Roster:
    """Return who is where at a place and below it on a day.

    Args:
        session: The unit of work.
        root_id: The place.
        on: The day.
        for_schools: For OneRoster: boards and schools alone, everything by its ``sourced_id``,
            which has to be there (``service.give_ids``). Else everything, by the house's ids.
        of_staff: The city's own places and people alone.
    """
    places = [
        place
        for place in places_below(session, root_id)
        if (not for_schools or place.kind in OF_SCHOOLS)
        and (not of_staff or place.kind in CITY_KINDS)
    ]
    reader = _Reader(session, on, for_schools=for_schools, of_staff=of_staff)
    reader.organizations({place.id: rank for rank, place in enumerate(places)})
    reader.classes()
    reader.people()
    reader.enrollments()
    reader.guardians()
    return reader.roster


class _Reader:
    def __init__(self, session: "Session", on: date, *, for_schools: bool, of_staff: bool) -> None:
        self.of_staff = of_staff
        self.session, self.on, self.for_schools = session, on, for_schools
        self.roster = Roster()
        self.ranks: dict[uuid.UUID, int] = {}
        self.keys: dict[uuid.UUID, str] = {}

    def key(self, id_: uuid.UUID, sourced_id: str | None) -> str:
        """Return what a thing is called in the roster, and remember it."""
        key = self.keys[id_] = sourced_id if self.for_schools and sourced_id else str(id_)
        return key

    def organizations(self, ranks: dict[uuid.UUID, int]) -> None:
        """Take the places, each before those below it."""
        self.ranks = ranks
        rows = self.session.scalars(sa.select(Organization).where(Organization.id.in_(ranks)))
        for one in sorted(rows, key=lambda row: ranks[row.id]):
            key = self.key(one.id, one.sourced_id)
            parent = None if one.parent_id is None else self.keys.get(one.parent_id)
            self.roster.organizations[key] = OrganizationEntry(
                _NOWHERE, key, one.sourced_id, one.name, one.kind, one.identifier, parent
            )

    def classes(self) -> None:
        """Take this year's classes, their courses and the year."""
        rows = self.session.execute(
            sa.select(Class, AcademicSession)
            .join(AcademicSession, AcademicSession.id == Class.session_id)
            .where(
                Class.organization_id.in_(self.ranks),
                AcademicSession.kind == SessionKind.SCHOOL_YEAR,
                AcademicSession.starts_on <= self.on,
                AcademicSession.ends_on >= self.on,
            )
        ).all()
        for one, year in sorted(
            rows, key=lambda row: (self.ranks[row[0].organization_id], row[0].position)
        ):
            in_year = self.key(year.id, year.sourced_id)
            self.roster.years[in_year] = YearEntry(
                _NOWHERE, in_year, year.sourced_id, year.title, year.starts_on, year.ends_on
            )
            key = self.key(one.id, one.sourced_id)
            self.roster.classes[key] = ClassEntry(
                *(_NOWHERE, key, one.sourced_id, one.title, one.kind, one.grades),
                *(self.keys[one.organization_id], in_year, one.course_sourced_id),
            )
        named = {one.course for one in self.roster.classes.values() if one.course}
        for course in self.session.scalars(
            sa.select(RosterCourse).where(RosterCourse.organization_id.in_(self.ranks))
        ):
            if course.sourced_id in named:
                self.roster.courses[course.sourced_id] = CourseEntry(
                    *(_NOWHERE, course.sourced_id, course.sourced_id, course.title),
                    self.keys[course.organization_id],
                )

    def people(self) -> None:
        """Take everybody with their posts: 建制順, then 出席番号順, then by name."""
        asked = (
            sa.select(User, Post)
            .join(Post, Post.user_id == User.id)
            .join(Organization, Organization.id == Post.organization_id)
            .where(posts_at(self.ranks, self.on), User.is_guest.is_(False))
        )
        if self.for_schools:
            asked = asked.where(is_of_schools())
        if self.of_staff:
            asked = asked.where(User.grade.is_(None), Post.role.not_in(OUTSIDERS))
        rows = self.session.execute(asked).all()
        ids = {user.id for user, _ in rows}
        numbers, employed = employments_told(self.session, ids, on=self.on)
        rows = sorted(
            rows,
            key=lambda row: (
                self.ranks[row[1].organization_id],
                row[1].role != Role.TEACHER,
                row[1].attendance_number or 0,
                row[0].name_order,
                str(row[1].id),
            ),
        )
        for user, post in rows:
            person = self.person(user)
            if not self.for_schools:
                person.employee_number = numbers.get(user.id)
                person.told = employed.get(user.id, NOTHING_TOLD)
            if post.is_primary:
                person.home = self.keys[post.organization_id]
            key = self.key(post.id, post.sourced_id)
            self.roster.posts[key] = PostEntry(
                *(_NOWHERE, key, post.sourced_id, person.key, self.keys[post.organization_id]),
                *(post.role, post.roster_role, post.is_primary, post.title),
                *(post.attendance_number, post.starts_on, post.ends_on),
            )

    def person(self, user: User) -> PersonEntry:
        """Take somebody, once."""
        key = self.key(user.id, user.sourced_id)
        found = self.roster.people.get(key)
        if found is None:
            found = self.roster.people[key] = PersonEntry(
                *(_NOWHERE, key, user.sourced_id, user.master_identifier),
                *(user.login_id, user.email, user.family_name, user.given_name),
                *(user.family_kana, user.given_kana, user.grade),
                is_enabled=user.disabled_at is None,
            )
        return found

    def enrollments(self) -> None:
        """Take the places in classes of those who are there."""
        rows = self.session.scalars(
            sa.select(Enrollment)
            .join(Class, Class.id == Enrollment.class_id)
            .where(Class.organization_id.in_(self.ranks), is_enrolled(self.on))
        ).all()
        for one in sorted(rows, key=lambda row: (row.attendance_number or 0, str(row.id))):
            class_, person = self.keys.get(one.class_id), self.keys.get(one.user_id)
            if class_ is None or person is None:
                continue
            key = self.key(one.id, one.sourced_id)
            self.roster.enrollments[key] = EnrollmentEntry(
                *(_NOWHERE, key, one.sourced_id, class_, person, one.role, one.is_primary),
                *(one.attendance_number, one.starts_on, one.ends_on),
            )

    def guardians(self) -> None:
        """Take whose guardian somebody is, of those who are there; a closed view tells nothing."""
        rows = self.session.execute(
            sa.select(Guardianship.guardian_user_id, Guardianship.child_id).where(
                Guardianship.closed_at.is_(None),
                Guardianship.starts_on <= self.on,
                sa.or_(Guardianship.ends_on.is_(None), Guardianship.ends_on >= self.on),
            )
        ).all()
        self.roster.guardians = sorted(
            (self.keys[guardian], self.keys[child])
            for guardian, child in rows
            if guardian in self.keys and child in self.keys
        )
