"""The one blueprint of this package, who opens its pages, and what they share."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Blueprint, abort

from app import clock
from app.db import reading
from app.identity.login import person, signed_in
from app.talent.queries import Scope, scope_of, staff
from app.workforce import policy
from app.workforce.queries import Frame

if TYPE_CHECKING:
    from app.identity.queries import Person

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("workforce", "app.workforce", template_folder="templates")

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


planner = _whom(policy.can_plan)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""

gap_reader = _whom(policy.can_read)
"""Lets in managers as well; whose people they may read, ``scope`` says."""


def scope() -> Scope:
    """Return whose people the signed-in person may read."""
    return scope_of(reading(), person())


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def frame_of(on: date) -> Frame:
    """Return whose people the signed-in person reads, on a day."""
    tree = staff.departments(reading())
    return Frame(tree, scope_of(reading(), person(), tree), on, today())
