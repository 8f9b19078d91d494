"""What was said of somebody's room, and what they read of themselves here."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.models import User
from app.staffing.models import Availability, Listed, ShortList
from app.staffing.rules import Room, Stage, counts_on
from app.talent.queries import staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.queries.staff import StaffMember


@dataclass(frozen=True, slots=True)
class RoomSaid:
    """What was said of somebody's room. ``by_chief``: by who heads their unit, with a reason."""

    room: Room
    starts_on: date
    until: date
    hours: int | None
    note: str
    reason: str
    said_on: date
    by_chief: bool

    @classmethod
    def of(cls, row: Availability | None) -> "RoomSaid | None":
        """Return what a row says; None for none."""
        if row is None:
            return None
        return cls(
            *(row.room, row.starts_on, row.until, row.hours, row.note, row.reason, row.said_on),
            by_chief=row.said_by_id != row.person_id,
        )

    def counts(self, on: date) -> bool:
        """Whether it counts on a day; before and after, nothing is known."""
        return counts_on(self.starts_on, self.until, on)


@dataclass(frozen=True, slots=True)
class OnList:
    """That somebody is on a short list: what they read of it."""

    name: str
    purpose: str
    added_on: date
    stage: Stage
    stage_on: date
    note: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class OwnRoom:
    """What somebody reads of themselves: what was said, by whom, and which lists they are on."""

    room: RoomSaid | None
    by: str
    lists: tuple[OnList, ...]


def own_room(session: "Session", person_id: uuid.UUID) -> OwnRoom:
    """Return what is kept of somebody here, for themselves; two queries."""
    room, by = _said(session, person_id)
    rows = session.execute(
        sa.select(Listed, ShortList)
        .join(ShortList, ShortList.id == Listed.list_id)
        .where(Listed.person_id == person_id)
        .order_by(ShortList.closed_on.is_not(None), Listed.added_on.desc(), ShortList.name)
    )
    return OwnRoom(
        room,
        by,
        tuple(
            OnList(
                *(one.name, one.purpose, listed.added_on, listed.stage, listed.stage_on),
                *(listed.note, one.closed_on),
            )
            for listed, one in rows
        ),
    )


@dataclass(frozen=True, slots=True)
class PersonRoom:
    """A member of staff with what was said of their room, for who heads their unit."""

    person: "StaffMember"
    room: RoomSaid | None
    by: str


def person_room(session: "Session", person_id: uuid.UUID, *, today: date) -> PersonRoom | None:
    """Return what was said of somebody's room; None for whoever is not staff."""
    person = staff.staff_member(session, staff.departments(session), person_id, today=today)
    return None if person is None else PersonRoom(person, *_said(session, person_id))


def _said(session: "Session", person_id: uuid.UUID) -> tuple[RoomSaid | None, str]:
    row = session.execute(
        sa.select(Availability, User)
        .outerjoin(User, User.id == Availability.said_by_id)
        .where(Availability.person_id == person_id)
    ).one_or_none()
    if row is None:
        return None, ""
    said, by = row
    return RoomSaid.of(said), by.name if by else ""
