"""Somebody's room for other work is said, by themselves or by who heads their unit."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.identity import queries as identity
from app.identity.models import User
from app.staffing.errors import NotStaff
from app.staffing.models import Availability

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.staffing.rules import Room


@dataclass(frozen=True, slots=True)
class Said:
    """What is said; see ``models.Availability``. ``reason`` is a chief's, empty of oneself."""

    room: "Room"
    starts_on: date
    until: date
    hours: int | None
    note: str
    reason: str = ""


def say(
    session: "Session", person_id: uuid.UUID, said: Said, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Let this be the last word on somebody's room; what was said before goes.

    Raises:
        NotStaff: The person has no current post at the city.
    """
    if not identity.person(session, person_id, on=day_of(now)).works_for_city:
        raise NotStaff(person_id)
    held = sa.select(User.id).where(User.id == person_id)
    session.execute(held.with_for_update(key_share=True))  # of two who say it, the later counts
    row = _of(session, person_id)
    if row is None:
        row = Availability(person_id=person_id)
        session.add(row)
    row.room, row.hours, row.note = said.room, said.hours, said.note
    row.starts_on, row.until, row.reason = said.starts_on, said.until, said.reason
    row.said_by_id, row.said_on = by, day_of(now)
    session.flush()
    _note(session, "staffing.room_said", person_id, by=by, now=now)


def take_back(session: "Session", person_id: uuid.UUID, *, by: uuid.UUID, now: "datetime") -> None:
    """Let nothing be known of somebody's room; idempotent."""
    row = _of(session, person_id)
    if row is not None:
        session.delete(row)
        session.flush()
        _note(session, "staffing.room_unsaid", person_id, by=by, now=now)


def forget_past(session: "Session", *, on: date) -> None:
    """Delete what has counted until a day before ``on``; idempotent."""
    session.execute(
        sa.delete(Availability)
        .where(Availability.until < on)
        .execution_options(synchronize_session=False)
    )


def _of(session: "Session", person_id: uuid.UUID) -> Availability | None:
    return session.scalars(
        sa.select(Availability).where(Availability.person_id == person_id)
    ).one_or_none()


def _note(
    session: "Session", action: str, person_id: uuid.UUID, *, by: uuid.UUID, now: "datetime"
) -> None:
    audit.record(session, action, now=now, by=by, subject=person_id)
