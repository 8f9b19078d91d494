"""How much was learned outside, by fiscal year and department."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.talent.queries import staff
from app.training.models import TrainingRecord

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Department, Departments

APRIL = 4


@dataclass(frozen=True, slots=True)
class Sum:
    """People (each once), completions, and their minutes together."""

    people: int = 0
    completions: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class YearSums:
    """A fiscal year.

    Attributes:
        year: In which it begins.
        on: The day whose posts decide where somebody counts: its last one, or today.
        departments: In 建制順, each with all below it; those without any are left out.
        left: Of people who are listed nowhere on that day.
        total: Of everybody.
    """

    year: int
    on: date
    departments: "tuple[tuple[Department, Sum], ...]"
    left: Sum
    total: Sum


def in_year(year: int, *, today: date) -> tuple[date, date, date]:
    """Return first and last day of a fiscal year, and the day whose posts decide."""
    first, last = date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)
    return first, last, min(last, max(today, first))


def years(session: "Session") -> list[tuple[int, int]]:
    """Return the fiscal years with records, newest first, with their minutes; one query."""
    year = sa.extract("year", TrainingRecord.completed_on)
    month = sa.extract("month", TrainingRecord.completed_on)
    rows = session.execute(
        sa.select(year, month, sa.func.coalesce(sa.func.sum(TrainingRecord.minutes), 0)).group_by(
            year, month
        )
    )
    found: dict[int, int] = {}
    for in_, of, minutes in rows:
        key = int(in_) if int(of) >= APRIL else int(in_) - 1
        found[key] = found.get(key, 0) + int(minutes or 0)
    return sorted(found.items(), reverse=True)


def year_sums(session: "Session", tree: "Departments", year: int, *, today: date) -> YearSums:
    """Return how much was learned outside in a year, by department; one query."""
    first, last, on = in_year(year, today=today)
    home = staff.homes(on)
    rows = session.execute(
        sa.select(
            home.c.organization_id,
            sa.func.count(sa.distinct(TrainingRecord.person_id)),
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(TrainingRecord.minutes), 0),
        )
        .select_from(TrainingRecord)
        .outerjoin(home, home.c.user_id == TrainingRecord.person_id)
        .where(TrainingRecord.completed_on.between(first, last))
        .group_by(home.c.organization_id)
    ).all()
    own = {row[0]: Sum(row[1], row[2], int(row[3])) for row in rows}
    parts = [
        _rolled(tree, {key: getattr(one, name) for key, one in own.items() if key})
        for name in ("people", "completions", "minutes")
    ]
    departments = tuple(
        (one, Sum(*(part[one.id] for part in parts))) for one in tree.ordered if parts[1][one.id]
    )
    total = Sum(*(sum(getattr(one, name) for one in own.values()) for name in Sum.__slots__))
    return YearSums(year, on, departments, own.get(None, Sum()), total)


def _rolled(tree: "Departments", own: "dict[uuid.UUID, int]") -> "dict[uuid.UUID, int]":
    return tree.roll_up(own)
