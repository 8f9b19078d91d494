"""The days of the story, as they lie around today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.clock import JST
from app.i18n.dates import fiscal_year

APRIL = 4
OFFICE = time(10)
"""When a scene begins: within office hours, and told nowhere."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days as the story names them.

    Attributes:
        today: The day on which it is told.
    """

    today: date

    def day(self, years_back: int, month: int, day: int) -> date:
        """Return a day of a fiscal year, so many years before the present one."""
        year = fiscal_year(self.today) - years_back
        return date(year if month >= APRIL else year + 1, month, day)

    def last_week(self, weekday: int) -> date:
        """Return a day of the week before this one; Monday is 0."""
        return self.today - timedelta(days=self.today.weekday() + 7 - weekday)

    def days_ago(self, days: int) -> date:
        """Return the working day that lies so many days back, or the one before it."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))


def at_work(day: date, *, minutes: int = 0) -> datetime:
    """Return an instant of a working day."""
    return datetime.combine(day, OFFICE, tzinfo=JST) + timedelta(minutes=minutes)
