"""The calls: discovery, get, upsert, profile."""

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app import clock
from app.clients.caller import Caller
from app.credentials.openbadges import CONTEXTS
from app.credentials.schema import read_instant
from app.db import reading, transaction
from app.talent import arrivals
from app.talent.api import description, door
from app.talent.api.answers import Refused, json_response
from app.talent.api.scopes import READ, READ_PROFILE, UPSERT
from app.talent.arrivals import Outcome
from app.talent.models import Way
from app.talent.queries import brought
from app.ui.site import site

bp = Blueprint("ob", __name__, url_prefix=description.BASE)

JWS, JSON = frozenset({"text/plain"}), frozenset({"application/json", "application/vc+ld+json"})
MOST_AT_ONCE = 200
LARGEST_NUMBER = 1_000_000_000
DESCRIBED_FOR_SECONDS = 3600


@bp.get("/discovery")
def discovery() -> Response:
    """Describe the service to whoever asks."""
    settings = site().settings
    answer = json_response(description.describe(settings.public_url, settings.city))
    answer.headers["Cache-Control"] = f"public, max-age={DESCRIBED_FOR_SECONDS}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@bp.get("/credentials")
@door.for_programs(READ)
def credentials(caller: Caller) -> Response:
    """Give a program what it brought, page by page, the first brought first."""
    limit, offset = _number("limit", MOST_AT_ONCE, least=1), _number("offset", 0, least=0)
    page = brought.page(
        reading(), caller.id, limit=min(limit, MOST_AT_ONCE), offset=offset, since=_since()
    )
    answer = json_response({"credential": page.credentials, "compactJwsString": page.tokens})
    answer.headers["X-Total-Count"] = str(page.total)
    answer.headers["Link"] = _links(min(limit, MOST_AT_ONCE), offset, page.total)
    return answer


@bp.post("/credentials")
@door.for_programs(UPSERT)
def upsert(caller: Caller) -> Response:
    """Take one credential, and answer with what was sent."""
    if request.mimetype not in JWS | JSON:
        raise Refused(415, "send a JWS as text/plain, or JSON as application/vc+ld+json")
    data = door.body()
    if data.lstrip().startswith(b"{") != (request.mimetype in JSON):
        raise Refused(400, f"the body is not what {request.mimetype} says")
    with transaction() as session:
        arrival = arrivals.take_in(
            session, data, way=Way.API, client_id=caller.id, now=clock.now()
        )
    match arrival.outcome:
        case Outcome.REFUSED:
            raise Refused(400, arrival.reason or "")
        case Outcome.OLDER:
            raise Refused(409, arrival.reason or "")
        case Outcome.UNCHANGED:
            return Response(status=304)
    status = 201 if arrival.outcome is Outcome.CREATED else 200
    return Response(data, status, content_type=request.content_type)


@bp.get("/profile")
@door.for_programs(READ_PROFILE)
def profile(caller: Caller) -> Response:
    """Tell a program who it is here: it is the authenticated entity."""
    return json_response(
        {
            "@context": list(CONTEXTS),
            "id": f"urn:uuid:{caller.id}",
            "type": ["Profile"],
            "name": caller.name,
        }
    )


def _number(name: str, usual: int, *, least: int) -> int:
    text = request.args.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdecimal()) or not least <= int(text[:12]) <= LARGEST_NUMBER:
        raise Refused(
            400, f"{name} is a whole number from {least}", code="invalid_query_parameter"
        )
    return int(text)


def _since() -> datetime | None:
    text = request.args.get("since")
    if text is None:
        return None
    found = read_instant(text.replace(" ", "+"))  # a plus sign that was not encoded
    if found is None:
        raise Refused(
            400, "since is a date and time with its zone", code="invalid_query_parameter"
        )
    return found


def _links(limit: int, offset: int, total: int) -> str:
    """Return the header of RFC 8288; next and prev stand where there is such a page."""
    last = max(0, (total - 1) // limit * limit)
    pages = {"first": 0, "last": last}
    if offset + limit < total:
        pages["next"] = offset + limit
    if offset > 0:
        pages["prev"] = max(0, offset - limit)
    url = f"{site().settings.public_url}{description.BASE}/credentials"
    given = {"since": request.args["since"]} if "since" in request.args else {}
    return ", ".join(
        f'<{url}?{urlencode({"limit": limit, "offset": place, **given})}>; rel="{rel}"'
        for rel, place in pages.items()
    )
