"""Days in the reader's language; in Japanese as this city writes them to each audience."""

from datetime import date

from babel.dates import format_date

from app.i18n import dates
from app.i18n.languages import JAPANESE
from app.ui.reader import reader


def jdate(day: date) -> str:
    """Return a day for staff: ``令和8年10月1日（2026年）``."""
    return dates.jdate(day) if reader().locale == JAPANESE else _elsewhere(day)


def plain_date(day: date) -> str:
    """Return a day for citizens: ``2026年10月1日``."""
    return dates.plain_date(day) if reader().locale == JAPANESE else _elsewhere(day)


def child_date(day: date) -> str:
    """Return a day for children: ``11月24日（火曜日）``."""
    return dates.child_date(day) if reader().locale == JAPANESE else _elsewhere(day)


def month_day(day: date) -> str:
    """Return a day of this school year: ``11月24日``."""
    if reader().locale == JAPANESE:
        return dates.month_day(day)
    return format_date(day, "MMM d", locale=reader().locale)


def _elsewhere(day: date) -> str:
    return format_date(day, "long", locale=reader().locale)
