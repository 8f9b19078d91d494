"""One call of an xAPI resource as a value, and the refusals that answer it."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import orjson
from flask import Response

from app.clients.caller import Caller
from app.xapi.instants import is_rfc3339, is_timestamp, read_timestamp
from app.xapi.reading import JsonFaulty, read_json
from app.xapi.validate import Fault, Version, actor_faults
from app.xapi.validate.formats import is_iri

if TYPE_CHECKING:
    from app.db import Json

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, whichever way it was spelled (Communication 1.3 has another one).

    Attributes:
        method: GET (a HEAD arrives as GET), PUT, POST or DELETE.
        params: The query parameters, each once.
        headers: The request's headers by lower-case name.
        body: All of it.
        version: The edition of xAPI it speaks.
        caller: Who calls.
        now: When it came.
    """

    method: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    version: Version
    caller: Caller
    now: datetime


Resource: TypeAlias = Callable[[Call], Response]


class Refused(Exception):
    """A call that is not done, with the answer it gets."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.faults = tuple(faults)
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """Return the refusal as JSON: ``{"error": …, "faults": [{"path", "message"}]}``."""
        told: dict[str, object] = {"error": self.message}
        if self.faults:
            told["faults"] = [{"path": it.path, "message": it.message} for it in self.faults]
        return json_response(told, self.status, headers=self.headers)


def json_response(
    value: object, status: int = 200, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a JSON value."""
    return Response(
        orjson.dumps(value), status, dict(headers or {}), content_type="application/json"
    )


def only(call: Call, *, allowed: Iterable[str], required: Iterable[str] = ()) -> None:
    """Refuse parameters that the resource does not know, and missing ones.

    Raises:
        Refused: With 400. Names are case-sensitive (Communication 3.2).
    """
    required = tuple(required)
    known = {*allowed, *required}
    for name in call.params:
        if name not in known:
            raise Refused(400, f"unknown parameter {name!r}; known: {', '.join(sorted(known))}")
    for name in required:
        if name not in call.params:
            raise Refused(400, f"the parameter {name!r} is missing")


def read_agent(call: Call, name: str = "agent") -> "Json":
    """Return the Agent or Group that a parameter gives as JSON.

    Raises:
        Refused: With 400 and every fault.
    """
    try:
        value = read_json(call.params.get(name, "").encode("utf-8", "surrogatepass"))
    except JsonFaulty as error:
        raise Refused(400, f"the parameter {name!r} is {error}") from error
    found = actor_faults(value, call.version)
    if found:
        raise Refused(400, f"the parameter {name!r} is no Agent or identified Group", faults=found)
    agent: Json = value
    return agent


def read_uuid(call: Call, name: str) -> uuid.UUID | None:
    """Return the UUID that a parameter gives; None where it is absent.

    Raises:
        Refused: With 400.
    """
    text = call.params.get(name)
    if text is None:
        return None
    if not _UUID.fullmatch(text):
        raise Refused(400, f"the parameter {name!r} is no UUID")
    return uuid.UUID(text)


def read_instant(call: Call, name: str) -> datetime | None:
    """Return the timestamp that a parameter gives; None where it is absent.

    Raises:
        Refused: With 400.
    """
    text = call.params.get(name)
    if text is None:
        return None
    # A plus sign that was not encoded arrives as a space.
    text = re.sub(r" (?=[0-9]{2}:?[0-9]{2}$)", "+", text)
    if not (is_rfc3339(text) if call.version == "2.0" else is_timestamp(text)):
        raise Refused(400, f"the parameter {name!r} is no timestamp")
    return read_timestamp(text)


def read_bool(call: Call, name: str) -> bool:
    """Return whether a parameter is ``true``; absent is false.

    Raises:
        Refused: With 400, for anything but true and false.
    """
    text = call.params.get(name, "false")
    if text not in {"true", "false"}:
        raise Refused(400, f"the parameter {name!r} must be true or false")
    return text == "true"


def read_iri(call: Call, name: str) -> str | None:
    """Return the IRI that a parameter gives; None where it is absent.

    Raises:
        Refused: With 400.
    """
    text = call.params.get(name)
    if text is not None and not is_iri(text):
        raise Refused(400, f"the parameter {name!r} is no IRI")
    return text
