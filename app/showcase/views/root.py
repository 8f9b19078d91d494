"""The one blueprint of this package, and what several of its views need."""

import logging
import uuid
from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

from flask import Blueprint, Flask, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app import clock
from app.catalog.content import render
from app.catalog.markdown import compile_blocks
from app.catalog.queries import view_of_reader
from app.challenges import beside
from app.concerns import telling
from app.media.errors import StorageAway
from app.media.storage.choosing import storage_of
from app.projects import doors
from app.showcase import policy, queries
from app.showcase.queries import Today
from app.showcase.service import Writer
from app.ui.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.projects.queries import Standing
    from app.showcase.rules import Content
    from app.showcase.sources import Picture

P = ParamSpec("P")

bp = Blueprint("showcase", "app.showcase", template_folder="templates")
log = logging.getLogger(__name__)

UNPROCESSABLE: Final = 422
AWAY: Final = 503
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture that is opened by itself runs nothing."""


def init_app(app: Flask) -> None:
    """Let packages below know the way to public pages, and what comments on them say."""
    beside.guide(app, ways_to_pages)
    telling.offer(app, "comment", queries.told_of_comment)


def ways_to_pages(
    session: "Session", project_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, beside.Way]:
    """Return the public pages of those projects that have one; one query."""
    return {
        row.project_id: beside.Way(
            row.public.title,
            url_for("showcase.page", key=row.project.key),
            url_for("showcase.credit", key=row.project.key),
        )
        for row in queries.public_ones(session, project_ids)
    }


def now_asked() -> Today:
    """Return the day, and the city's age of consent."""
    return Today(clock.day_of(clock.now()), site().settings.consent_age)


def writer_of(standing: "Standing") -> Writer:
    """Return who acts, as the services know them."""
    return Writer(standing.project.id, standing.user_id, is_teacher=standing.is_teacher)


def at_desk(
    view: "Callable[Concatenate[Standing, P], ResponseReturnValue]",
) -> Callable[..., Any]:
    """Let in as ``doors.inside`` does, and who answers for the page however long ago it ended.

    The page stands on: names are dropped from it, comments come in, and it can be taken back.
    """

    @wraps(view)
    def guarded(standing: "Standing", /, *args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not (doors.is_open(standing) or policy.moderates(standing)):
            abort(404)
        return view(standing, *args, **kwargs)

    return doors.inside_ever(guarded)


def only(
    allows: "Callable[[Standing], bool]",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let in whom a rule of ``policy`` allows; it stands below ``at_desk``."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(standing: "Standing", *args: object, **kwargs: object) -> object:
            if not allows(standing):
                abort(404)
            return view(standing, *args, **kwargs)

        return guarded

    return guard


def told(content: "Content") -> list[tuple[str, Markup]]:
    """Return the story, each part with its heading and its text as HTML."""
    view = view_of_reader()
    return [
        (one.heading, render(compile_blocks(one.text).prose, view)) for one in content.sections
    ]


def address_of(endpoint: str, **values: object) -> str:
    """Return the whole address of a page, as people outside reach it."""
    return site().settings.public_url + url_for(endpoint, **values)  # type: ignore[arg-type]  # none of them is one of url_for's own


def bytes_of(picture: "Picture") -> ResponseReturnValue:
    """Answer with a picture; whether it may be seen is asked each time anew."""
    try:
        with storage_of(site().settings).open(picture.key) as opened:
            data = opened.read()
    except FileNotFoundError:
        abort(404)
    except StorageAway as error:
        log.error("the storage of pictures did not answer: %s", error)  # noqa: TRY400  a sentence, no trace
        abort(AWAY)
    response = Response(data, mimetype=picture.mimetype)
    response.set_etag(picture.key)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    return response.make_conditional(request)
