"""Read the body of a PUT or POST of statements, with its attachments."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.lrs.attached import attachments_of
from app.lrs.multipart import MultipartFaulty, Part, has_hash, media_type, read_parts
from app.lrs.service import Attached, Received
from app.lrs.signatures import USAGE, SignatureFaulty, check_signature
from app.lrs.views.call import Call, Refused
from app.xapi.reading import elements, read_json
from app.xapi.validate import Fault, faults
from app.xapi.validate.formats import is_media_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.db import Json

MOST_STATEMENTS = 10_000
HASH = "x-experience-api-hash"
ENCODING = "content-transfer-encoding"


@dataclass(frozen=True, slots=True)
class Body:
    """What a request brings: its statements, whether as a list, and bytes of attachments."""

    statements: list[Received]
    is_batch: bool
    attached: list[Attached] = field(default_factory=list)


def read_statements(call: Call) -> Body:
    """Read the statements of a request, and the bytes that came with them.

    Attachments are looked at only where a statement is valid as far as they go; whatever else is
    wrong with it, ``service.prepare`` says.

    Raises:
        Refused: The body is neither JSON nor multipart/mixed as it must be (400).
        JsonFaulty: The JSON is none.
    """
    kind = media_type(call.headers.get("content-type", ""))
    if kind == "multipart/mixed":
        return _in_parts(call)
    if kind != "application/json":
        raise Refused(400, "the Content-Type must be application/json or multipart/mixed")
    body = _statements(call.body)
    _expect(call, body, {})
    return body


def _in_parts(call: Call) -> Body:
    try:
        parts = read_parts(call.headers["content-type"], call.body)
    except MultipartFaulty as error:
        raise Refused(400, str(error)) from error
    if not parts or parts[0].content_type != "application/json":
        raise Refused(400, "the first part must be the statements, as application/json")
    body = _statements(parts[0].content)
    bytes_of = _bytes_of(parts[1:])
    _expect(call, body, bytes_of)
    attached = [
        Attached(sha2, part.headers.get("content-type", "application/octet-stream"), part.content)
        for sha2, part in bytes_of.items()
    ]
    return replace(body, attached=attached)


def _statements(text: bytes) -> Body:
    if text.lstrip()[:1] != b"[":
        return Body([Received(text, read_json(text))], is_batch=False)
    texts = elements(text)
    if len(texts) > MOST_STATEMENTS:
        raise Refused(413, f"more than {MOST_STATEMENTS} statements at once")
    return Body([Received(one, read_json(one)) for one in texts], is_batch=True)


def _bytes_of(parts: "Sequence[Part]") -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts:
        sha2 = part.headers.get(HASH, "").lower()
        if not sha2:
            raise Refused(400, "a part has no X-Experience-API-Hash")
        if part.headers.get(ENCODING, "").lower() != "binary":
            raise Refused(400, "a part has no Content-Transfer-Encoding: binary")
        if not is_media_type(part.headers.get("content-type", "application/octet-stream")):
            raise Refused(400, "the Content-Type of a part is no media type")
        if not has_hash(part.content, sha2):
            raise Refused(400, f"the bytes of a part do not have the hash {sha2}")
        found[sha2] = part
    return found


def _expect(call: Call, body: Body, bytes_of: "dict[str, Part]") -> None:
    """Refuse attachments without bytes, bytes without an attachment, and wrong signatures."""
    named: set[str] = set()
    for index, one in enumerate(body.statements):
        at = f"$[{index}]" if body.is_batch else "$"
        if not (isinstance(one.value, dict) and "attachments" in _mentions(one.value)):
            continue
        if faults(one.value, call.version):
            continue  # told in full later
        for path, attachment in attachments_of(one.value):
            sha2 = attachment["sha2"].lower()
            named.add(sha2)
            part = bytes_of.get(sha2)
            if part is None and "fileUrl" not in attachment:
                raise _faulty(at, path, "has neither a fileUrl nor a part with its bytes")
            if attachment["usageType"] == USAGE:
                _check(call, one.value, attachment, part, f"{at}{path[1:]}")
    excess = sorted(set(bytes_of) - named)
    if excess and not any(faults(one.value, call.version) for one in body.statements):
        raise Refused(400, f"no statement has an attachment with the hash {excess[0]}")


def _check(
    call: Call, statement: "Json", attachment: "Json", part: Part | None, path: str
) -> None:
    try:
        if part is None:
            raise SignatureFaulty("a signature must come with its bytes")
        check_signature(statement, attachment, part.content, call.version)
    except SignatureFaulty as error:
        fault = Fault(path, str(error))
        raise Refused(400, "not validly signed; nothing was stored", faults=[fault]) from error


def _mentions(statement: "Json") -> set[str]:
    """Return the names in a statement, and in its object: where attachments may stand."""
    inner = statement.get("object")
    return set(statement) | (set(inner) if isinstance(inner, dict) else set())


def _faulty(at: str, path: str, message: str) -> Refused:
    fault = Fault(f"{at}{path[1:]}", f"{message} (Communication 1.5)")
    return Refused(400, "not valid; nothing was stored", faults=[fault])
