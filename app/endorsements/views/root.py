"""The one blueprint of this package, and who opens its pages."""

from datetime import date

from flask import Blueprint, Flask

from app import clock
from app.endorsements import policy, queries
from app.identity.login import let_in
from app.talent import telling
from app.talent.rules import Source

bp = Blueprint("endorsements", "app.endorsements", template_folder="templates")

UNPROCESSABLE = 422


def init_app(app: Flask) -> None:
    """Let the evidence pages of ``app`` tell of endorsements and of what was learned elsewhere."""
    telling.offer(app, Source.ENDORSEMENT, queries.tell_endorsements)
    telling.offer(app, Source.PRIOR_LEARNING, queries.tell_prior_learning)


givers = let_in(policy.may_give)
"""Lets in chiefs and partners; whom they may endorse, ``queries.standing_of`` says."""

settlers = let_in(policy.settles)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""

staff_only = let_in(policy.has_own)
"""Lets in staff, to what is their own."""


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
