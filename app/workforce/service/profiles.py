"""Describe a role profile, change it from a day on, close it."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.workforce.errors import NotForThePastError
from app.workforce.models import Need, ProfileMember, ProfileVersion, RoleProfile
from app.workforce.rules import Membership

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody typed of a profile; ``needs`` are (item ref, level) in their order."""

    name: str
    purpose: str
    holds_from: date
    membership: Membership
    people: tuple[uuid.UUID, ...]
    needs: tuple[tuple[str, int], ...]


def describe(
    session: "Session", told: Description, *, by: uuid.UUID, now: "datetime"
) -> RoleProfile:
    """Keep a new profile with its first version."""
    row = RoleProfile(created_at=now, created_by_id=by)
    session.add(row)
    session.flush()
    _add(session, row, told, 1, by=by, now=now)
    _note(session, "workforce.profile_described", row, by=by, now=now)
    return row


def change(
    session: "Session", row: RoleProfile, told: Description, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Let a profile ask for something else from a day on; what held before is kept.

    Raises:
        NotForThePastError: The day is past, or before the first day of the newest version.
    """
    newest = session.scalars(
        sa.select(ProfileVersion)
        .where(ProfileVersion.profile_id == row.id)
        .order_by(ProfileVersion.number.desc())
        .limit(1)
    ).one()
    if told.holds_from < max(day_of(now), newest.holds_from):
        raise NotForThePastError
    _add(session, row, told, newest.number + 1, by=by, now=now)
    _note(session, "workforce.profile_changed", row, by=by, now=now)


def close(session: "Session", row: RoleProfile, *, by: uuid.UUID, now: "datetime") -> None:
    """Ask it of nobody any more, from today on."""
    if row.closed_on is None:
        row.closed_on = day_of(now)
        _note(session, "workforce.profile_closed", row, by=by, now=now)


def reopen(session: "Session", row: RoleProfile, *, by: uuid.UUID, now: "datetime") -> None:
    """Ask it again."""
    if row.closed_on is not None:
        row.closed_on = None
        _note(session, "workforce.profile_reopened", row, by=by, now=now)


def _add(
    session: "Session",
    row: RoleProfile,
    told: Description,
    number: int,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    version = ProfileVersion(
        profile_id=row.id,
        number=number,
        holds_from=told.holds_from,
        name=told.name,
        purpose=told.purpose,
        membership=told.membership.to_json(),
        made_at=now,
        by_id=by,
    )
    session.add(version)
    session.flush()
    session.add_all(
        Need(version_id=version.id, item_ref=ref, level=level, position=place)
        for place, (ref, level) in enumerate(told.needs)
    )
    session.add_all(
        ProfileMember(version_id=version.id, user_id=one) for one in dict.fromkeys(told.people)
    )


def _note(
    session: "Session", action: str, row: RoleProfile, *, by: uuid.UUID, now: "datetime"
) -> None:
    session.flush()
    audit.record(session, action, now=now, by=by, details={"profile": str(row.id)})
