"""What HR requires: courses with a day by which they are to be finished."""

from functools import partial
from typing import TYPE_CHECKING

from app.assignments import service
from app.assignments.queries import Whom
from app.demo.calendar import Calendar
from app.demo.cast import HR, Stage
from app.demo.lessons import SLUG
from app.demo.scene import Scene

if TYPE_CHECKING:
    from datetime import date


def scenes(calendar: Calendar) -> list[Scene]:
    """Return when what was assigned."""
    day = calendar.day
    return [
        Scene(
            day(1, 5, 12),
            "期限のある研修",
            partial(
                assign,
                due=day(1, 3, 20),
                places=("情報政策課", "人事課"),
                why="先に学ぶ課として、今年度のうちに修了します。",
            ),
        ),
        Scene(
            day(0, 10, 1),
            "期限のある研修",
            partial(
                assign,
                due=day(0, 1, 29),
                places=("税務課", "市民課", "道路課"),
                why="窓口と現場で生成AIを安全に使い始めるための研修です。",
            ),
        ),
    ]


def assign(stage: Stage, *, due: "date", places: tuple[str, ...], why: str) -> None:
    """Assign the course to sections."""
    for name in places:
        service.assign(
            stage.session,
            SLUG,
            Whom(organization_id=stage.place(name), adds_joiners=True),
            due_on=due,
            purpose=why,
            by=stage.who(HR),
            now=stage.now,
        )
