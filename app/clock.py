"""The one place that reads the time, and the city's own calendar."""

from datetime import UTC, date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Japan has one time zone and no summer time; a fixed offset needs no zone database."""


def now() -> datetime:
    """Return the present instant, timezone-aware, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Return the calendar day in Japan on which ``instant`` falls."""
    try:
        return instant.astimezone(JST).date()
    except OverflowError:  # the last hours of the year 9999, which others may send
        return instant.date()
