"""Put a credential into a picture of its achievement, and read it out of a PNG again. Pure.

A baked picture is a badge that one can see and a credential that one can check, in one file. What
is put in are the signed bytes as they are; what comes out are the same, or nothing. SVG files of
strangers are read by ``extracting``, which has a parser for them.

Source: 1EdTech Open Badges 3.0, §6 (baked badges): PNG, one uncompressed ``iTXt`` chunk of the
keyword ``openbadgecredential``; SVG, an ``openbadges:credential`` with the JWS in ``verify`` or
the JSON in a CDATA section. Whoever encodes a picture anew (mail gateways, social networks)
leaves all of this out.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from app.credentials.jwt import COMPACT

KEYWORD: Final = b"openbadgecredential"
NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

MOST_CHUNKS: Final = 20_000
"""A photograph of 12 megapixels has about a thousand."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ROOT = re.compile(r"<svg(?=[\s>])[^>]*>")


class SeveralCredentials(ValueError):
    """A file holds more than one credential: readers would differ on which one counts."""


def bake_png(picture: bytes, credential: str) -> bytes:
    """Return a PNG with the credential in it, once; an earlier one is taken out.

    Args:
        picture: A PNG.
        credential: A compact JWS, or the JSON form.

    Raises:
        ValueError: It is no PNG.
    """
    chunks = list(_chunks(picture))
    if not chunks or chunks[0][0] != b"IHDR":
        raise ValueError("no PNG: it does not begin with IHDR")
    kept = [chunk for chunk in chunks if _text_of(*chunk) is None]
    kept.insert(1, (b"iTXt", KEYWORD + b"\x00" + b"\x00\x00" + b"\x00\x00" + credential.encode()))
    return SIGNATURE + b"".join(_written(*chunk) for chunk in kept)


def credential_in_png(picture: bytes) -> bytes | None:
    """Return what ``bake_png`` put into a PNG; None where there is nothing.

    A compressed text is left packed: the specification knows none, and a bomb would be one. It is
    nothing, therefore, and so is one that was cut off.

    Raises:
        SeveralCredentials: There are two.
    """
    found = [text for name, data in _chunks(picture) if (text := _text_of(name, data)) is not None]
    if len(found) > 1:
        raise SeveralCredentials
    return found[0] if found and found[0] else None


def bake_svg(picture: str, credential: str) -> str:
    """Return an SVG of ours with the credential in it.

    Args:
        picture: An SVG that begins with its root and holds no credential yet.
        credential: A compact JWS, or the JSON form.

    Raises:
        ValueError: It is no such SVG, or the credential has characters that XML cannot hold.
    """
    root = _ROOT.match(picture)
    if root is None or NAMESPACE in picture:
        raise ValueError("no SVG that could take a credential")
    if _NOT_IN_XML.search(credential):
        raise ValueError("a credential with control characters")
    if COMPACT.fullmatch(credential):
        told = f'<openbadges:credential verify="{credential}"/>'
    else:
        inner = credential.replace("]]>", "]]]]><![CDATA[>")
        told = f"<openbadges:credential><![CDATA[{inner}]]></openbadges:credential>"
    opened = f'{root[0].removesuffix(">")} xmlns:openbadges="{NAMESPACE}">'
    return opened + told + picture[root.end() :]


def kind_of(data: bytes) -> str:
    """Tell a file's kind by how it begins; what its name says is anybody's word."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(SIGNATURE):
        return "png"
    if data.startswith((b"\xff\xd8\xff", b"GIF8")) or data[8:12] == b"WEBP":
        return "photo"
    if b"%PDF-" in head:
        return "pdf"
    return "svg" if head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")) else "text"


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Walk a PNG's chunks, up to where it ends or makes no sense any more."""
    if not picture.startswith(SIGNATURE):
        return
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        head = picture[at : at + 8]
        if len(head) < 8:  # noqa: PLR2004  a length and a name of four bytes each
            return
        length, name = struct.unpack(">I4s", head)
        data = picture[at + 8 : at + 8 + length]
        if len(data) < length:
            return
        yield name, data
        if name == b"IEND":
            return
        at += 12 + length


def _written(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _text_of(name: bytes, data: bytes) -> bytes | None:
    """Return the text of a chunk of our keyword (empty if it is compressed); None for others."""
    keyword, _, rest = data.partition(b"\x00")
    if name not in {b"iTXt", b"zTXt", b"tEXt"} or keyword != KEYWORD:
        return None
    if name != b"iTXt" or rest[:1] != b"\x00":
        return b""
    parts = rest[2:].split(b"\x00", 2)
    return parts[2] if len(parts) == 3 else b""  # noqa: PLR2004  language, translation, text
