"""The blueprint, and who may enter: administrators for what they administer, HR for staff."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, Flask, Response, abort, g

from app.db import reading
from app.identity import queries as identity
from app.identity.login import person, signed_in
from app.identity.models import OrganizationKind
from app.identity.origins import offer_rosters
from app.identity.policy import Reach
from app.personnel.policy import can_take_rosters_in
from app.rosters import queries
from app.rosters.errors import NoSuchImport
from app.rosters.policy import brings_staff_alone, staff_reach
from app.ui.navigation import sit_at_desk

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("rosters", "app.rosters", template_folder="templates", url_prefix="/admin/rosters")


def init_app(app: Flask) -> None:
    """Let the lists of accounts of ``app`` tell which of them a roster made."""
    offer_rosters(app, queries.made_by_roster)


def desk_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in administrators, and HR for the city's staff; for others there is no such page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not can_take_rosters_in(person()):
            abort(404)
        sit_at_desk()
        return view(*args, **kwargs)

    return signed_in(guarded)


def of_staff() -> bool:
    """Say whether who asks comes as HR, for the city's staff alone."""
    return brings_staff_alone(person())


def city_id() -> uuid.UUID:
    """Return the city, for which HR imports."""
    tree = identity.organization_tree(reading())
    return next(one.id for one in tree if one.kind is OrganizationKind.CITY)


def reach() -> Reach:
    """Return what who asks administers."""
    found: Reach | None = g.get("roster_reach")
    if found is None:
        found = g.roster_reach = (
            staff_reach(identity.organization_tree(reading()))
            if of_staff()
            else identity.administered_by(reading(), person())
        )
    return found


def import_here(import_id: uuid.UUID) -> queries.ImportRow:
    """Return an import within reach, or end in 404."""
    try:
        return queries.one_import(reading(), import_id, reach(), of_staff=of_staff())
    except NoSuchImport:
        abort(404)


def file_of(name: str, data: bytes, kind: str) -> Response:
    """Return a file to be kept under a name."""
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
