"""The blueprint of this package's pages, and who may open them."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, abort

from app.identity.login import person, signed_in
from app.itembanks.policy import may_keep_banks

bp = Blueprint("itembanks", "app.itembanks", template_folder="templates", url_prefix="/banks")

P = ParamSpec("P")
R = TypeVar("R")


def keepers_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in those who keep banks; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not may_keep_banks(person()):
            abort(404)
        return view(*args, **kwargs)

    return signed_in(guarded)
