"""What is kept of people who left, and for how long."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.audit.service import record
from app.outbox.service import publish
from app.personnel.events import RetentionOver
from app.personnel.models import Employee, Employment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RETENTION_YEARS: Final = 5
"""How long the register and the registry keep what is known of somebody who left.

It has to be long enough that a figure of a past fiscal year can be proven while it is audited and
while a plan of a few years runs, and that somebody who comes back after a term elsewhere finds
their number and skills; and no longer, since nothing is decided about people who are gone. Many
cities keep papers of the third kind, about the course of daily business, for five years.
"""
_AT_ONCE: Final = 500


def forget_leavers(session: "Session", *, on: date, now: datetime) -> list[uuid.UUID]:
    """Delete number and employments of who left more than ``RETENTION_YEARS`` ago.

    Others hear of it by ``RetentionOver``. Accounts, learning records and credentials stay.

    Args:
        session: The unit of work.
        on: The day.
        now: The present instant.

    Returns:
        Whose; at most some hundreds at once, the rest follow the next day.
    """
    is_open = sa.func.sum(sa.case((Employment.ends_on.is_(None), 1), else_=0))
    found = session.scalars(
        sa.select(Employment.user_id)
        .group_by(Employment.user_id)
        .having(is_open == 0, sa.func.max(Employment.ends_on) < _years_before(on))
        .order_by(Employment.user_id)
        .limit(_AT_ONCE)
    ).all()
    for table in (Employment, Employee):
        session.execute(
            sa.delete(table)
            .where(table.user_id.in_(found))
            .execution_options(synchronize_session=False)
        )
    for user_id in found:
        publish(session, RetentionOver(user_id, now))
        record(session, "personnel.forgotten", now=now, subject=user_id)
    return list(found)


def _years_before(on: date) -> date:
    try:
        return on.replace(year=on.year - RETENTION_YEARS)
    except ValueError:  # the 29th of February
        return on.replace(year=on.year - RETENTION_YEARS, day=28)
