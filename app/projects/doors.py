"""The door of every page of a project, for this package's views and for those above it.

A view below ``inside`` takes a ``Standing`` where the address has the project's key; its page
extends ``projects/frame.html``, and is drawn by ``render_inside``.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import beside
from app.db import reading
from app.identity.login import person, signed_in
from app.projects.errors import NoSuchProject, Unvouched
from app.projects.queries import Names, Standing, naming, standing
from app.projects.rules import READABLE_DAYS
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

P = ParamSpec("P")
WORTH_KEEPING = 20
"""Letters from which what was sent in vain is shown again."""

TABS: tuple[tuple[str, Lazy], ...] = (
    ("projects.project", _l("企画")),
    ("workroom.board", _l("ボード")),
    ("workroom.meetings", _l("打ち合わせ")),
    ("workroom.artifacts", _l("作ったもの")),
    ("mentoring.tickets", _l("相談")),
    ("journals.journal", _l("ふりかえり")),
    ("assessments.assessments", _l("評価")),
    ("contributions.of_project", _l("もとむ")),
    ("adoption.of_project", _l("市の答え")),
    ("showcase.of_project", _l("発表")),
    ("recognition.awards", _l("証明")),
)
"""The pages of a project that its members find in its head: endpoints, by name alone."""


def inside(
    view: Callable[Concatenate[Standing, P], ResponseReturnValue],
) -> Callable[..., ResponseReturnValue]:
    """Let in whoever is in the project of the address (``<key>``); 404 for everybody else.

    A mentor for whom nobody vouches today gets that 404 with the reason, and with what they sent.
    """
    return _door(view, ever=False)


def inside_ever(
    view: Callable[Concatenate[Standing, P], ResponseReturnValue],
) -> Callable[..., ResponseReturnValue]:
    """Let them in however long ago the project ended; other pages of it close after a year."""
    return _door(view, ever=True)


def is_open(found: Standing) -> bool:
    """Say whether the project's other pages are read today."""
    ended, today = found.project.ended_on, clock.day_of(clock.now())
    return ended is None or ended > today - timedelta(days=READABLE_DAYS)


def _tell_shut_out(shut: Unvouched) -> ResponseReturnValue:
    """Say why nothing is read here today, who can change it, and give back what was written."""
    written = [
        text
        for name, text in request.form.items()
        if name != "csrf_token" and len(text) >= WORTH_KEEPING
    ]
    return render_page(
        "projects/shut_out.html",
        "main",
        status=404,
        places=shut.places,
        public=beside.ways_to(reading(), [shut.project_id]).get(shut.project_id),
        written=written,
    )


def names_for(found: Standing, *, with_decisions: bool = False) -> Names:
    """Return how the members are called to whoever asks.

    Args:
        found: Who asks.
        with_decisions: Whether what is allowed of members under age is read as well.
    """
    today = clock.day_of(clock.now())
    age = site().settings.consent_age
    return naming(reading(), found, on=today, consent_age=age, with_decisions=with_decisions)


def render_inside(
    template: str, found: Standing, *, status: int = 200, **context: object
) -> ResponseReturnValue:
    """Render a page of a project, with its head and tabs around the block ``inside``."""
    tabs = [
        (label, url_for(endpoint, key=found.project.key), endpoint == request.endpoint)
        for endpoint, label in TABS
        if endpoint in current_app.view_functions and is_open(found)
    ]
    return render_page(template, "main", status=status, standing=found, tabs=tabs, **context)


def _door(
    view: Callable[Concatenate[Standing, P], ResponseReturnValue], *, ever: bool
) -> Callable[..., ResponseReturnValue]:
    @wraps(view)
    def guarded(key: str, *args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        today = clock.day_of(clock.now())
        try:
            found = standing(reading(), person(), key, on=today, ever=ever)
        except Unvouched as shut:
            return _tell_shut_out(shut)
        except NoSuchProject:
            abort(404)
        return view(found, *args, **kwargs)

    return signed_in(guarded)
