"""The one blueprint of this package, and what its pages share."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint

from app import clock
from app.achievements import queries
from app.db import reading
from app.identity import queries as identity
from app.identity.login import person
from app.identity.policy import Reach

if TYPE_CHECKING:
    from app.achievements.models import Achievement

bp = Blueprint("achievements", "app.achievements", template_folder="templates")

UNPROCESSABLE = 422


def reach() -> Reach:
    """Return what the signed-in person administers."""
    return identity.administered_by(reading(), person())


def usable(achievement_id: uuid.UUID) -> "Achievement":
    """Return an achievement that the signed-in person may award; 404 for any other."""
    return queries.usable(reading(), achievement_id, person(), reach())


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())
