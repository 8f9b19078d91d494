"""The statement resource (1.0.3, Communication 2.1; 2.0: 4.1.6.1)."""

import base64
import binascii
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
from flask import Response, g
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import http_date, parse_accept_header

from app import clock
from app.db import reading, transaction
from app.identity import queries as identity
from app.lrs import service
from app.lrs.errors import StatementRace
from app.lrs.formats import activities_in, as_canonical, as_ids
from app.lrs.multipart import Part, write_parts
from app.lrs.queries.attachments import attachments_with_bytes
from app.lrs.queries.search import MOST, Filter, Found, by_id, find
from app.lrs.queries.things import definitions_of
from app.lrs.rules import key_of
from app.lrs.store.consistency import begin_writing, consistent_through
from app.lrs.views.call import (
    Call,
    Refused,
    json_response,
    only,
    read_agent,
    read_bool,
    read_instant,
    read_iri,
    read_uuid,
)
from app.lrs.views.received import Body, read_statements
from app.xapi.compare import identifier
from app.xapi.instants import write_timestamp

if TYPE_CHECKING:
    from app.db import Json
    from app.lrs.entry import Entry
    from app.lrs.service import Attached, Received

FORMATS = ("exact", "ids", "canonical")
FILTERS = (
    *("agent", "verb", "activity", "registration", "related_activities", "related_agents"),
    *("since", "until", "limit", "format", "attachments", "ascending"),
)
SINGLE = ("statementId", "voidedStatementId")
THROUGH = "X-Experience-API-Consistent-Through"
MORE = "/xapi/more?after="
_SEQS = 2**63
TRIES = 3
"""Two writers that store one statement at the same moment: the second finds it stored."""


# --- storing ------------------------------------------------------------------------------------


def put(call: Call) -> Response:
    """Store one statement under the id that the address names."""
    only(call, allowed=(), required=("statementId",))
    statement_id = read_uuid(call, "statementId")
    body = read_statements(call)
    if body.is_batch:
        raise Refused(400, "PUT takes one statement, not a list")
    told = body.statements[0].value
    if isinstance(told, dict):
        if str(told.get("id", statement_id)).lower() != str(statement_id):
            raise Refused(400, "the statement's id is not the statementId")
        if "id" not in told:
            body.statements[0] = _with_id(body.statements[0], str(statement_id))
    _store(call, body)
    return Response(status=204)


def post(call: Call) -> Response:
    """Store one statement or a list of them: all or nothing."""
    only(call, allowed=())
    body = read_statements(call)
    ids = _store(call, body) if body.statements else []
    return json_response([str(one) for one in ids])


def _store(call: Call, body: "Body") -> list[uuid.UUID]:
    names = identity.installation(reading())
    entries = service.prepare(
        body.statements,
        authority=call.caller.authority(names.actor_home_page),
        version=call.version,
        counts=call.caller.reports,
        protected=f"{names.iri_base}/",
        is_batch=body.is_batch,
    )
    ids = _committed(call, entries, body.attached)
    g.statements_taken = len(ids)
    return ids


def _committed(
    call: Call, entries: "Sequence[Entry]", attached: "Sequence[Attached]"
) -> list[uuid.UUID]:
    """Store in a transaction; once more where another one has just stored the same."""
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction() as session:
                begin_writing(session)
                return service.store(
                    session,
                    entries,
                    now=clock.now(),
                    attached=attached,
                    tells_reports=bool(call.caller.reports_on),
                )
        except (StatementRace, IntegrityError):
            if not tries_left:
                raise
    return []


def _with_id(received: "Received", statement_id: str) -> "Received":
    """Give a statement its id; every other byte stays."""
    rest = received.text.strip()[1:].lstrip()
    text = b'{"id":"%s"%s%s' % (statement_id.encode(), b"," if rest != b"}" else b"", rest)
    return replace(received, text=text, value={"id": statement_id} | received.value)


# --- reading ------------------------------------------------------------------------------------


def get(call: Call) -> Response:
    """Answer with one statement, or with those that fit the filters."""
    through = write_timestamp(consistent_through(reading(), now=call.now))
    response = _one(call) if any(name in call.params for name in SINGLE) else _many(call)
    response.headers[THROUGH] = through
    return response


def more(call: Call) -> Response:
    """Answer with the page that a ``more`` of an earlier answer leads to."""
    only(call, allowed=(), required=("after",))
    try:
        told = orjson.loads(base64.urlsafe_b64decode(call.params["after"]))
        params, after = told["q"], told["after"]
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise Refused(400, "this is no `more` of ours") from error
    if not isinstance(params, dict) or not isinstance(after, int) or not 0 <= after < _SEQS:
        raise Refused(400, "this is no `more` of ours")
    through = write_timestamp(consistent_through(reading(), now=call.now))
    params = {str(name): str(value) for name, value in params.items()}
    response = _many(replace(call, params=params), after=after)
    response.headers[THROUGH] = through
    return response


