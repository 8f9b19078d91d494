"""The one blueprint of this package, and who opens its pages."""

from typing import TYPE_CHECKING

from flask import Blueprint

from app import clock
from app.identity.login import let_in
from app.improvements import policy

if TYPE_CHECKING:
    from datetime import date


bp = Blueprint("improvements", "app.improvements", template_folder="templates")

UNPROCESSABLE = 422


writers_only = let_in(policy.writes_memos)
"""Lets in the city's staff; for everybody else the page does not exist."""

readers_only = let_in(policy.can_read)
"""Lets in HR and whoever heads a unit; whose memos they read, the registry's scope says."""


def today() -> "date":
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
