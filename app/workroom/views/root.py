"""The one blueprint of this package, and who writes on its pages."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from flask import Blueprint, Flask, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.concerns import telling
from app.projects import doors
from app.projects.errors import ProjectRefused
from app.projects.queries import Standing
from app.workroom import policy
from app.workroom.errors import WorkroomRefused
from app.workroom.forms import WHY
from app.workroom.queries import told

if TYPE_CHECKING:
    from datetime import date

P = ParamSpec("P")
View = Callable[Concatenate[Standing, P], ResponseReturnValue]

bp = Blueprint(
    "workroom", "app.workroom", template_folder="templates", url_prefix="/projects/<key>"
)

UNPROCESSABLE = 422


def init_app(app: Flask) -> None:
    """Let concerns about things of the room keep what these say."""
    telling.offer(app, "card", told.told_of_card)
    telling.offer(app, "meeting", told.told_of_meeting)
    telling.offer(app, "decision", told.told_of_decision)
    telling.offer(app, "artifact", told.told_of_artifact)


def _nobody(_standing: Standing) -> bool:
    return False


def _writers(
    may: Callable[[Standing], bool], back: str, *, outlives: Callable[[Standing], bool] = _nobody
) -> Callable[[View[P]], Callable[..., ResponseReturnValue]]:
    """Let in whoever may write, as long as the project goes on; see ``doors.inside``.

    After its end, those whom ``outlives`` allows write on.

    What is refused, and no form tells, is told on the page ``back``.
    """

    def mark(view: View[P]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(
            standing: Standing, /, *args: P.args, **kwargs: P.kwargs
        ) -> ResponseReturnValue:
            if not may(standing):
                abort(404)
            try:
                if not (standing.is_active or outlives(standing)):
                    raise ProjectRefused("ended")
                return view(standing, *args, **kwargs)
            except (ProjectRefused, WorkroomRefused) as refused:
                flash(str(WHY[refused.fault]), "note")
                return redirect(url_for(back, key=standing.project.key), 303)

        return doors.inside(guarded)

    return mark


on_board = _writers(policy.writes_cards, "workroom.board")
"""For pages that write on the board."""

on_notes = _writers(policy.writes_notes, "workroom.meetings")
"""For pages that write meetings and decisions."""

on_artifacts = _writers(policy.shares, "workroom.artifacts")
"""For pages that share what was made."""

on_descriptions = _writers(policy.shares, "workroom.artifacts", outlives=policy.describes_ever)
"""For pages that say what it is, and who is on it."""


def today() -> "date":
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
