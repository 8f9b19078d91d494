"""The sound of an MP3, without the tags around it. Pure.

Source:
    id3.org, "ID3 tag version 2.4.0 – Main Structure" 3.1 and 3.4; "ID3v1"; wiki.hydrogenaud.io,
    "APEv2 specification"; id3.org, "Lyrics3 v2.00".
"""

import re
from collections.abc import Iterator
from typing import Final

_FRAME: Final = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]")
_HEAD: Final = 10
_FOOTER: Final = 0x10
_APE: Final = 32
_V1: Final = 128
_V1_MORE: Final = 227
_LYRICS: Final = re.compile(rb"(\d{6})LYRICS200\Z")


def sound_alone(data: bytes) -> bytes:
    """Return what is between the tags, from its first frame on.

    Raises:
        ValueError: There is no sound.
    """
    start = 0
    while data.startswith(b"ID3", start):
        start += _size_of_id3(data[start : start + _HEAD])
    rest = data[start:]
    while cut := max(_tails(rest), default=0):
        rest = rest[:-cut] if cut < len(rest) else b""
    frame = _FRAME.search(rest)
    if frame is None:
        raise ValueError("no frame of sound")
    return rest[frame.start() :]


def _size_of_id3(head: bytes) -> int:
    if len(head) < _HEAD:
        raise ValueError("a tag is cut")
    size = 0
    for byte in head[6:]:
        size = size << 7 | byte & 0x7F
    return size + _HEAD * (2 if head[5] & _FOOTER else 1)


def _tails(data: bytes) -> Iterator[int]:
    """Yield the bytes of each tag that ends a file here."""
    if data[-_V1:].startswith(b"TAG"):
        more = data[-_V1 - _V1_MORE :].startswith(b"TAG+")
        yield _V1 + (_V1_MORE if more else 0)
    if data[-_APE:].startswith(b"APETAGEX"):
        size = int.from_bytes(data[-20:-16], "little")
        yield max(_APE, size) + (_APE if data[-9] & 0x80 else 0)
    if data[-_HEAD:].startswith(b"3DI"):
        yield _size_of_id3(data[-_HEAD:])
    lyrics = _LYRICS.search(data[-15:])
    if lyrics is not None:
        yield int(lyrics[1]) + 15
