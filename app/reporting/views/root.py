"""The one blueprint of this package, and who opens its pages."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, abort

from app import clock
from app.identity.login import person, signed_in
from app.reporting import policy

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("reporting", "app.reporting", template_folder="templates", url_prefix="/reports")

UNPROCESSABLE = 422


def reporter(view: Callable[P, R]) -> Callable[P, R]:
    """Let in HR and who runs the city; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.can_report(person()):
            abort(404)
        return view(*args, **kwargs)

    return signed_in(guarded)


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
