"""The one blueprint of these pages, and who may open them."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, abort

from app.identity.login import person, signed_in
from app.personnel import policy

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("personnel", "app.personnel", template_folder="templates", url_prefix="/staff")


def keepers_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in HR and administrators of the city; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.can_keep_register(person()):
            abort(404)
        return view(*args, **kwargs)

    return signed_in(guarded)
