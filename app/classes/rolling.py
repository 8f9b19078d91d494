"""年度更新: the classes of a new year from those of the old, in one act that can be taken back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.classes import rules
from app.classes.errors import ClassesChanged
from app.classes.models import (
    AcademicSession,
    Class,
    ClassKind,
    Enrollment,
    EnrollmentRole,
    Rollover,
)
from app.classes.queries import latest_years
from app.classes.rules import Move, Pupil, Room, Step
from app.classes.service import create_class, enroll, ensure_school_year, note
from app.identity.models import Organization, Post, Role, User
from app.identity.service import end_post, reopen_post

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person
    from app.identity.queries import OrganizationNode


@dataclass(frozen=True, slots=True)
class Plan:
    """What a school's new year is made from.

    Attributes:
        year: The year whose April begins the new one.
        old_title: Of the old school year.
        title: Of the new one.
        begins_on: Its first day.
        rooms: The homerooms of the old year.
        pupils: Who learns in them, by class and number.
        names: How each of them is called.
    """

    year: int
    old_title: str
    title: str
    begins_on: date
    rooms: tuple[Room, ...]
    pupils: tuple[Pupil, ...]
    names: Mapping[uuid.UUID, str]


def plan(session: "Session", school: "OrganizationNode") -> Plan | None:
    """Return what the new year of a school is made from; None for a school without classes."""
    old = latest_years(session, [school.id]).get(school.id)
    if old is None:
        return None
    title, begins_on, _ = rules.school_year(old.starts_on.year + 1)
    rooms = _homerooms(session, school.id, old)
    rows = session.scalars(
        sa.select(Enrollment)
        .join(User, User.id == Enrollment.user_id)
        .where(
            Enrollment.class_id.in_(rooms),
            Enrollment.role == EnrollmentRole.STUDENT,
            sa.or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= old.ends_on),
        )
        .options(joinedload(Enrollment.user))
        .order_by(Enrollment.attendance_number, User.name_order, User.id)
    ).all()
    order = {class_id: rank for rank, class_id in enumerate(rooms)}
    rows = sorted(rows, key=lambda one: order[one.class_id])
    return Plan(
        year=old.starts_on.year + 1,
        old_title=old.title,
        title=title,
        begins_on=begins_on,
        rooms=tuple(rooms.values()),
        pupils=tuple(
            Pupil(one.user_id, one.user.grade, rooms[one.class_id], one.attendance_number)
            for one in rows
        ),
        names={one.user_id: one.user.name for one in rows},
    )


def standing(session: "Session", school_id: uuid.UUID) -> Rollover | None:
    """Return the last rollover of a school that was not taken back."""
    return session.scalars(
        sa.select(Rollover)
        .join(AcademicSession, AcademicSession.id == Rollover.session_id)
        .where(Rollover.organization_id == school_id, Rollover.undone_at.is_(None))
        .options(joinedload(Rollover.session))
        .order_by(AcademicSession.starts_on.desc())
        .limit(1)
    ).one_or_none()


def can_undo(rollover: Rollover, *, on: date) -> bool:
    """Say whether a rollover may still be taken back, as far as the calendar goes."""
    return on <= undo_until(rollover)


def undo_until(rollover: Rollover) -> date:
    """Return the last day on which a rollover may be taken back."""
    return rollover.session.starts_on + timedelta(days=rules.UNDO_DAYS)


def roll_over(
    session: "Session",
    school: "OrganizationNode",
    made_from: Plan,
    rooms: Sequence[Room],
    moves: Sequence[Move],
    *,
    by: "Person",
    now: "datetime",
) -> Rollover:
    """Make a school's new year: classes, enrollments, grades, and posts that end.

    The old year's enrollments end on its last day and stay. A second time for the same year
    changes nothing, and returns what the first one made.

    Args:
        session: The unit of work.
        school: Whose.
        made_from: The old year as it stands now.
        rooms: The homerooms of the new year.
        moves: One for each pupil of ``made_from``.
        by: Who does it.
        now: The present instant.
    """
    year = ensure_school_year(session, made_from.year)
    done = session.scalars(
        sa.select(Rollover).filter_by(
            organization_id=school.id, session_id=year.id, undone_at=None
        )
    ).one_or_none()
    if done is not None:
        return done
    last_day = made_from.begins_on - timedelta(days=1)
    ended = _end_enrollments(session, school.id, last_day)
    place = session.get_one(Organization, school.id)
    classes = {
        room.title: create_class(
            session,
            place,
            room.title,
            year=year,
            grades=[rules.code_of(grade) for grade in room.grades],
            position=position,
        )
        for position, room in enumerate(rooms, start=1)
    }
    pupils, posts, made = _move_pupils(session, school.id, year, classes, moves)
    rollover = Rollover(
        organization_id=school.id,
        session_id=year.id,
        made_at=now,
        made_by_id=by.id,
        changes={
            "ended": ended,
            "classes": [str(one.id) for one in classes.values()],
            "enrollments": made,
            "pupils": pupils,
            "posts": posts,
        },
    )
    session.add(rollover)
    session.flush()
    note(session, "year.rolled_over", rollover.organization_id, by=by, now=now, pupils=len(moves))
    return rollover


def undo_rollover(
    session: "Session", rollover: Rollover, *, by: "Person", now: "datetime"
) -> None:
    """Take a whole rollover back, so that the old year is as it was.

    Raises:
        ClassesChanged: Something it made or changed is no more as it left it: then the new year
            is in use, and each thing is put right by itself.
    """
    changes = rollover.changes
    made = _by_id(session, Enrollment, [row[0] for row in changes["enrollments"]])
    users = _by_id(session, User, [row[0] for row in changes["pupils"]])
    posts = _by_id(session, Post, [row["id"] for row in changes["posts"]])
    ended = _by_id(session, Enrollment, [row[0] for row in changes["ended"]])
    if touched := _touched(session, rollover, made, users, posts):
        raise ClassesChanged(touched)
    for enrollment_id, before in changes["ended"]:
        ended[enrollment_id].ends_on = _day(before)
    for user_id, before, _after in changes["pupils"]:
        users[user_id].grade = before
    for row in changes["posts"]:
        post = posts[row["id"]]
        if row["ended"]:
            reopen_post(session, post)
        post.title, post.attendance_number = row["before"]
    session.flush()
    try:
        with session.begin_nested():
            for model, ids in ((Enrollment, list(made)), (Class, changes["classes"])):
                session.execute(sa.delete(model).where(model.id.in_(map(uuid.UUID, ids))))
    except IntegrityError as error:  # class cards and the like hold on to a class
        raise ClassesChanged(1) from error
    rollover.undone_at = now
    session.flush()
    note(
        session,
        "year.taken_back",
        rollover.organization_id,
        by=by,
        now=now,
        pupils=len(changes["pupils"]),
    )


def _homerooms(
    session: "Session", school_id: uuid.UUID, year: AcademicSession
) -> dict[uuid.UUID, Room]:
    rows = session.scalars(
        sa.select(Class)
        .filter_by(organization_id=school_id, session_id=year.id, kind=ClassKind.HOMEROOM)
        .order_by(Class.position, Class.title, Class.id)
    )
    return {
        one.id: Room(
            one.title,
            tuple(grade for code in one.grades if (grade := rules.grade_of(code)) is not None),
        )
        for one in rows
    }


def _end_enrollments(
    session: "Session", school_id: uuid.UUID, last_day: date
) -> list[tuple[str, str | None]]:
    """End what was open in the classes of the old year; return ids with the ends before."""
    rows = session.scalars(
        sa.select(Enrollment)
        .join(Class, Class.id == Enrollment.class_id)
        .join(AcademicSession, AcademicSession.id == Class.session_id)
        .where(
            Class.organization_id == school_id,
            AcademicSession.starts_on <= last_day,
            Enrollment.starts_on <= last_day,
            sa.or_(Enrollment.ends_on.is_(None), Enrollment.ends_on > last_day),
        )
    ).all()
    before = [(str(one.id), None if one.ends_on is None else str(one.ends_on)) for one in rows]
    for one in rows:
        one.ends_on = last_day
    session.flush()
    return before


def _move_pupils(
    session: "Session",
    school_id: uuid.UUID,
    year: AcademicSession,
    classes: Mapping[str, Class],
    moves: Sequence[Move],
) -> tuple[list[Any], list[dict[str, Any]], list[Any]]:
    """Bring every pupil into the new year; return what was before, as ``changes`` keeps it."""
    ids = [str(move.pupil_id) for move in moves]
    users = _by_id(session, User, ids)
    posts = _learners_posts(session, school_id, ids)
    pupils: list[Any] = []
    held: list[dict[str, Any]] = []
    made: list[Any] = []
    for move in moves:
        user, post = users[str(move.pupil_id)], posts.get(move.pupil_id)
        after = rules.grade_after(user.grade, move.step)
        pupils.append([str(user.id), user.grade, after])
        user.grade = after
        leaves = move.step is Step.LEAVE or move.title is None
        title, number = (None, None) if leaves else (move.title, move.number)
        if not leaves:
            place = enroll(
                session,
                user,
                classes[move.title or ""].id,
                EnrollmentRole.STUDENT,
                starts_on=year.starts_on,
                attendance_number=number,
            )
            made.append([str(place.id), str(place.class_id), number])
        if post is None:
            continue
        before = [post.title, post.attendance_number]
        if leaves:
            end_post(session, post, on=year.starts_on - timedelta(days=1))
        else:
            post.title, post.attendance_number = title or "", number
        held.append(
            {
                "id": str(post.id),
                "before": before,
                "after": [post.title, post.attendance_number],
                "ended": leaves,
            }
        )
    session.flush()
    return pupils, held, made


def _learners_posts(
    session: "Session", school_id: uuid.UUID, ids: Sequence[str]
) -> dict[uuid.UUID, Post]:
    rows = session.scalars(
        sa.select(Post).where(
            Post.organization_id == school_id,
            Post.role == Role.LEARNER,
            Post.user_id.in_(map(uuid.UUID, ids)),
            Post.ends_on.is_(None),
        )
    )
    return {post.user_id: post for post in rows}


def _touched(
    session: "Session",
    rollover: Rollover,
    made: Mapping[str, Enrollment],
    users: Mapping[str, User],
    posts: Mapping[str, Post],
) -> int:
    """Count what is no more as the rollover left it."""
    changes = rollover.changes
    last_day = rollover.session.starts_on - timedelta(days=1)
    now_there = session.scalar(
        sa.select(sa.func.count())
        .select_from(Enrollment)
        .join(Class, Class.id == Enrollment.class_id)
        .where(
            Class.organization_id == rollover.organization_id,
            Class.session_id == rollover.session_id,
        )
    )
    return sum(
        (
            abs((now_there or 0) - len(changes["enrollments"])),
            sum(_is_other(made.get(row[0]), row) for row in changes["enrollments"]),
            sum(_grade(users.get(row[0])) != row[2] for row in changes["pupils"]),
            sum(_is_other_post(posts.get(row["id"]), row, last_day) for row in changes["posts"]),
        )
    )


def _is_other(enrollment: Enrollment | None, row: Sequence[Any]) -> bool:
    if enrollment is None or enrollment.ends_on is not None:
        return True
    now_so: list[object] = [str(enrollment.class_id), enrollment.attendance_number]
    return now_so != list(row[1:])


def _is_other_post(post: Post | None, row: Mapping[str, Any], last_day: date) -> bool:
    if post is None or post.ends_on != (last_day if row["ended"] else None):
        return True
    now_so: list[object] = [post.title, post.attendance_number]
    return now_so != list(row["after"])


def _grade(user: User | None) -> int | None:
    return 0 if user is None else user.grade


def _by_id(session: "Session", model: Any, ids: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401  any table
    rows = session.scalars(sa.select(model).where(model.id.in_(map(uuid.UUID, ids))))
    return {str(row.id): row for row in rows}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
