"""The blueprint of this package's pages, and who may open them."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Blueprint, Response, abort, g, request

from app.db import reading
from app.identity.login import person, registered
from app.itembanks import queries
from app.itembanks.policy import Action, may_open
from app.ui.navigation import sit_at_desk

if TYPE_CHECKING:
    import uuid

bp = Blueprint("itembanks", "app.itembanks", template_folder="templates", url_prefix="/banks")

P = ParamSpec("P")
R = TypeVar("R")


def authors_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever authors courses; for everybody else the page does not exist (404)."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not may_open(person()):
            abort(404)
        sit_at_desk()
        return view(*args, **kwargs)

    return registered(guarded)


def may(action: Action) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in whoever may do ``action`` with the bank in the address, or with that of its item.

    From whom the bank is hidden, it is hidden here too (404); who may see it, and not do this,
    is told so (403).
    """

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            # the bank is held, so that the view finds it without another query
            g.bank = _bank_of_address()
            if not g.bank.may(person(), Action.SEE):
                abort(404)
            if not g.bank.may(person(), action):
                abort(403)
            return view(*args, **kwargs)

        return authors_only(guarded)

    return guard


def _bank_of_address() -> queries.BankRow:
    asked = request.view_args or {}
    item_id: uuid.UUID | None = asked.get("item_id")
    if item_id is not None:
        return queries.bank_of_item(reading(), item_id)
    return queries.bank(reading(), asked["bank_id"])


def bank_here() -> queries.BankRow:
    """Return the bank of the address; call it below ``may``."""
    found: queries.BankRow = g.bank
    return found


def file_of(name: str, data: bytes, kind: str) -> Response:
    """Return a file to be kept under a name."""
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
