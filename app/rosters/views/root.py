"""The blueprint, and who may enter: administrators, each for what they administer."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, Flask, Response, abort, g

from app.db import reading
from app.identity import queries as identity
from app.identity.login import person, roles_required
from app.identity.models import Role
from app.identity.origins import offer_rosters
from app.identity.policy import Reach
from app.rosters import queries
from app.rosters.errors import NoSuchImport
from app.ui.navigation import sit_at_desk

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("rosters", "app.rosters", template_folder="templates", url_prefix="/admin/rosters")


def init_app(app: Flask) -> None:
    """Let the lists of accounts of ``app`` tell which of them a roster made."""
    offer_rosters(app, queries.made_by_roster)


def administrators_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in administrators; for everybody else there is no such page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        sit_at_desk()
        return view(*args, **kwargs)

    return roles_required(Role.ADMINISTRATOR)(guarded)


def reach() -> Reach:
    """Return what who asks administers."""
    found: Reach | None = g.get("roster_reach")
    if found is None:
        found = g.roster_reach = identity.administered_by(reading(), person())
    return found


def import_here(import_id: uuid.UUID) -> queries.ImportRow:
    """Return an import within reach, or end in 404."""
    try:
        return queries.one_import(reading(), import_id, reach())
    except NoSuchImport:
        abort(404)


def file_of(name: str, data: bytes, kind: str) -> Response:
    """Return a file to be kept under a name."""
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
