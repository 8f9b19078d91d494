"""Guards of views that ask for more than a session: factors of one's own, and a fresh proof."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import abort, redirect, url_for

from app import clock
from app.identity import proof
from app.identity.factors import policy
from app.identity.login import local_path, person, signed_in
from app.ui.page import here

P = ParamSpec("P")
R = TypeVar("R")


def own_factors(view: Callable[P, R]) -> Callable[P, R]:
    """Let in those who may have second factors; for others the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.can_have_factors(person()):
            abort(404)
        return view(*args, **kwargs)

    return signed_in(guarded)


def freshly_proved(view: Callable[P, R]) -> Callable[P, R]:
    """Let in those who proved themselves within ten minutes; others are asked to, first."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not proof.is_fresh(now=clock.now()):
            asked = url_for("factors.confirm", next=local_path(here()))
            return cast("R", redirect(asked, 303))
        return view(*args, **kwargs)

    return own_factors(guarded)
