"""The one blueprint of this package, who opens its pages, and what they share."""

import uuid
from datetime import date

from flask import Blueprint

from app import clock
from app.db import reading
from app.identity.login import let_in, person
from app.surveys import policy
from app.surveys.models import SurveyRound
from app.talent.queries import Scope, scope_of

bp = Blueprint("surveys", "app.surveys", template_folder="templates")

UNPROCESSABLE = 422


maker = let_in(policy.can_make)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""

result_reader = let_in(policy.can_read)
"""Lets in managers as well; whose results they may read, ``scope`` says."""

staff_only = let_in(policy.may_be_asked)
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