def _one(call: Call) -> Response:
    only(call, allowed=(*SINGLE, "attachments", "format"))
    if all(name in call.params for name in SINGLE):
        raise Refused(400, "statementId and voidedStatementId exclude each other")
    wants_voided = "voidedStatementId" in call.params
    statement_id = read_uuid(call, SINGLE[wants_voided])
    shape, with_bytes = _format(call), read_bool(call, "attachments")
    found = by_id(reading(), statement_id, authority=_own(call)) if statement_id else None
    if found is None or found.voided is not wants_voided:
        kind = "voided statement" if wants_voided else "statement"
        raise Refused(404, f"there is no {kind} with this id")
    doc = _shown(call, [found], shape)[0]
    return _answered(call, doc, [found], with_bytes=with_bytes)


def _many(call: Call, *, after: int | None = None) -> Response:
    only(call, allowed=FILTERS)
    shape, with_bytes = _format(call), read_bool(call, "attachments")
    found, has_more = find(reading(), _filter(call, after))
    docs = _shown(call, found, shape)
    link = _more_link(call, found[-1].seq) if has_more else ""
    body = b'{"statements":[%s],"more":%s}' % (b",".join(docs), orjson.dumps(link))
    return _answered(call, body, found, with_bytes=with_bytes)


def _filter(call: Call, after: int | None) -> Filter:
    agent, verb, activity = None, read_iri(call, "verb"), read_iri(call, "activity")
    if "agent" in call.params:
        agent = identifier(read_agent(call))
        if agent is None:
            raise Refused(400, "the parameter 'agent' must be an Agent or an identified Group")
    return Filter(
        agent=key_of(agent) if agent else None,
        verb=key_of(verb) if verb else None,
        activity=key_of(activity) if activity else None,
        registration=read_uuid(call, "registration"),
        related_agents=read_bool(call, "related_agents"),
        related_activities=read_bool(call, "related_activities"),
        since=read_instant(call, "since"),
        until=read_instant(call, "until"),
        authority=_own(call),
        ascending=read_bool(call, "ascending"),
        after=after,
        limit=_limit(call),
    )


def _limit(call: Call) -> int:
    text = call.params.get("limit", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):  # noqa: PLR2004  fits 64 bits
        raise Refused(400, "the parameter 'limit' must be a whole number, 0 or more")
    return min(int(text), MOST) or MOST


def _format(call: Call) -> str:
    found = call.params.get("format", "exact")
    if found not in FORMATS:
        raise Refused(400, f"the parameter 'format' must be one of {', '.join(FORMATS)}")
    return found


def _own(call: Call) -> int | None:
    """Return the key of the one authority whose statements the caller may read; None for all."""
    if call.caller.may("statements/read", "all/read"):
        return None
    home = identity.installation(reading()).actor_home_page
    return key_of(identifier(call.caller.authority(home)) or "")


def _shown(call: Call, found: Sequence[Found], shape: str) -> list[bytes]:
    if shape == "exact":
        return [one.doc.encode() for one in found]
    statements: list[Json] = [orjson.loads(one.doc) for one in found]
    if shape == "ids":
        return [orjson.dumps(as_ids(one)) for one in statements]
    iris = {iri for one in statements for iri in activities_in(one)}
    definitions = definitions_of(reading(), iris)
    wanted = parse_accept_header(call.headers.get("accept-language"), LanguageAccept)
    languages = [tag for tag in wanted.values() if tag != "*"]
    return [orjson.dumps(as_canonical(one, definitions, languages)) for one in statements]


def _more_link(call: Call, after: int) -> str:
    token = orjson.dumps({"q": dict(call.params), "after": after})
    return MORE + base64.urlsafe_b64encode(token).decode()


def _answered(call: Call, body: bytes, found: Sequence[Found], *, with_bytes: bool) -> Response:
    latest = max((one.stored for one in found), default=call.now)
    headers = {"Last-Modified": http_date(latest)}
    if not with_bytes:
        return Response(body, headers=headers, content_type="application/json")
    boundary = secrets.token_hex(24)
    parts = [Part({"Content-Type": "application/json"}, body)]
    parts += [
        Part(
            {
                "Content-Type": one.content_type,
                "Content-Transfer-Encoding": "binary",
                "X-Experience-API-Hash": one.sha2,
            },
            one.content,
        )
        for one in attachments_with_bytes(reading(), [one.doc for one in found])
    ]
    kind = f"multipart/mixed; boundary={boundary}"
    return Response(write_parts(boundary, parts), headers=headers, content_type=kind)
