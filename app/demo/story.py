"""The whole story: every scene, in the order of its days."""

from app.demo import (
    awards,
    checks,
    comings,
    lessons,
    memos,
    outside,
    projects,
    reports,
    required,
    voices,
    wishes,
)
from app.demo.calendar import Calendar
from app.demo.rosters import first_table, transfers
from app.demo.scene import Scene
from app.demo.together import calls, mentors, people, phones, snow, under_way

CHAPTERS = (
    *(comings, awards, wishes, required, lessons, outside),
    *(voices, memos, checks, projects, reports),
    *(people, mentors, calls, snow, phones, under_way),
)
"""What happens; each knows its own scenes."""


def story(calendar: Calendar) -> list[Scene]:
    """Return what has happened by today, the earliest first; of one day, in the order of below."""
    day = calendar.day
    scenes = [
        Scene(day(2, 4, 1), "市役所の名簿", table=first_table),
        Scene(day(1, 4, 1), "4月1日の異動", table=transfers),
        Scene(day(0, 4, 1), "4月1日の異動", table=transfers),
        *(scene for chapter in CHAPTERS for scene in chapter.scenes(calendar)),
    ]
    return sorted((one for one in scenes if one.day <= calendar.today), key=lambda one: one.day)
