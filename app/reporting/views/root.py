"""The one blueprint of this package, and who opens its pages."""

from datetime import date

from flask import Blueprint

from app import clock
from app.identity.login import let_in
from app.reporting import policy

bp = Blueprint("reporting", "app.reporting", template_folder="templates", url_prefix="/reports")

UNPROCESSABLE = 422


reporter = let_in(policy.can_report)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
