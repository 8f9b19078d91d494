"""How many statements that fit were stored on each of some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.lrs.models import StoredStatement
from app.lrs.queries.console import Edges, Wanted, is_everything, midnight, places

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DAYS = 30
_A_DAY_AND_ITS_END = 2


@dataclass(frozen=True, slots=True)
class Day:
    """A day in Japan and how many statements came on it."""

    day: date
    statements: int


def days_shown(wanted: Wanted, *, today: date) -> tuple[date, ...]:
    """Return the last ``DAYS`` days of those asked for, and the day after; none to come."""
    last = min(wanted.until or today, today)
    first = max(wanted.since or date.min, last - timedelta(days=DAYS - 1))
    count = (last - first).days + 1
    return tuple(first + timedelta(days=step) for step in range(count + 1)) if count > 0 else ()


def per_day(
    session: "Session", wanted: Wanted, days: tuple[date, ...], edges: Edges
) -> tuple[Day, ...]:
    """Count what fits on each of ``days``, the last of which only ends the one before.

    One query, which goes through what fits once and reads indexes only.
    """
    if len(days) < _A_DAY_AND_ITS_END:
        return ()
    if is_everything(wanted):
        return _per_day_of_all(session, days)
    found = places(wanted, edges.firsts[days[0]], edges.firsts[days[-1]] - 1).subquery()
    inner = [edges.firsts[day] for day in days[1:-1]]
    number = _numbered(found.c[0], inner) if inner else found.c[0] * 0
    rows = session.execute(sa.select(number, sa.func.count()).group_by(number))
    counts = {int(number): int(count) for number, count in rows}
    return tuple(Day(day, counts.get(number, 0)) for number, day in enumerate(days[:-1]))


def _per_day_of_all(session: "Session", days: tuple[date, ...]) -> tuple[Day, ...]:
    """Count in the index of times, which is small beside the table."""
    stored = StoredStatement.stored
    counts = [
        sa.select(sa.func.count())
        .where(stored >= midnight(day), stored < midnight(after))
        .scalar_subquery()
        for day, after in pairwise(days)
    ]
    found = session.execute(sa.select(*counts)).one()
    return tuple(Day(day, count) for day, count in zip(days, found, strict=False))


def _numbered(column: Any, edges: Sequence[Any], first: int = 0) -> Any:  # noqa: ANN401  SQL
    """Return the number of the interval a column falls in, by halves: five steps for 30 days."""
    if not edges:
        return sa.literal_column(str(first))
    middle = len(edges) // 2
    return sa.case(
        (column < edges[middle], _numbered(column, edges[:middle], first)),
        else_=_numbered(column, edges[middle + 1 :], first + middle + 1),
    )
