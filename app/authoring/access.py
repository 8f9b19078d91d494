"""The guards of the workshop's pages: who may open what is said in ``policy``."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.authoring import policy
from app.authoring.policy import Action, Stage, Standing
from app.authoring.standing import is_visible_to_any, look_up
from app.db import reading
from app.identity.login import person, registered
from app.ui.navigation import sit_at_desk
from app.ui.strings import gettext as _

P = ParamSpec("P")
R = TypeVar("R")


def authors_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever may begin drafts. For everybody else the page does not exist (404)."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.may_author(person()):
            abort(404)
        sit_at_desk()
        return view(*args, **kwargs)

    return registered(guarded)


def workshop_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever may begin drafts, or takes part in one."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not (policy.may_author(person()) or is_visible_to_any(reading(), person())):
            abort(404)
        sit_at_desk()
        return view(*args, **kwargs)

    return registered(guarded)


def may_all(*actions: Action) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in whoever may do ``actions`` with the draft in the address (``draft_id``).

    From whom the draft is hidden, it is hidden here too (404); who may see it, and not do this,
    is told so (403). Of a published draft everybody is told that it stays as it was.
    """

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            draft_id: uuid.UUID = (request.view_args or {})["draft_id"]
            # the draft is held, so that the view finds it without another query
            g.standing, g.draft = look_up(reading(), draft_id, person())
            sit_at_desk()
            if all(g.standing.may(action) for action in actions):
                return view(*args, **kwargs)
            if g.standing.stage is not Stage.PUBLISHED:
                abort(403)
            return cast("R", closed(draft_id))

        return registered(guarded)

    return guard


def closed(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a published draft stays as it was, and lead to it."""
    flash(_("この下書きは公開したので、もう変わりません。直すときは、新しく始めます。"), "note")
    return redirect(url_for("authoring.draft", draft_id=draft_id), 303)


def my_standing() -> Standing:
    """Return how who asks stands to the draft of the address; call it below ``may_all``."""
    found: Standing = g.standing
    return found
