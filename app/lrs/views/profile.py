"""The xAPI Profile: JSON-LD for programs, a page for people, and where our own words lead.

Open to everybody and without xAPI's version header: it is a vocabulary, not a resource of the
store.
"""

from functools import lru_cache
from typing import Any

import orjson
from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.db import reading
from app.identity import queries as identity
from app.ui.page import render_page
from app.xapi.iri import VOCABULARY_FOLDER
from app.xapi.profile import build_profile
from app.xapi.profile.words import ACTIVITY_TYPES, VERBS

bp = Blueprint("xapi_profile", "app.lrs", template_folder="templates")

Json = dict[str, Any]

JSON_LD = "application/ld+json"
OFFERED = (JSON_LD, "application/json", "text/html")
"""The first one is for whoever takes anything."""
FRESH_SECONDS = 300
SEE_OTHER = 303


@bp.get("/xapi/profile")
def show_profile() -> ResponseReturnValue:
    """Answer with the profile: a page to browsers, JSON-LD to everybody else."""
    base = identity.installation(reading()).iri_base
    if request.accept_mimetypes.best_match(OFFERED) != "text/html":
        return _document(base)
    page = make_response(
        render_page(
            "lrs/profile.html",
            "main",
            profile=build_profile(base),
            folder=f"{base}/{VOCABULARY_FOLDER}/",
            verbs=VERBS,
            activity_types=ACTIVITY_TYPES,
        )
    )
    page.vary.add("Accept")
    return page


@bp.get("/xapi/profile.jsonld")
def download_profile() -> ResponseReturnValue:
    """Answer with the profile as JSON-LD, whatever the asker prefers."""
    return _document(identity.installation(reading()).iri_base)


@bp.get(f"/courses/{VOCABULARY_FOLDER}/<path:name>")
def follow_word(name: str) -> ResponseReturnValue:
    """Lead from the IRI of one of our own words to the profile that says what it means.

    303, because the word is not a page. The path is the one below ``iri_base``, as every
    installation has it.
    """
    base = identity.installation(reading()).iri_base
    if f"{base}/{VOCABULARY_FOLDER}/{name}" not in _words(base):
        abort(404)
    place = url_for("xapi_profile.show_profile", _anchor=name.replace("/", "-"))
    response = redirect(place, SEE_OTHER)
    return _shared(make_response(response))


def _document(base: str) -> Response:
    response = Response(_written(base), mimetype=JSON_LD)
    response.headers["Content-Disposition"] = 'inline; filename="profile.jsonld"'
    response.add_etag()
    response.vary.add("Accept")
    response.make_conditional(request)
    return _shared(response)


def _shared(response: Response) -> Response:
    """Let programs on any page read it, and keep it a while."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response


@lru_cache(maxsize=4)  # tests have several installations in one process
def _written(base: str) -> bytes:
    return orjson.dumps(build_profile(base))


@lru_cache(maxsize=4)
def _words(base: str) -> frozenset[str]:
    """Return every IRI of ours that the profile says something about."""
    profile = build_profile(base)
    parts = (profile["versions"], profile["concepts"], profile["templates"], profile["patterns"])
    return frozenset({profile["id"], *(it["id"] for part in parts for it in part)})
