"""Reports are made at the end of each half of a fiscal year."""

from functools import partial
from typing import TYPE_CHECKING

from app.demo.calendar import Calendar
from app.demo.cast import HR, Stage
from app.demo.scene import Scene
from app.reporting import service

if TYPE_CHECKING:
    from datetime import date


def scenes(calendar: Calendar) -> list[Scene]:
    """Return when reports were made: a few days after the day that they are of."""
    day = calendar.day
    return [
        Scene(made, f"{as_of:%Y年%-m月%-d日}現在の報告", partial(make, as_of=as_of))
        for made, as_of in (
            (day(1, 4, 10), day(2, 3, 31)),
            (day(1, 10, 9), day(1, 9, 30)),
            (day(0, 4, 10), day(1, 3, 31)),
            (day(0, 10, 8), day(0, 9, 30)),
        )
    ]


def make(stage: Stage, *, as_of: "date") -> None:
    """Count a day and freeze it."""
    service.make(stage.session, as_of=as_of, by=stage.who(HR), now=stage.now)
