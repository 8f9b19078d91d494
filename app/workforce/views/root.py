"""The one blueprint of this package, who opens its pages, and what they share."""

from datetime import date

from flask import Blueprint

from app import clock
from app.db import reading
from app.identity.login import let_in, person
from app.talent.queries import Scope, scope_of, staff
from app.workforce import policy
from app.workforce.queries import Frame

bp = Blueprint("workforce", "app.workforce", template_folder="templates")

UNPROCESSABLE = 422


planner = let_in(policy.can_plan)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""

gap_reader = let_in(policy.can_read)
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
