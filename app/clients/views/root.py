"""The blueprints of this package, and the guard of its pages."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, Response, abort

from app import clock
from app.clients import calls
from app.db import reading
from app.identity import queries as identity
from app.identity.login import person, roles_required
from app.identity.models import Role

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("clients", "app.clients", template_folder="templates")
public = Blueprint("oauth", "app.clients")


@bp.after_app_request
def _keep_sums(response: Response) -> Response:
    """Write what silent clients used before: they may not call this process again for days."""
    calls.keep_sums(now=clock.now())
    return response


def city_administrators_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in administrators of the city itself: a program reaches the whole city's records."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not identity.administered_by(reading(), person()).is_whole:
            abort(404)
        return view(*args, **kwargs)

    return roles_required(Role.ADMINISTRATOR)(guarded)
