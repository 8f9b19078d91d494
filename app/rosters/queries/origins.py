"""Which accounts a roster made."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.rosters.models import RosterChange, RosterImport
from app.rosters.plan import Kind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def made_by_roster(
    session: "Session", account_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, date]:
    """Return the day on which a roster made an account, of those that one did make.

    An import that was undone has closed them again, and made them all the same.
    """
    rows = session.execute(
        sa.select(RosterChange.person_id, RosterImport.applied_at)
        .join(RosterImport, RosterImport.id == RosterChange.import_id)
        .where(
            RosterChange.person_id.in_(account_ids),
            RosterChange.kind == Kind.USER,
            RosterChange.is_made,
        )
    )
    return {
        account_id: day_of(applied_at)
        for account_id, applied_at in rows
        if account_id is not None and applied_at is not None
    }
