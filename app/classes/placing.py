"""Acts of administrators on classes, and on who learns and teaches in them; each is logged."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.classes.errors import EnrollmentRefused
from app.classes.models import AcademicSession, Class, ClassKind, Enrollment, EnrollmentRole
from app.classes.service import create_class, enroll, note
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.service import end_post, give_post

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a class to be given: as what, from when, until when (or open)."""

    role: EnrollmentRole
    starts_on: date
    ends_on: date | None = None
    attendance_number: int | None = None
    is_primary: bool = False


def open_class(
    session: "Session",
    school: Organization,
    title: str,
    *,
    year: AcademicSession,
    kind: ClassKind,
    grades: Sequence[str],
    by: "Person",
    now: "datetime",
) -> Class:
    """Make a class last in the list of its school, as an act of an administrator."""
    last = session.scalar(
        sa.select(sa.func.max(Class.position)).filter_by(
            organization_id=school.id, session_id=year.id
        )
    )
    made = create_class(
        session, school, title, year=year, kind=kind, grades=grades, position=(last or 0) + 1
    )
    note(session, "class.opened", made.id, by=by, now=now)
    return made


def rename_class(
    session: "Session",
    class_: Class,
    *,
    title: str,
    grades: Sequence[str],
    by: "Person",
    now: "datetime",
) -> None:
    """Change what a class is called, and of which grades it is."""
    class_.title, class_.grades = title, list(grades)
    if class_.kind is ClassKind.HOMEROOM:
        for enrollment in _open_pupils(session, class_.id):
            mirror(session, enrollment, class_)
    session.flush()
    note(session, "class.renamed", class_.id, by=by, now=now)


def shift_class(
    session: "Session", class_: Class, *, up: bool, by: "Person", now: "datetime"
) -> None:
    """Move a class one place up or down in the list of its school; at an end nothing happens."""
    siblings = list(
        session.scalars(
            sa.select(Class)
            .filter_by(organization_id=class_.organization_id, session_id=class_.session_id)
            .order_by(Class.position, Class.title, Class.id)
        )
    )
    at = siblings.index(class_)
    to = at - 1 if up else at + 1
    if 0 <= to < len(siblings):
        siblings[at], siblings[to] = siblings[to], siblings[at]
        for position, one in enumerate(siblings, start=1):
            one.position = position
        session.flush()
        note(session, "class.moved", class_.id, by=by, now=now)


def join_class(
    session: "Session",
    user: User,
    class_: Class,
    place: Place,
    *,
    by: "Person",
    now: "datetime",
) -> Enrollment:
    """Give somebody a place in a class.

    Raises:
        EnrollmentRefused: See ``errors``.
    """
    _refuse(session, user.id, class_, place)
    is_pupil = place.role is EnrollmentRole.STUDENT
    made = enroll(
        session,
        user,
        class_.id,
        place.role,
        starts_on=place.starts_on,
        ends_on=place.ends_on,
        attendance_number=place.attendance_number if is_pupil else None,
        is_primary=place.is_primary and place.role is EnrollmentRole.TEACHER,
    )
    if is_pupil and class_.kind is ClassKind.HOMEROOM:
        mirror(session, made, class_)
    note(session, "class.joined", user.id, by=by, now=now, enrollment=str(made.id))
    return made


def leave_class(
    session: "Session", enrollment: Enrollment, *, on: date, by: "Person", now: "datetime"
) -> None:
    """End somebody's place in a class with a day.

    Raises:
        EnrollmentRefused: The day is before the first one.
    """
    if on < enrollment.starts_on:
        raise EnrollmentRefused("dates")
    enrollment.ends_on = on
    session.flush()
    note(session, "class.left", enrollment.user_id, by=by, now=now, enrollment=str(enrollment.id))


def move_to_class(
    session: "Session",
    enrollment: Enrollment,
    to: Class,
    *,
    on: date,
    attendance_number: int | None,
    by: "Person",
    now: "datetime",
) -> Enrollment:
    """Move somebody to another class of the school from a day on; both places stay on record.

    Raises:
        EnrollmentRefused: See ``errors``.
    """
    if to.id == enrollment.class_id:
        raise EnrollmentRefused("same")
    leave_class(session, enrollment, on=on - ONE_DAY, by=by, now=now)
    user = session.get_one(User, enrollment.user_id)
    place = Place(enrollment.role, on, None, attendance_number, enrollment.is_primary)
    return join_class(session, user, to, place, by=by, now=now)


