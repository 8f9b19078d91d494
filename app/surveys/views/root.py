"""The one blueprint of this package, who opens its pages, and what they share."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Blueprint, abort

from app import clock
from app.db import reading
from app.identity.login import person, signed_in
from app.surveys import policy
from app.surveys.models import SurveyRound
from app.talent.queries import Scope, scope_of

if TYPE_CHECKING:
    from app.identity.queries import Person

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("surveys", "app.surveys", template_folder="templates")

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


maker = _whom(policy.can_make)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""

result_reader = _whom(policy.can_read)
"""Lets in managers as well; whose results they may read, ``scope`` says."""

staff_only = _whom(policy.may_be_asked)
"""Lets in whoever works for the city."""


def scope() -> Scope:
    """Return whose results the signed-in person may read."""
    return scope_of(reading(), person())


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def found(round_id: uuid.UUID) -> SurveyRound:
    """Return a round; 404 where there is none."""
    return reading().get_one(SurveyRound, round_id)
