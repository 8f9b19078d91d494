"""Who is in which class, and who teaches whom."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.classes import rules
from app.classes.models import (
    AcademicSession,
    Class,
    ClassKind,
    Enrollment,
    EnrollmentRole,
    SessionKind,
)
from app.identity.models import Post, Role, User
from app.identity.queries import OrganizationNode
from app.identity.queries.people import is_current as is_current_post

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TEACHING = (EnrollmentRole.TEACHER, EnrollmentRole.AIDE)
MOST_FOUND = 60


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class in a list: how many learn in it, and who teaches, the 担任 first, that day."""

    id: uuid.UUID
    title: str
    kind: ClassKind
    grades: tuple[str, ...]
    school: str
    school_id: uuid.UUID
    pupils: int
    teachers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of a school who may be given a place in a class, and the homeroom they are in."""

    user: User
    role: Role
    homeroom: str


def is_current(on: date) -> sa.ColumnElement[bool]:
    """Return the clause of enrollments that hold on a day."""
    return sa.and_(
        Enrollment.starts_on <= on, sa.or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on)
    )


def holds(enrollment: Enrollment, on: date) -> bool:
    """Say whether an enrollment holds on a day."""
    return enrollment.starts_on <= on and (enrollment.ends_on is None or on <= enrollment.ends_on)


def pupils_taught_by(teacher_id: uuid.UUID, *, on: date) -> sa.Select[uuid.UUID]:
    """Return the ids of the pupils with whom somebody teaches in one class that day."""
    taught = sa.select(Enrollment.class_id).where(
        Enrollment.user_id == teacher_id,
        Enrollment.role.in_(TEACHING),
        is_current(on),
    )
    return sa.select(Enrollment.user_id).where(
        Enrollment.class_id.in_(taught),
        Enrollment.role == EnrollmentRole.STUDENT,
        is_current(on),
    )


def teaches(session: "Session", teacher_id: uuid.UUID, pupil_id: uuid.UUID, *, on: date) -> bool:
    """Say whether somebody teaches a pupil in any class that day."""
    taught = pupils_taught_by(teacher_id, on=on).subquery()
    return bool(session.scalar(sa.select(sa.exists().where(taught.c.user_id == pupil_id))))


def latest_years(
    session: "Session", school_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, AcademicSession]:
    """Return the newest school year for which each school has homerooms."""
    rows = session.execute(
        sa.select(Class.organization_id, AcademicSession)
        .join(AcademicSession, AcademicSession.id == Class.session_id)
        .where(
            Class.organization_id.in_(school_ids),
            Class.kind == ClassKind.HOMEROOM,
            AcademicSession.kind == SessionKind.SCHOOL_YEAR,
        )
        .order_by(AcademicSession.starts_on)
        .distinct()
    )
    return {school_id: year for school_id, year in rows}  # noqa: C416  a Row is no pair


def classes_of(
    session: "Session",
    school_ids: Collection[uuid.UUID],
    *,
    on: date,
    taught_by: uuid.UUID | None = None,
) -> list[ClassRow]:
    """Return the classes of a day's school year at schools, in the order of each; two queries.

    Args:
        session: Any.
        school_ids: Whose.
        on: The day: its year, and who is in a class on it.
        taught_by: Only the classes in which this person teaches that day.
    """
    asked = (
        sa.select(Class)
        .join(AcademicSession, AcademicSession.id == Class.session_id)
        .where(
            Class.organization_id.in_(school_ids),
            AcademicSession.starts_on <= on,
            AcademicSession.ends_on >= on,
        )
        .options(joinedload(Class.organization))
        .order_by(Class.organization_id, Class.position, Class.title, Class.id)
    )
    if taught_by is not None:
        theirs = sa.select(Enrollment.class_id).where(
            Enrollment.user_id == taught_by, Enrollment.role.in_(TEACHING), is_current(on)
        )
        asked = asked.where(Class.id.in_(theirs))
    found = list(session.scalars(asked))
    return _rows(session, found, on=on)


def _rows(session: "Session", found: list[Class], *, on: date) -> list[ClassRow]:
    pupils: dict[uuid.UUID, int] = defaultdict(int)
    teachers: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = session.execute(
        sa.select(Enrollment.class_id, Enrollment.role, User.family_name, User.given_name)
        .join(User, User.id == Enrollment.user_id)
        .where(Enrollment.class_id.in_([one.id for one in found]), is_current(on))
        .order_by(Enrollment.is_primary.desc(), User.name_order)
    )
    for row in rows:
        if row.role is EnrollmentRole.STUDENT:
            pupils[row.class_id] += 1
        else:
            teachers[row.class_id].append(f"{row.family_name} {row.given_name}".strip())
    return [
        ClassRow(
            one.id,
            one.title,
            one.kind,
            tuple(one.grades),
            one.organization.name,
            one.organization_id,
            pupils[one.id],
            tuple(teachers[one.id]),
        )
        for one in found
    ]


def members(session: "Session", class_id: uuid.UUID) -> list[Enrollment]:
    """Return every enrollment of a class, held or to come, with its person: 出席番号順."""
    return list(
        session.scalars(
            sa.select(Enrollment)
            .join(User, User.id == Enrollment.user_id)
            .where(Enrollment.class_id == class_id)
            .options(joinedload(Enrollment.user))
            .order_by(
                Enrollment.role == EnrollmentRole.STUDENT,
                Enrollment.is_primary.desc(),
                Enrollment.attendance_number.is_(None),
                Enrollment.attendance_number,
                User.name_order,
                Enrollment.starts_on,
            )
        )
    )


def is_taught(session: "Session", class_id: uuid.UUID, teacher_id: uuid.UUID, *, on: date) -> bool:
    """Say whether somebody teaches in a class that day."""
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    Enrollment.class_id == class_id,
                    Enrollment.user_id == teacher_id,
                    Enrollment.role.in_(TEACHING),
                    is_current(on),
                )
            )
        )
    )


def history(session: "Session", user_id: uuid.UUID) -> list[Enrollment]:
    """Return everything somebody was, is or will be enrolled in, with its class; newest first."""
    return list(
        session.scalars(
            sa.select(Enrollment)
            .where(Enrollment.user_id == user_id)
            .options(
                joinedload(Enrollment.class_).joinedload(Class.organization),
                joinedload(Enrollment.class_).joinedload(Class.session),
            )
            .order_by(Enrollment.starts_on.desc(), Enrollment.id)
        )
    )


def candidates(
    session: "Session", class_: Class, role: EnrollmentRole, search: str, *, on: date
) -> list[Candidate]:
    """Return who of a school may be given a place in a class, by number and name.

    Pupils, without a search, are those of the class's grades who have no homeroom that day;
    teachers are all of the school. Whoever is in the class already is left out.
    """
    is_pupil = role is EnrollmentRole.STUDENT
    inside = sa.select(Enrollment.user_id).where(
        Enrollment.class_id == class_.id, Enrollment.role == role, is_current(on)
    )
    homeroom = (
        sa.select(sa.func.min(Class.title))
        .join(Enrollment, Enrollment.class_id == Class.id)
        .where(
            Enrollment.user_id == User.id,
            Enrollment.role == EnrollmentRole.STUDENT,
            Class.kind == ClassKind.HOMEROOM,
            is_current(on),
        )
        .correlate(User)
        .scalar_subquery()
    )
    wanted = [Post.role == (Role.LEARNER if is_pupil else Role.TEACHER)]
    if search:
        wanted.append(
            sa.or_(
                (User.family_name + " " + User.given_name).startswith(search, autoescape=True),
                User.given_name.startswith(search, autoescape=True),
                User.family_kana.startswith(search, autoescape=True),
            )
        )
    elif is_pupil:
        wanted.append(homeroom.is_(None))
        if grades := [rules.grade_of(code) for code in class_.grades]:
            wanted.append(User.grade.in_(grades))
    rows = session.execute(
        sa.select(User, Post.role, homeroom)
        .join(Post, Post.user_id == User.id)
        .where(
            Post.organization_id == class_.organization_id,
            is_current_post(on),
            User.disabled_at.is_(None),
            User.id.not_in(inside),
            *wanted,
        )
        .order_by(User.grade, User.name_order, User.id)
        .limit(MOST_FOUND)
    )
    return [Candidate(user, held, title or "") for user, held, title in rows]


def classes_to_choose(
    session: "Session", places: Iterable[OrganizationNode], *, on: date
) -> list[tuple[Class, str]]:
    """Return the homerooms of a day's school year at some places, each with its school's name."""
    named = {place.id: place.name for place in places}
    rows = session.scalars(
        sa.select(Class)
        .join(AcademicSession, AcademicSession.id == Class.session_id)
        .where(
            Class.organization_id.in_(named),
            Class.kind == ClassKind.HOMEROOM,
            AcademicSession.starts_on <= on,
            AcademicSession.ends_on >= on,
        )
        .order_by(Class.position, Class.title)
    ).all()
    order = {place_id: rank for rank, place_id in enumerate(named)}
    return sorted(
        ((one, named[one.organization_id]) for one in rows),
        key=lambda pair: order[pair[0].organization_id],
    )