def transfer_pupil(
    session: "Session",
    user: User,
    to: Class,
    *,
    on: date,
    attendance_number: int | None,
    by: "Person",
    now: "datetime",
) -> Enrollment:
    """Move a pupil to a class of another school from a day on, in one piece.

    Every place in classes elsewhere, and every post as a learner at a school elsewhere, ends the
    day before. Account, grade, runs, records and credentials are the pupil's own and stay.

    Raises:
        EnrollmentRefused: See ``errors``.
        OrganizationClosed: The school takes nobody any more.
        PostRefused: The pupil belongs to that school already.
    """
    for enrollment in session.scalars(
        sa.select(Enrollment)
        .join(Class, Class.id == Enrollment.class_id)
        .where(
            Enrollment.user_id == user.id,
            Enrollment.role == EnrollmentRole.STUDENT,
            Class.organization_id != to.organization_id,
            sa.or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on),
        )
    ).all():
        leave_class(session, enrollment, on=on - ONE_DAY, by=by, now=now)
    for post in session.scalars(
        sa.select(Post)
        .join(Organization, Organization.id == Post.organization_id)
        .where(
            Post.user_id == user.id,
            Post.role == Role.LEARNER,
            Post.organization_id != to.organization_id,
            Organization.kind == OrganizationKind.SCHOOL,
            sa.or_(Post.ends_on.is_(None), Post.ends_on >= on),
        )
    ).all():
        if on - ONE_DAY < post.starts_on:
            raise EnrollmentRefused("dates")
        end_post(session, post, on=on - ONE_DAY)
    school = session.get_one(Organization, to.organization_id)
    give_post(session, user, school, Role.LEARNER, starts_on=on, by=by, now=now)
    place = Place(EnrollmentRole.STUDENT, on, attendance_number=attendance_number)
    made = join_class(session, user, to, place, by=by, now=now)
    note(session, "pupil.transferred", user.id, by=by, now=now, school=str(school.id))
    return made


def mirror(session: "Session", enrollment: Enrollment, class_: Class) -> None:
    """Let a pupil's post at the school say the homeroom and the number: its lists sort by it."""
    post = session.scalars(
        sa.select(Post)
        .where(
            Post.user_id == enrollment.user_id,
            Post.organization_id == class_.organization_id,
            Post.role == Role.LEARNER,
            sa.or_(Post.ends_on.is_(None), Post.ends_on >= enrollment.starts_on),
        )
        .order_by(Post.starts_on.desc())
        .limit(1)
    ).one_or_none()
    if post is not None:
        post.title, post.attendance_number = class_.title, enrollment.attendance_number
        session.flush()


def _refuse(
    session: "Session",
    user_id: uuid.UUID,
    class_: Class,
    place: Place,
) -> None:
    year = session.get_one(AcademicSession, class_.session_id)
    role, starts_on, ends_on = place.role, place.starts_on, place.ends_on
    if ends_on is not None and ends_on < starts_on:
        raise EnrollmentRefused("dates")
    if not year.starts_on <= starts_on <= (ends_on or starts_on) <= year.ends_on:
        raise EnrollmentRefused("year")
    overlapping = [
        Enrollment.user_id == user_id,
        Enrollment.role == role,
        sa.or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= starts_on),
        Enrollment.starts_on <= (ends_on or year.ends_on),
    ]
    if session.scalar(
        sa.select(sa.exists().where(Enrollment.class_id == class_.id, *overlapping))
    ):
        raise EnrollmentRefused("again")
    if role is not EnrollmentRole.STUDENT or class_.kind is not ClassKind.HOMEROOM:
        return
    elsewhere = sa.exists().where(
        Class.id == Enrollment.class_id, Class.kind == ClassKind.HOMEROOM, *overlapping
    )
    if session.scalar(sa.select(elsewhere)):
        raise EnrollmentRefused("homeroom")


def _open_pupils(session: "Session", class_id: uuid.UUID) -> Sequence[Enrollment]:
    return session.scalars(
        sa.select(Enrollment).filter_by(
            class_id=class_id, role=EnrollmentRole.STUDENT, ends_on=None
        )
    ).all()
