"""What verifiers fetch: the issuer, its keys, achievements and status lists. Open to everybody."""

import uuid
from typing import Any

import orjson
from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.credentials import did, openbadges
from app.credentials.queries import issuers, trust
from app.credentials.views.root import bp
from app.db import reading
from app.identity import queries as identity
from app.ui.site import site

Json = dict[str, Any]

FRESH_SECONDS = 300
FOREVER_SECONDS = 86_400


@bp.get("/.well-known/did.json")
@bp.get("/<path:path>/did.json")
def did_document(path: str = "") -> ResponseReturnValue:  # noqa: ARG001  read from the request
    """Serve an issuer's document where its did:web name points, and nowhere else."""
    issuer = issuers.at_path(reading(), request.path)
    document = trust.issuer_document(reading(), issuer) if issuer else None
    if document is None:
        abort(404)
    return _open(document, "application/did+ld+json")


@bp.get("/.well-known/jwks.json")
def jwks() -> ResponseReturnValue:
    """Serve every public key of every issuer as a JWK; its ``kid`` is the whole name."""
    _issuer()  # nothing before the first start
    keys = trust.all_published_keys(reading())
    return _open({"keys": [did.bare_jwk(key) for key in keys]}, "application/jwk-set+json")


@bp.get("/ob/keys/<fragment>")
def key(fragment: str) -> ResponseReturnValue:
    """Serve one bare JWK, which is what a verifier that follows ``kid`` expects."""
    return _key(_issuer(), fragment)


@bp.get("/ob/issuers/<issuer_slug>/keys/<fragment>")
def issuer_key(issuer_slug: str, fragment: str) -> ResponseReturnValue:
    """Serve one bare JWK of an issuer beside the city's own."""
    return _key(issuers.named(reading(), issuer_slug).did, fragment)


@bp.get("/ob/issuer")
def issuer() -> ResponseReturnValue:
    """Serve the profile of the city's own issuer."""
    return _profile(_issuer())


@bp.get("/ob/issuers/<issuer_slug>")
def other_issuer(issuer_slug: str) -> ResponseReturnValue:
    """Serve the profile of an issuer beside it; one that has ended is served for ever."""
    return _profile(issuers.named(reading(), issuer_slug).did)


@bp.get("/ob/achievements/<uuid:version_id>")
def achievement(version_id: uuid.UUID) -> ResponseReturnValue:
    """Serve a frozen achievement, as credentials quote it."""
    content = trust.achievement(reading(), version_id)
    document = {"@context": list(openbadges.CONTEXTS), **content}
    return _open(document, "application/ld+json", seconds=FOREVER_SECONDS)


@bp.get("/ob/achievements/<uuid:version_id>/image.svg")
def picture(version_id: uuid.UUID) -> ResponseReturnValue:
    """Serve an achievement's picture, to which credentials point; it never changes."""
    response = Response(trust.picture(reading(), version_id), mimetype="image/svg+xml")
    response.add_etag()
    return _share(response, etag=response.get_etag()[0] or "", seconds=FOREVER_SECONDS)


MOST_LISTS = 1_000_000
"""Status lists there can ever be; a larger number only upsets a database."""


@bp.get("/ob/status/<int:number>")
def status_list(number: int) -> ResponseReturnValue:
    """Serve a signed status list; 304 for a reader that has this edition."""
    if number > MOST_LISTS:
        abort(404)
    row = trust.signed_list(reading(), number)
    response = Response((row.document or "").encode(), mimetype="application/vc")
    return _share(response, etag=row.etag or "", seconds=FRESH_SECONDS)


def _issuer() -> str:
    return identity.installation(reading()).issuer_did


def _profile(issuer: str) -> Response:
    facts = issuers.issuer_facts(reading(), issuer, city=site().city)
    return _open(openbadges.build_profile(facts), "application/ld+json")


def _key(issuer: str, fragment: str) -> Response:
    keys = {found.fragment: found for found in trust.published_keys(reading(), issuer)}
    if fragment not in keys:
        abort(404)
    return _open(did.bare_jwk(keys[fragment]), "application/jwk+json")


def _open(document: Json, mimetype: str, *, seconds: int = FRESH_SECONDS) -> Response:
    response = Response(orjson.dumps(document), mimetype=mimetype)
    response.add_etag()
    return _share(response, etag=response.get_etag()[0] or "", seconds=seconds)


def _share(response: Response, *, etag: str, seconds: int) -> Response:
    """Let verifiers on any page read it, keep it a while, and ask whether it changed."""
    response.set_etag(etag)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.make_conditional(request)
    return response
