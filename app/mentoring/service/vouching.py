"""An organization vouches for a mentor, and may end that early."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.identity import queries as identity
from app.identity.models import User
from app.mentoring import queries, rules
from app.mentoring.errors import NoSuchVetting, VettingRefused
from app.mentoring.service.ending import return_orphans
from app.vettings.models import MentorVetting

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Vouching:
    """For whom an organization vouches, how long, and after what.

    Attributes:
        user_id: The mentor.
        organization_id: For which organization.
        starts_on: The first day.
        ends_on: The last day, within a year.
        checked: What was checked, in words.
        minutes: Agreed for each term.
    """

    user_id: uuid.UUID
    organization_id: uuid.UUID
    starts_on: "date"
    ends_on: "date"
    checked: str
    minutes: int


def vouch(
    session: "Session",
    given: Vouching,
    *,
    by: uuid.UUID,
    places: Collection[uuid.UUID],
    now: "datetime",
) -> MentorVetting:
    """Vouch for a mentor; renewing is the same, for the days that follow.

    Args:
        session: The unit of work.
        given: For whom, and how.
        by: Who vouches.
        places: The organizations for which they do (``policy.places_of``).
        now: The present instant.

    Raises:
        VettingRefused: See there; nothing was written.
    """
    today = day_of(now)
    if given.user_id == by:
        raise VettingRefused("own")
    if given.organization_id not in places:
        raise VettingRefused("place")
    is_over = given.ends_on < max(given.starts_on, today)
    if is_over or rules.lasts_too_long(given.starts_on, given.ends_on):
        raise VettingRefused("days")
    session.get_one(User, given.user_id, with_for_update=True)
    _refuse_strangers(session, given, on=today)
    if _overlaps(session, given):
        raise VettingRefused("overlaps")
    row = MentorVetting(
        user_id=given.user_id,
        organization_id=given.organization_id,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        checked=given.checked,
        minutes=given.minutes,
        vouched_by_id=by,
        vouched_at=now,
        ended_reason="",
    )
    session.add(row)
    session.flush()
    _record(session, "mentoring.vouched", row, by=by, now=now)
    told = following.Told("mentor.vouched", f"mentor.vouched:{row.id}", "/my/tickets")
    following.tell(session, [row.user_id], told, now=now)
    return row


def end(
    session: "Session",
    vetting_id: uuid.UUID,
    reason: str,
    *,
    by: uuid.UUID,
    places: Collection[uuid.UUID],
    now: "datetime",
) -> MentorVetting:
    """End a vetting before its day: from today on it does not hold.

    Tickets that are with the mentor go back to the teachers at once; the mentor is told.

    Args:
        session: The unit of work.
        vetting_id: Which.
        reason: Why, for the organization's own memory.
        by: Who ends it.
        places: The organizations for which they vouch.
        now: The present instant.

    Raises:
        NoSuchVetting: There is none, or it is another organization's.
        VettingRefused: ``ended`` (it does not hold any more).
    """
    row = session.get(MentorVetting, vetting_id, with_for_update=True, populate_existing=True)
    if row is None or row.organization_id not in places:
        raise NoSuchVetting(vetting_id)
    today = day_of(now)
    if row.ended_on is not None or row.ends_on < today:
        raise VettingRefused("ended")
    row.ended_on, row.ended_by_id, row.ended_reason = max(today, row.starts_on), by, reason
    session.flush()
    _record(session, "mentoring.vouching_ended", row, by=by, now=now)
    told = following.Told("mentor.ended", f"mentor.ended:{row.id}", "/my/tickets")
    following.tell(session, [row.user_id], told, now=now)
    return_orphans(session, now=now, mentor_id=row.user_id)
    return row


def _refuse_strangers(session: "Session", given: Vouching, *, on: "date") -> None:
    found = identity.person(session, given.user_id, on=on)
    if found.is_minor or found.is_guest or found.is_disabled:
        raise VettingRefused("minor")
    people = queries.people_of_place(session, given.organization_id, on=on)
    if given.user_id not in {one.id for one in people}:
        raise VettingRefused("place")


def _overlaps(session: "Session", given: Vouching) -> bool:
    last = sa.case(
        (MentorVetting.ended_on.is_(None), MentorVetting.ends_on), else_=MentorVetting.ended_on
    )
    # one that was ended holds until the day before
    is_after = sa.case(
        (MentorVetting.ended_on.is_(None), last >= given.starts_on),
        else_=last > given.starts_on,
    )
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    MentorVetting.user_id == given.user_id,
                    MentorVetting.organization_id == given.organization_id,
                    MentorVetting.starts_on <= given.ends_on,
                    is_after,
                )
            )
        )
    )


def _record(
    session: "Session", action: str, row: MentorVetting, *, by: uuid.UUID, now: "datetime"
) -> None:
    details = {
        "vetting": str(row.id),
        "organization": str(row.organization_id),
        "until": row.ends_on.isoformat(),
        "minutes": row.minutes,
    }
    audit.record(session, action, now=now, by=by, subject=row.user_id, details=details)
