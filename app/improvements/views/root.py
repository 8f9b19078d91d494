"""The one blueprint of this package, and who opens its pages."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Blueprint, abort

from app import clock
from app.identity.login import person, signed_in
from app.improvements import policy

if TYPE_CHECKING:
    from datetime import date

    from app.identity.person import Person

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("improvements", "app.improvements", template_folder="templates")

UNPROCESSABLE = 422


def _whom(allows: "Callable[[Person], bool]") -> Callable[[Callable[P, R]], Callable[P, R]]:
    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not allows(person()):
                abort(404)
            return view(*args, **kwargs)

        return signed_in(guarded)

    return guard


writers_only = _whom(policy.writes_memos)
"""Lets in the city's staff; for everybody else the page does not exist."""

readers_only = _whom(policy.can_read)
"""Lets in HR and whoever heads a unit; whose memos they read, the registry's scope says."""


def today() -> "date":
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
