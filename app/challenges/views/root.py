"""The one blueprint of this package, and who opens its pages."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, abort

from app import clock
from app.challenges import policy, queries
from app.challenges.errors import NoSuchChallenge
from app.db import reading
from app.identity.login import let_in, person
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date

    from app.challenges.models import Challenge
    from app.talent.queries.staff import Departments

bp = Blueprint("challenges", "app.challenges", template_folder="templates")

UNPROCESSABLE = 422

writers_only = let_in(policy.writes)
"""Lets in departments and who runs the city; whose challenges they write, ``places`` says."""


def today() -> "date":
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def places() -> "tuple[Departments, frozenset[uuid.UUID]]":
    """Return the city's tree, and the departments for which the signed-in person writes."""
    tree = staff.departments(reading())
    return tree, policy.writes_in(tree, person())


def own(slug: str, theirs: frozenset[uuid.UUID]) -> "Challenge":
    """Return a challenge of some departments, or end in 404."""
    try:
        return queries.theirs_by_slug(reading(), slug, theirs)
    except NoSuchChallenge:
        abort(404)
