"""Reading doors and cards."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.classes.cards import rules
from app.classes.cards.models import ClassCard, ClassDoor, DoorTry
from app.classes.models import Class, Enrollment, EnrollmentRole
from app.classes.queries import is_current
from app.identity.models import Organization, Post, Role, User
from app.identity.queries import Person, administered_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TEACHING = (EnrollmentRole.TEACHER, EnrollmentRole.AIDE)


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class as its door shows it; ``grade`` is the lowest school year in it."""

    id: uuid.UUID
    title: str
    school: str
    grade: int


@dataclass(frozen=True, slots=True)
class DoorView:
    """An open door."""

    id: uuid.UUID
    class_: ClassView
    code: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a class, in 出席番号順.

    Attributes:
        name: The given name in hiragana: what stands on the card.
        full_name: For the teacher.
        emblem: Animal and color; None before cards were made.
        wrong_tries: At the door in question.
        is_in: Whether the child came in at it.
    """

    id: uuid.UUID
    number: int | None
    name: str
    full_name: str
    emblem: str | None
    pictures_sealed: str | None
    wrong_tries: int = 0
    is_in: bool = False

    @property
    def is_stuck(self) -> bool:
        """Whether only the teacher can open this card again."""
        return self.wrong_tries >= rules.WRONG_TRIES

    @property
    def animal(self) -> str:
        """The drawing of the emblem."""
        return (self.emblem or rules.EMBLEMS[0]).partition("-")[0]

    @property
    def color(self) -> str:
        """The field whose color the emblem has."""
        return (self.emblem or rules.EMBLEMS[0]).partition("-")[2]


def class_of(session: "Session", class_id: uuid.UUID, who: Person, *, on: date) -> ClassView:
    """Return a class that somebody teaches that day, or whose school they administer.

    Raises:
        NoResultFound: There is none, or it is not theirs: the two look alike.
    """
    teaches = sa.exists().where(
        Enrollment.class_id == class_id,
        Enrollment.user_id == who.id,
        Enrollment.role.in_(TEACHING),
        is_current(on),
    )
    found, school, is_theirs = session.execute(
        sa.select(Class, Organization.name, teaches)
        .join(Organization, Organization.id == Class.organization_id)
        .where(Class.id == class_id)
    ).one()
    if not is_theirs:
        administers = who.has_role(Role.ADMINISTRATOR) and administered_by(session, who)
        if not administers or not (
            administers.is_whole or found.organization_id in administers.organization_ids
        ):
            raise NoResultFound
    return _view(found, school)


def open_door(session: "Session", class_id: uuid.UUID, *, now: datetime) -> DoorView | None:
    """Return the door of a class, if it is open now."""
    return _door(session, ClassDoor.class_id == class_id, now=now)


def door(session: "Session", door_id: uuid.UUID, *, now: datetime) -> DoorView | None:
    """Return a door, if it is open now."""
    return _door(session, ClassDoor.id == door_id, now=now)


def children(
    session: "Session", class_id: uuid.UUID, *, on: date, door_id: uuid.UUID | None = None
) -> list[Child]:
    """Return the children of a class who may come in by a card, in 出席番号順, with their tries.

    Args:
        session: The unit of work.
        class_id: Of the class.
        on: The day.
        door_id: The door whose tries are told; without one there are none.
    """
    rows = session.execute(
        sa.select(User, Enrollment.attendance_number, ClassCard, DoorTry)
        .join(Enrollment, Enrollment.user_id == User.id)
        .outerjoin(ClassCard, ClassCard.user_id == User.id)
        .outerjoin(DoorTry, sa.and_(DoorTry.user_id == User.id, DoorTry.door_id == door_id))
        .where(
            Enrollment.class_id == class_id,
            Enrollment.role == EnrollmentRole.STUDENT,
            is_current(on),
            *may_use_cards(on),
        )
        .order_by(
            Enrollment.attendance_number.is_(None),
            Enrollment.attendance_number,
            User.name_order,
            User.id,
        )
    )
    return [_child(*row) for row in rows]


def may_use_cards(on: date) -> Sequence[sa.ColumnElement[bool]]:
    """Return the clauses of children who hold no post but that of a learner."""
    other_post = sa.exists().where(
        Post.user_id == User.id,
        Post.role != Role.LEARNER,
        sa.or_(Post.ends_on.is_(None), Post.ends_on >= on),
    )
    return (User.grade.is_not(None), User.disabled_at.is_(None), ~other_post.correlate(User))


def doors_of(user_id: uuid.UUID, *, on: date, now: datetime) -> sa.Select[uuid.UUID]:
    """Return the open doors of the classes that somebody learns in."""
    theirs = sa.select(Enrollment.class_id).where(
        Enrollment.user_id == user_id, Enrollment.role == EnrollmentRole.STUDENT, is_current(on)
    )
    return sa.select(ClassDoor.id).where(ClassDoor.class_id.in_(theirs), is_open(now))


def is_open(now: datetime) -> sa.ColumnElement[bool]:
    """Return the clause of doors that are open."""
    return sa.and_(ClassDoor.closed_at.is_(None), ClassDoor.closes_at > now)


def _door(session: "Session", which: sa.ColumnElement[bool], *, now: datetime) -> DoorView | None:
    row = session.execute(
        sa.select(ClassDoor, Class, Organization.name)
        .join(Class, Class.id == ClassDoor.class_id)
        .join(Organization, Organization.id == Class.organization_id)
        .where(which, is_open(now))
    ).one_or_none()
    if row is None:
        return None
    found, class_, school = row
    return DoorView(found.id, _view(class_, school), found.code, found.closes_at)


def _view(found: Class, school: str) -> ClassView:
    return ClassView(found.id, found.title, school, rules.grade_of(found.grades))


def _child(user: User, number: int | None, card: ClassCard | None, tried: DoorTry | None) -> Child:
    return Child(
        id=user.id,
        number=number,
        name=rules.card_name(user.given_name, user.given_kana),
        full_name=user.name,
        emblem=None if card is None else card.emblem,
        pictures_sealed=None if card is None else card.pictures_sealed,
        wrong_tries=0 if tried is None else tried.wrong_tries,
        is_in=tried is not None and tried.entered_at is not None,
    )
