"""The one blueprint of this package, and who opens its pages."""

from typing import TYPE_CHECKING

from flask import Blueprint

from app import clock
from app.adoption import policy
from app.adoption.service import Officer
from app.identity.login import let_in, me, person

if TYPE_CHECKING:
    from datetime import date

bp = Blueprint("adoption", "app.adoption", template_folder="templates")

UNPROCESSABLE = 422

staff_only = let_in(policy.reads_inbox)
"""Lets in staff of the city's departments; whose proposals they read, ``policy.scope_of`` says."""

keepers_only = let_in(policy.edits_offers)
"""Lets in who administers the city; for everybody else the page does not exist."""


def today() -> "date":
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def officer() -> Officer:
    """Return who acts for the city, with what a public page calls them."""
    return Officer(me().id, policy.office_of(person()))
