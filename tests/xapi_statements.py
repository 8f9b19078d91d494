"""What tests do with the statement resource: store, read one, ask for several."""

import hashlib
import json
import uuid
from typing import Any

from werkzeug.test import TestResponse

from tests.factories.lrs import HOME, a_statement
from tests.xapi import Api, refused

Statement = dict[str, Any]

THROUGH = "X-Experience-API-Consistent-Through"


def an_id() -> str:
    """Return a new id."""
    return str(uuid.uuid4())


def a_named_statement(statement_id: str | None = None, **changes: Any) -> Statement:  # noqa: ANN401  any JSON value
    """Return a valid statement with an id."""
    return {"id": statement_id or an_id(), **a_statement(**changes)}


def send(api: Api, body: object, **more: Any) -> TestResponse:  # noqa: ANN401  as Api.send
    """POST a statement, a list of them, or any bytes."""
    return api.send("POST", "statements", None, body, **more)


def store(api: Api, *statements: Statement) -> list[str]:
    """Store a statement, or several as one batch, and return the ids."""
    body = statements[0] if len(statements) == 1 else list(statements)
    response = send(api, body)
    assert response.status_code == 200, response.text
    ids: list[str] = response.get_json()
    return ids


def store_one(api: Api, **changes: object) -> str:
    """Store a statement and return its id."""
    return store(api, a_statement(**changes))[0]


def put(api: Api, statement_id: str, body: object, **more: Any) -> TestResponse:  # noqa: ANN401  as Api.send
    """PUT a statement under an id."""
    return api.send("PUT", "statements", {"statementId": statement_id}, body, **more)


def get(api: Api, **params: str) -> TestResponse:
    """GET with parameters."""
    return api.send("GET", "statements", params)


def read(api: Api, statement_id: str, **params: str) -> Statement:
    """Read one statement, which must be there."""
    response = get(api, statementId=statement_id, **params)
    assert response.status_code == 200, response.text
    statement: Statement = response.get_json()
    return statement


def result(api: Api, **params: str) -> Statement:
    """Ask for statements, and return the whole result."""
    response = get(api, **params)
    assert response.status_code == 200, response.text
    found: Statement = response.get_json()
    assert set(found) == {"statements", "more"}
    return found


def found(api: Api, **params: str) -> list[str]:
    """Ask for statements, and return the ids on the first page."""
    return [one["id"] for one in result(api, **params)["statements"]]


def follow(api: Api, more: str) -> Statement:
    """Ask for the page that a ``more`` leads to."""
    assert more.startswith("/xapi/")
    response = api.send("GET", more.removeprefix("/xapi/"))
    assert response.status_code == 200, response.text
    page: Statement = response.get_json()
    return page


def faulty(response: TestResponse) -> list[str]:
    """Expect a refusal that names places, and return these."""
    refused(response, 400)
    return [fault["path"] for fault in response.get_json()["faults"]]


def an_attachment(content: bytes, **changes: object) -> Statement:
    """Return the description of bytes."""
    return {
        "usageType": f"{HOME}/essay",
        "display": {"ja": "作文"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
        **changes,
    }


def a_part(content: bytes, *, kind: str = "text/plain", **headers: str) -> bytes:
    """Return a part of a multipart body; ``None`` headers are those of an attachment."""
    told = {
        "Content-Type": kind,
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": hashlib.sha256(content).hexdigest(),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in told.items() if value]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def a_body(statements: object, *parts: bytes, boundary: str = "cut") -> bytes:
    """Return a multipart body: the statements, then the parts."""
    first = b"Content-Type: application/json\r\n\r\n" + json.dumps(statements).encode()
    mark = b"--" + boundary.encode()
    pieces = b"".join(mark + b"\r\n" + part + b"\r\n" for part in (first, *parts))
    return pieces + mark + b"--\r\n"


MIXED = "multipart/mixed; boundary=cut"


def send_parts(api: Api, statements: object, *parts: bytes) -> TestResponse:
    """POST statements with the bytes of attachments."""
    return send(api, a_body(statements, *parts), content_type=MIXED)
