"""The one blueprint of these pages, and who may open those of the registry."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Blueprint, abort

from app.identity.login import person, signed_in
from app.talent import policy
from app.talent.words import mark_of

if TYPE_CHECKING:
    from app.identity.queries import Person

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("talent", "app.talent", template_folder="templates")
bp.add_app_template_global(mark_of)


def _whom(allows: "Callable[[Person], bool]") -> Callable[[Callable[P, R]], Callable[P, R]]:
    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not allows(person()):
                abort(404)
            return view(*args, **kwargs)

        return signed_in(guarded)

    return guard


def registry_reader(view: Callable[P, R]) -> Callable[P, R]:
    """Let in HR and administrators of the city; for everybody else the page does not exist."""
    return _whom(policy.can_read_registry)(view)


def people_reader(view: Callable[P, R]) -> Callable[P, R]:
    """Let in managers as well; whose people they may read, ``queries.scope_of`` says."""
    return _whom(policy.can_read_people)(view)
