"""When letters to staff may leave: in office hours alone. Pure."""

from datetime import date, datetime, time, timedelta
from typing import Final

from app.clock import JST

OPENS: Final = time(8, 30)
CLOSES: Final = time(17, 15)
LUNCH: Final = (time(12), time(13))
A_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


def wait_for_office(now: datetime) -> timedelta:
    """Return how long a letter has to wait until offices are open; zero while they are.

    Offices are open from 8:30 to 17:15 on weekdays, but for lunch (12–13) and from 12-29 to
    01-03. Other holidays are not known here.
    """
    here = now.astimezone(JST)
    if _is_workday(here.date()):
        clock = here.time()
        if OPENS <= clock < LUNCH[0] or LUNCH[1] <= clock < CLOSES:
            return timedelta()
        if clock < OPENS:
            return _until(here, here.date(), OPENS)
        if clock < LUNCH[1]:
            return _until(here, here.date(), LUNCH[1])
    day = here.date() + A_DAY
    while not _is_workday(day):
        day += A_DAY
    return _until(here, day, OPENS)


def _is_workday(day: date) -> bool:
    at_the_turn = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < SATURDAY and not at_the_turn


def _until(here: datetime, day: date, at: time) -> timedelta:
    return datetime.combine(day, at, JST) - here
