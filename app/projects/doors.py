"""The door of every page of a project, for this package's views and for those above it.

A view below ``inside`` takes a ``Standing`` where the address has the project's key; its page
extends ``projects/frame.html``, and is drawn by ``render_inside``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import beside
from app.db import reading
from app.identity.login import person, signed_in
from app.projects.errors import NoSuchProject, Unvouched
from app.projects.queries import Names, Standing, naming, standing
from app.projects.rules import is_still_read
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

P = ParamSpec("P")
WORTH_KEEPING = 20
"""Letters from which what was sent in vain is shown again."""


class Job(NamedTuple):
    """What pages of a project are for; a name over some of them."""

    at: int
    label: Lazy


class Tab(NamedTuple):
    """A page of a project in its head.

    Attributes:
        endpoint: By which the application knows it.
        label: What it is called.
        address: Where it is.
        job: What it is for.
        is_here: Whether it is the page that is read.
        is_near: Whether it stands in the one line that a phone has room for.
    """

    endpoint: str
    label: Lazy
    address: str
    job: Job
    is_here: bool
    is_near: bool


_MAKING = Job(1, _l("つくる"))
_CITY = Job(2, _l("まちに伝える"))
_LOOKING = Job(3, _l("ふりかえる"))

TABS: tuple[tuple[str, Lazy, Job], ...] = (
    ("projects.project", _l("企画"), _MAKING),
    ("workroom.board", _l("ボード"), _MAKING),
    ("workroom.meetings", _l("打ち合わせ"), _MAKING),
    ("workroom.artifacts", _l("作ったもの"), _MAKING),
    ("mentoring.tickets", _l("相談"), _MAKING),
    ("contributions.of_project", _l("もとむ"), _CITY),
    ("adoption.of_project", _l("市の答え"), _CITY),
    ("showcase.of_project", _l("発表"), _CITY),
    ("journals.journal", _l("ふりかえり"), _LOOKING),
    ("assessments.assessments", _l("評価"), _LOOKING),
    ("recognition.awards", _l("証明"), _LOOKING),
)
"""The pages of a project that its members find in its head: endpoints, by name alone."""


def near(found: Standing, here: str | None) -> tuple[str, ...]:
    """Return the three pages that a phone shows in one line: the one read, and those used most.

    A team lives on its board, a mentor in what was asked, the city's people in its answer.

    Args:
        found: Who reads.
        here: The endpoint that is read.
    """
    if found.is_learner or found.is_teacher:
        used = ("projects.project", "workroom.board", "mentoring.tickets")
    elif found.is_mentor:
        used = ("projects.project", "mentoring.tickets", "workroom.artifacts")
    else:
        used = ("projects.project", "adoption.of_project", "workroom.artifacts")
    is_tab = any(endpoint == here for endpoint, _label, _job in TABS)
    return used if here in used or not is_tab else (*used[:2], str(here))


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
    return is_still_read(found.project.ended_on, clock.day_of(clock.now()))


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
    template: str, found: Standing, *, outlives: bool = False, status: int = 200, **context: object
) -> ResponseReturnValue:
    """Render a page of a project, with its head and tabs around the block ``inside``.

    Args:
        template: It extends ``projects/frame.html``.
        found: Who reads.
        outlives: Whether the reader changes something on it after the project's end as well;
            otherwise the head of an ended project says that nothing can be changed.
        status: Of the answer.
        **context: What else the template needs.
    """
    in_line = near(found, request.endpoint)
    tabs = [
        Tab(
            endpoint,
            label,
            url_for(endpoint, key=found.project.key),
            job,
            endpoint == request.endpoint,
            endpoint in in_line,
        )
        for endpoint, label, job in TABS
        if endpoint in current_app.view_functions and is_open(found)
    ]
    return render_page(
        template, "main", status=status, standing=found, tabs=tabs, outlives=outlives, **context
    )


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
