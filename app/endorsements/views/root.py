"""The one blueprint of this package, and who opens its pages."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Blueprint, Flask, abort

from app import clock
from app.endorsements import policy, queries
from app.identity.login import person, signed_in
from app.talent import telling
from app.talent.rules import Source

if TYPE_CHECKING:
    from app.identity.person import Person

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("endorsements", "app.endorsements", template_folder="templates")

UNPROCESSABLE = 422


def init_app(app: Flask) -> None:
    """Let the evidence pages of ``app`` tell of endorsements and of what was learned elsewhere."""
    telling.offer(app, Source.ENDORSEMENT, queries.tell_endorsements)
    telling.offer(app, Source.PRIOR_LEARNING, queries.tell_prior_learning)


def _whom(allows: "Callable[[Person], bool]") -> Callable[[Callable[P, R]], Callable[P, R]]:
    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not allows(person()):
                abort(404)
            return view(*args, **kwargs)

        return signed_in(guarded)

    return guard


givers = _whom(policy.may_give)
"""Lets in chiefs and partners; whom they may endorse, ``queries.standing_of`` says."""

settlers = _whom(policy.settles)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""

staff_only = _whom(policy.has_own)
"""Lets in staff, to what is their own."""


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
