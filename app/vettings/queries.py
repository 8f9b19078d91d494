"""Asking whether a vetting holds, and for whom."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.models import Organization
from app.vettings.models import MentorVetting

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session

Place = tuple[uuid.UUID, uuid.UUID]
"""A person, and an organization for which they advise."""
Whom = Collection[uuid.UUID] | sa.Select[uuid.UUID]


def holds(on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether a vetting holds on a day."""
    return sa.and_(
        MentorVetting.starts_on <= on,
        MentorVetting.ends_on >= on,
        sa.or_(MentorVetting.ended_on.is_(None), MentorVetting.ended_on > on),
    )


def is_held(row: MentorVetting, on: date) -> bool:
    """Say whether a vetting holds on a day."""
    is_ended = row.ended_on is not None and row.ended_on <= on
    return row.starts_on <= on <= row.ends_on and not is_ended


def covered(whom: Whom, *, on: date) -> sa.CTE:
    """Return, in SQL, for which organizations some people are vouched for: of whom, and where.

    An organization vouches for all that stands below it. Of whom nobody vouches for, there is no
    row, and nothing is walked.

    Args:
        whom: The people, by id.
        on: The day.
    """
    above = (
        sa.select(MentorVetting.user_id, MentorVetting.organization_id)
        .where(MentorVetting.user_id.in_(whom), holds(on))
        .cte("covered", recursive=True)
    )
    below = sa.select(above.c.user_id, Organization.id).join(
        above, Organization.parent_id == above.c.organization_id
    )
    return above.union(below)


def is_vouched(
    person: "InstrumentedAttribute[uuid.UUID]",
    place: "InstrumentedAttribute[uuid.UUID]",
    whom: Whom,
    *,
    on: date,
) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether somebody vouches for a person at an organization on a day.

    Args:
        person: The column of who advises.
        place: The column of the organization for which they do.
        whom: Everybody whom ``person`` may be: only their vettings are walked.
        on: The day.
    """
    found = covered(whom, on=on)
    return sa.exists().where(found.c.user_id == person, found.c.organization_id == place)


def vouched(session: "Session", user_ids: Collection[uuid.UUID], *, on: date) -> set[Place]:
    """Return for whom of some people somebody vouches on a day, and where; one query."""
    if not user_ids:
        return set()
    found = covered(user_ids, on=on)
    rows = session.execute(sa.select(found.c.user_id, found.c.organization_id))
    return {(row.user_id, row.organization_id) for row in rows}
