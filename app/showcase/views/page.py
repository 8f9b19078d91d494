"""One page, as the public reads it, with its pictures."""

import uuid
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from flask import Response, abort
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog.licenses import LICENSES
from app.db import reading
from app.identity.login import visitor
from app.showcase import policy, queries
from app.showcase.errors import NoSuchShowcase
from app.showcase.forms import ROLES, CommentForm, fiscal_year
from app.showcase.sources import ENDINGS
from app.showcase.views.root import address_of, bp, bytes_of, now_asked, told
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import in_language

if TYPE_CHECKING:
    from app.showcase.queries import PublicPage


@bp.get("/showcase/<key>", endpoint="page")
def show_page(key: str) -> ResponseReturnValue:
    """Show one page."""
    return page_with(key, CommentForm(formdata=None))


@bp.get("/showcase/card.png", endpoint="card")
def show_card() -> ResponseReturnValue:
    """Answer with the house's drawing, which stands for a page without a photo elsewhere."""
    response = Response(_card(), mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.get("/showcase/<key>/pictures/<uuid:artifact_id>", endpoint="picture")
def show_picture(key: str, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Answer with a picture of a public page, as long as it may be seen."""
    try:
        found = queries.public_picture(reading(), key, artifact_id, now_asked())
    except NoSuchShowcase:
        abort(404)
    return bytes_of(found)


def page_with(key: str, form: CommentForm, *, status: int = 200) -> ResponseReturnValue:
    """Render a public page, with a comment that is being written."""
    who = visitor()
    reader_id = None if who is None else who.id
    try:
        found = queries.public_page(reading(), key, now_asked(), reader_id=reader_id)
    except NoSuchShowcase:
        abort(404)
    return render_page(
        "showcase/page.html",
        "main",
        status=status,
        form=form,
        may_comment=policy.comments(who),
        may_follow=who is not None and not who.is_guest,
        is_visitor=who is None,
        may_take_off=policy.takes_off(who),
        takes_up=policy.takes_up(who),
        **_addresses(found),
        **drawn(found),
    )


def _addresses(found: "PublicPage") -> dict[str, Any]:
    key, cover = found.project.key, found.cover
    picture = cover and address_of("showcase.picture", key=key, artifact_id=cover.artifact_id)
    return {
        "address": address_of("showcase.page", key=key),
        "image": picture or address_of("showcase.card"),
        "feed": address_of("showcase.feed"),
        "frame": address_of("showcase.embed", key=key),
    }


def drawn(found: "PublicPage") -> dict[str, Any]:
    """Return what the page's template needs, of a public one and of a preview."""
    license_ = LICENSES.get(found.content.license)
    return {
        "page": found,
        "story": told(found.content),
        "roles": ROLES,
        "terms": license_ and in_language(reader().locale, license_.name),
        "fiscal_year": fiscal_year,
        "endings": ENDINGS,
        "today": clock.day_of(clock.now()),
        "day_of": clock.day_of,
    }


@cache
def _card() -> bytes:
    return (files("app.showcase") / "data" / "card.png").read_bytes()
