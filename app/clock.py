"""The one place that reads the time, and the city's own calendar."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Japan has one time zone and no summer time; a fixed offset needs no zone database."""

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Return the present instant, timezone-aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let time stand at an instant, for whatever is called within; a demo tells its past so.

    Args:
        instant: Aware.
    """
    before = _standing.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(before)


def day_of(instant: datetime) -> date:
    """Return the calendar day in Japan on which ``instant`` falls."""
    try:
        return instant.astimezone(JST).date()
    except OverflowError:  # the last hours of the year 9999, which others may send
        return instant.date()


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last one of a shorter month."""
    month = day.year * 12 + day.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
