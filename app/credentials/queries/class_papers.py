"""What the children of a class have earned, for the papers that their teacher prints."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, defer

from app.classes import queries as classes
from app.classes.models import Class, Enrollment, EnrollmentRole
from app.credentials.models import AchievementVersion, Credential, CredentialState
from app.identity.models import Role, User
from app.identity.rules import taught_grade

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class ClassPapers:
    """A course of children that some of a class have completed.

    Attributes:
        key: The achievement's.
        name: As the newest of the credentials has it.
        children: Whose paper there is, in the order of the sheets: 出席番号 and name.
        waiting: How many more wait for their signature.
    """

    key: str
    name: str
    children: tuple[tuple[int | None, str], ...]
    waiting: int


def taught_class(session: "Session", class_id: uuid.UUID, who: "Person", *, on: date) -> Class:
    """Return a class that somebody teaches that day, in the post they act in.

    Raises:
        NoResultFound: There is none, or they do not: the two look alike.
    """
    found = session.get_one(Class, class_id)
    is_there = any(
        post.role is Role.TEACHER and post.organization_id == found.organization_id
        for post in who.posts
    )
    if not is_there or not classes.is_taught(session, class_id, who.id, on=on):
        raise NoResultFound
    return found


def papers_of(session: "Session", class_id: uuid.UUID, *, on: date) -> list[ClassPapers]:
    """Return what there is to print for those who learn in a class that day, by name."""
    rows = session.execute(
        _earned(class_id, on).options(
            defer(Credential.jwt), defer(Credential.di), defer(Credential.self_check)
        )
    )
    by_key: dict[str, list[Row]] = {}
    for row, user, number in rows:
        by_key.setdefault(row.achievement.key, []).append((row, user, number))
    found = [_papers(key, own) for key, own in by_key.items()]
    return sorted(found, key=lambda one: (one.name, one.key))


def to_print(
    session: "Session", class_id: uuid.UUID, key: str, *, on: date
) -> list[tuple[Credential, int | None]]:
    """Return an achievement's credentials in 出席番号順, each with its child's kanji grade."""
    rows = session.execute(_earned(class_id, on).where(AchievementVersion.key == key))
    told = [(row, user, number) for row, user, number in rows]
    return [(row, taught_grade(user.grade)) for row, user, _number in _once(told)]


def pupils_in(session: "Session", class_id: uuid.UUID, *, on: date) -> int:
    """Count those who learn in a class that day."""
    return (
        session.scalar(
            sa.select(sa.func.count()).select_from(Enrollment).where(*_learning_in(class_id, on))
        )
        or 0
    )


Row = tuple[Credential, User, int | None]


def _learning_in(class_id: uuid.UUID, on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Enrollment.class_id == class_id,
        Enrollment.role == EnrollmentRole.STUDENT,
        classes.is_current(on),
    )


def _earned(class_id: uuid.UUID, on: date) -> sa.Select[Credential, User, int | None]:
    """Return the credentials of children's courses in a class: 出席番号順, the newest first."""
    return (
        sa.select(Credential, User, Enrollment.attendance_number)
        .join(Enrollment, Enrollment.user_id == Credential.user_id)
        .join(User, User.id == Credential.user_id)
        .join(Credential.achievement)
        .options(contains_eager(Credential.achievement))
        .where(
            *_learning_in(class_id, on),
            Credential.registration_id.is_not(None),
            Credential.state != CredentialState.REVOKED,
            AchievementVersion.audience == "child",
        )
        .order_by(
            Enrollment.attendance_number.is_(None),
            Enrollment.attendance_number,
            User.name_order,
            User.id,
            Credential.awarded_on.desc(),
            Credential.created_at.desc(),
        )
    )


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the newest credential of each child that is signed."""
    seen: set[uuid.UUID] = set()
    for row, user, number in rows:
        if row.state is CredentialState.ISSUED and user.id not in seen:
            seen.add(user.id)
            yield row, user, number


def _papers(key: str, rows: list[Row]) -> ClassPapers:
    printed = list(_once(rows))
    got = {user.id for _, user, _ in printed}
    newest = max((row for row, _, _ in rows), key=lambda row: row.created_at)
    return ClassPapers(
        key,
        newest.achievement.content["name"],
        tuple((number, user.name) for _, user, number in printed),
        len({user.id for _, user, _ in rows} - got),
    )
