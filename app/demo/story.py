"""The whole story: every scene, in the order of its days."""

from app.demo import awards, comings, lessons, wishes
from app.demo.calendar import Calendar
from app.demo.rosters import first_table, transfers
from app.demo.scene import Scene


def story(calendar: Calendar) -> list[Scene]:
    """Return what has happened by today, the earliest first; of one day, in the order of below."""
    day = calendar.day
    scenes = [
        Scene(day(2, 4, 1), "市役所の名簿", table=first_table),
        Scene(day(1, 4, 1), "4月1日の異動", table=transfers),
        Scene(day(0, 4, 1), "4月1日の異動", table=transfers),
        *comings.scenes(calendar),
        *awards.scenes(calendar),
        *wishes.scenes(calendar),
        *lessons.scenes(calendar),
    ]
    return sorted((one for one in scenes if one.day <= calendar.today), key=lambda one: one.day)
