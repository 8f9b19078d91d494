"""Loading what the house knows, in few statements however many people there are."""

import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from app.classes.models import AcademicSession, Class, Enrollment, SessionKind
from app.consents.models import Guardianship
from app.identity.models import Organization, OrganizationKind, Post, User
from app.personnel.models import Employee, Employment
from app.personnel.policy import CITY_KINDS
from app.personnel.rules import number_key
from app.rosters.models import RosterCourse
from app.rosters.roster import Roster
from app.rosters.standing import (
    KnownClass,
    KnownCourse,
    KnownEmployee,
    KnownEmployment,
    KnownEnrollment,
    KnownOrganization,
    KnownPost,
    KnownUser,
    KnownYear,
    Standing,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_AT_ONCE: Final = 5_000
"""Values of one ``IN``; SQLite takes 32,766."""

_ORGANIZATIONS = sa.select(
    Organization.id,
    Organization.sourced_id,
    Organization.identifier,
    Organization.name,
    Organization.kind,
    Organization.parent_id,
    Organization.position,
)
_USERS = sa.select(
    User.id,
    User.sourced_id,
    User.master_identifier,
    User.login_id,
    User.email,
    User.family_name,
    User.given_name,
    User.family_kana,
    User.given_kana,
    User.grade,
    User.disabled_at.is_not(None),
    User.session_epoch,
    User.merged_into_id.is_not(None),
).where(User.is_guest.is_(False))
_POSTS = sa.select(
    Post.id,
    Post.sourced_id,
    Post.roster_role,
    Post.user_id,
    Post.organization_id,
    Post.role,
    Post.title,
    Post.is_primary,
    Post.attendance_number,
    Post.starts_on,
    Post.ends_on,
)
_ENROLLMENTS = sa.select(
    Enrollment.id,
    Enrollment.sourced_id,
    Enrollment.class_id,
    Enrollment.user_id,
    Enrollment.role,
    Enrollment.is_primary,
    Enrollment.attendance_number,
    Enrollment.starts_on,
    Enrollment.ends_on,
)
_EMPLOYEES = sa.select(Employee.id, Employee.user_id, Employee.number)
_EMPLOYMENTS = sa.select(
    Employment.id,
    Employment.user_id,
    Employment.kind,
    Employment.grade,
    Employment.rank,
    Employment.hired_on,
    Employment.starts_on,
    Employment.ends_on,
    Employment.leave,
    Employment.leave_from,
    Employment.leave_until,
)
_GUARDIANS = sa.select(Guardianship.child_id, Guardianship.guardian_user_id)


def standing(
    session: "Session", root_id: uuid.UUID, roster: Roster, *, of_staff: bool = False
) -> Standing:
    """Return what is known at a place and below it, and of the people a roster names.

    Args:
        session: The unit of work.
        root_id: The place.
        roster: Its sourcedIds, login ids and addresses find people elsewhere.
        of_staff: The reach ends at the city's own places.
    """
    found = _places(session, root_id, of_staff=of_staff)
    at_scope = sa.select(Post.user_id)
    if not found.is_whole:
        at_scope = at_scope.where(Post.organization_id.in_(found.scope))
    _users(session, found, User.id.in_(at_scope))
    for column, values in (
        (User.sourced_id, {one.sourced_id for one in roster.people.values()}),
        (User.master_identifier, {one.master_identifier for one in roster.people.values()}),
        (User.login_id, {one.login_id for one in roster.people.values()}),
        (User.email, {one.email for one in roster.people.values()}),
        (User.sourced_id, {one.person for one in roster.posts.values()} - set(roster.people)),
    ):
        for some in _chunks(value for value in values if value):
            _users(session, found, column.in_(some))
    if any(one.employee_number for one in roster.people.values()):
        _employees(session, found, roster)
    _held(session, found)
    return found


def _employees(session: "Session", found: Standing, roster: Roster) -> None:
    """Load everybody's numbers, which are few and short, and whom the roster names by one."""
    wanted = {number_key(one.employee_number or "") for one in roster.people.values()}
    for row in session.execute(_EMPLOYEES):
        found.employees[row.user_id] = KnownEmployee._make(row)
    numbers = found.employees.values()
    named = [one.user_id for one in numbers if number_key(one.number) in wanted]
    for some in _chunks(one for one in named if one not in found.users):
        _users(session, found, User.id.in_(some))


def _held(session: "Session", found: Standing) -> None:
    """Load what the people found hold, and who their guardians are."""
    for some in _chunks(found.users):
        for post in session.execute(_POSTS.where(Post.user_id.in_(some))):
            found.posts[post.user_id].append(KnownPost._make(post))
        for employment in session.execute(_EMPLOYMENTS.where(Employment.user_id.in_(some))):
            stretch = KnownEmployment._make(employment)
            found.employments[employment.user_id].append(stretch)
        for enrollment in session.execute(_ENROLLMENTS.where(Enrollment.user_id.in_(some))):
            found.enrollments[enrollment.user_id].append(KnownEnrollment._make(enrollment))
        for child, guardian in session.execute(_GUARDIANS.where(Guardianship.child_id.in_(some))):
            if guardian is not None:
                found.guardians[child].add(guardian)


def _places(session: "Session", root_id: uuid.UUID, *, of_staff: bool) -> Standing:
    organizations = {
        row.id: KnownOrganization._make(row) for row in session.execute(_ORGANIZATIONS)
    }
    below: dict[uuid.UUID | None, list[uuid.UUID]] = {}
    for one in organizations.values():
        below.setdefault(one.parent_id, []).append(one.id)
    scope, waiting = {root_id}, [root_id]
    while waiting:
        waiting = [one for place in waiting for one in below.get(place, ()) if one not in scope]
        scope.update(waiting)
    is_city = organizations[root_id].kind is OrganizationKind.CITY
    if of_staff:  # departments of a board of education stand below the board
        rows = organizations.values() if is_city else [organizations[one] for one in scope]
        scope = {one.id for one in rows if one.kind in CITY_KINDS}
    found = Standing(
        root_id,
        frozenset(scope),
        is_whole=is_city and not of_staff,
        of_staff=of_staff,
        organizations=organizations,
    )
    years = sa.select(
        AcademicSession.id,
        AcademicSession.sourced_id,
        AcademicSession.title,
        AcademicSession.starts_on,
        AcademicSession.ends_on,
    ).where(AcademicSession.kind == SessionKind.SCHOOL_YEAR)
    courses = sa.select(
        RosterCourse.id,
        RosterCourse.sourced_id,
        RosterCourse.organization_id,
        RosterCourse.title,
    )
    classes = sa.select(
        Class.id,
        Class.sourced_id,
        Class.course_sourced_id,
        Class.organization_id,
        Class.session_id,
        Class.title,
        Class.kind,
        Class.grades,
        Class.position,
    )
    found.years.update({row.id: KnownYear._make(row) for row in session.execute(years)})
    found.courses.update({row.id: KnownCourse._make(row) for row in session.execute(courses)})
    found.classes.update({row.id: KnownClass._make(row) for row in session.execute(classes)})
    return found


def _users(session: "Session", found: Standing, *where: sa.ColumnElement[bool]) -> None:
    for row in session.execute(_USERS.where(*where)):
        found.users[row.id] = KnownUser._make(row)


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
