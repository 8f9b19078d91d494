"""The days of the city's budget, entered for a fiscal year."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.projects.models import BudgetDate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def keep_calendar(
    session: "Session",
    year: int,
    days: Mapping[str, tuple[str, date]],
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    """Keep the calendar of a fiscal year's budget as it was entered.

    Args:
        session: The unit of work.
        year: The fiscal year that is budgeted for.
        days: The city's own word (or nothing) and the day of each step, by its key.
        by: Who enters it.
        now: The present instant.
    """
    rows = {
        row.step: row
        for row in session.scalars(
            sa.select(BudgetDate).where(BudgetDate.year == year).with_for_update()
        )
    }
    for key, (title, on_day) in days.items():
        row = rows.get(key)
        if row is None:
            session.add(BudgetDate(year=year, step=key, title=title, on_day=on_day))
        else:
            row.title, row.on_day = title, on_day
    session.flush()
    audit.record(session, "projects.budget_dates", now=now, by=by, details={"year": year})
