"""What documents and things share: answers with an entity tag, conditions, who it is about."""

from typing import TYPE_CHECKING

from flask import Response

from app.lrs.documents.rules import Conditions, etag_of, read_tags
from app.lrs.views.call import Refused, read_agent
from app.xapi.compare import identifier

if TYPE_CHECKING:
    from datetime import datetime

    from app.db import Json
    from app.lrs.views.call import Call

JSON = "application/json"


def tagged(
    call: "Call",
    body: bytes,
    *,
    content_type: str = JSON,
    etag: str | None = None,
    updated_at: "datetime | None" = None,
) -> Response:
    """Answer with a content and its tag; with 304 where the caller has it already.

    Args:
        call: A GET.
        body: What is answered.
        content_type: What it is.
        etag: Its tag without quotes, where it is known already.
        updated_at: When it was written, for Last-Modified; None leaves that open.

    Source:
        1.0.3, Communication 3.1: every answer to GET has an ETag. 2.0, 4.1.4 and 4.1.6.
    """
    etag = etag or etag_of(body)
    is_known = read_conditions(call).know(etag)
    response = Response(status=304) if is_known else Response(body, content_type=content_type)
    response.set_etag(etag)
    if updated_at is not None:
        response.last_modified = updated_at
    # A document is whatever a tool has sent: a browser that shows it must not run it.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def read_conditions(call: "Call") -> Conditions:
    """Read If-Match and If-None-Match.

    Raises:
        Refused: One of them cannot be read (400).
    """
    found = {}
    for name in ("If-Match", "If-None-Match"):
        try:
            found[name] = read_tags(call.headers.get(name.lower()))
        except ValueError as error:
            raise Refused(400, f"the header {name} {error}") from error
    return Conditions(match=found["If-Match"], none_match=found["If-None-Match"])


def read_identified(call: "Call", *, groups: bool) -> tuple["Json", str]:
    """Read the parameter ``agent``: the Agent, and the canonical text of its identifier.

    Args:
        call: Any.
        groups: Whether it may be a Group with an identifier; documents of 2.0 may be about one.

    Raises:
        Refused: It is no such thing (400).
    """
    agent = read_agent(call)
    word = identifier(agent) if agent is not None else None
    if agent is None or word is None or (agent.get("objectType") == "Group" and not groups):
        kinds = "an Agent or a Group with an identifier" if groups else "an Agent, and no Group"
        raise Refused(400, f"the parameter 'agent' must be {kinds}")
    return agent, word
