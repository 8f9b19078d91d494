"""multipart/mixed as xAPI uses it: statements first, then the bytes of attachments. Pure.

Ours, because the libraries at hand read multipart/form-data (werkzeug, multipart) or treat binary
parts as lines of text (the standard library's email); RFC 2046, 5.1 is short.

Source:
    xAPI 1.0.3, Communication 1.5.2; 2.0: 4.1.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from hashlib import sha224, sha256, sha384, sha512
from typing import Final

MOST_PARTS = 500
LONGEST_HEADERS = 4096
"""Bytes; names and values of one part together."""
LONGEST_BOUNDARY = 70
"""RFC 2046, 5.1.1."""

_SHA2: Final = {56: sha224, 64: sha256, 96: sha384, 128: sha512}


class MultipartFaulty(ValueError):
    """A body is no multipart/mixed of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers by lower-case name, and its bytes."""

    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """The media type without parameters, in lower case."""
        return media_type(self.headers.get("content-type", ""))


def media_type(header: str) -> str:
    """Return the type of a Content-Type header without its parameters, in lower case."""
    return header.partition(";")[0].strip().lower()


def read_parts(content_type: str, body: bytes) -> list[Part]:
    """Take a body apart.

    Args:
        content_type: The request's header, with the boundary.
        body: All of it; memory beyond it grows with its parts only.

    Raises:
        MultipartFaulty: There is no boundary, or the body does not keep to it.
    """
    mark = b"--" + _boundary(content_type)
    if body.startswith(mark):
        begin = len(mark)
    else:  # a preamble, which nobody reads
        found = body.find(b"\r\n" + mark)
        if found < 0:
            raise MultipartFaulty("the body does not begin with its boundary")
        begin = found + 2 + len(mark)
    pieces = body[begin:].split(b"\r\n" + mark, MOST_PARTS)
    if len(pieces) > MOST_PARTS:
        raise MultipartFaulty(f"more than {MOST_PARTS} parts")
    if not pieces[-1].startswith(b"--"):
        raise MultipartFaulty("the last boundary is missing")
    return [_part(piece) for piece in pieces[:-1]]


def write_parts(boundary: str, parts: Sequence[Part]) -> bytes:
    """Put parts together; the caller has made sure that none holds the boundary."""
    lines: list[bytes] = []
    for part in parts:
        lines.append(b"--" + boundary.encode())
        lines += [f"{name}: {value}".encode() for name, value in part.headers.items()]
        lines += [b"", part.content]
    return b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])


def has_hash(content: bytes, sha2: str) -> bool:
    """Whether bytes have this hash: SHA-224, 256, 384 or 512, told by its length."""
    algorithm = _SHA2.get(len(sha2))
    return algorithm is not None and algorithm(content).hexdigest() == sha2.lower()


def _boundary(content_type: str) -> bytes:
    header = Message()
    header["content-type"] = content_type
    found = header.get_param("boundary")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_BOUNDARY:
        raise MultipartFaulty("the Content-Type header has no usable boundary")
    return found.encode("ascii", "replace")


def _part(piece: bytes) -> Part:
    """Read a part; ``piece`` begins right behind its boundary."""
    head, blank, content = piece.partition(b"\r\n\r\n")
    if not blank or not head.lstrip(b" \t").startswith(b"\r\n"):
        raise MultipartFaulty("a part has no headers")
    if len(head) > LONGEST_HEADERS:
        raise MultipartFaulty(f"the headers of a part are longer than {LONGEST_HEADERS} bytes")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise MultipartFaulty("a line among a part's headers is none")
        headers[name.strip().lower()] = value.strip()
    return Part(headers, content)
