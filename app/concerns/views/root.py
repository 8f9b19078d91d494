"""The one blueprint of this package, and who opens its pages."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, abort

from app import clock
from app.concerns import queries
from app.db import reading
from app.identity.login import person, signed_in
from app.ui.navigation import sit_at_desk

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("concerns", "app.concerns", template_folder="templates")

UNPROCESSABLE = 422


def handlers_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever handles concerns; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not queries.is_handler(reading(), person(), on=today()):
            abort(404)
        sit_at_desk()
        return view(*args, **kwargs)

    return signed_in(guarded)


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
