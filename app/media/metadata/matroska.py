"""A WebM without its tags: what tells more than pictures and sound becomes nothing. Pure.

Source:
    RFC 8794 4–6 (EBML: identifiers, sizes, ``Void``); RFC 9559 5 (the elements of Matroska).
"""

from collections.abc import Iterator
from typing import Final

_SEGMENT, _INFO, _TRACKS, _ENTRY = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_CLUSTER: Final = 0x1F43B675
_HOLDERS: Final = frozenset({_SEGMENT, _INFO, _TRACKS, _ENTRY})
_NOTES: Final = frozenset(
    {
        *(0x1254C367, 0x1941A469),  # Tags, Attachments
        *(0x7BA9, 0x4461, 0x7384, 0x3C83AB, 0x3E83BB),  # title, date, names of files
        *(0x536E, 0xEC, 0xBF),  # a track's name; what is void; a checksum, which would be wrong
    }
)
_VOID: Final = 0xEC
_LONG: Final = 10
"""Bytes from which an empty element has room for the longest form of its size."""


def without_tags(data: bytes) -> bytes:
    """Return the file with every note overwritten by a void one; nothing changes its place.

    Raises:
        ValueError: An element is larger than what holds it.
    """
    copy = bytearray(data)
    for name, start, end in _elements(data, 0, len(data)):
        if name in _NOTES:
            copy[start:end] = _void(end - start)
    return bytes(copy)


def _void(size: int) -> bytes:
    if size < _LONG:
        return bytes((_VOID, 0x80 | size - 2)).ljust(size, b"\x00")
    head = bytes((_VOID, 0x01)) + (size - 9).to_bytes(7)
    return head.ljust(size, b"\x00")


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (identifier, where it begins, where it ends) of each element, inner ones too.

    A segment or cluster that was written live does not know its size; what follows is in it.
    """
    while start < end:
        name, at = _number(data, start, keep_mark=True)
        size, at = _number(data, at)
        if size is None and name in {_SEGMENT, _CLUSTER}:
            start = at
            continue
        if name is None or size is None or at + size > end:
            raise ValueError("an element is larger than what holds it")
        yield name, start, at + size
        if name in _HOLDERS:
            yield from _elements(data, at, at + size)
        start = at + size


def _number(data: bytes, at: int, *, keep_mark: bool = False) -> tuple[int | None, int]:
    """Read a number of variable length; return it, None for the unknown size, and what follows."""
    first = data[at] if at < len(data) else 0
    if first == 0 or at + 9 - first.bit_length() > len(data):
        raise ValueError("an element is cut")
    length = 9 - first.bit_length()
    value = int.from_bytes(data[at : at + length])
    if keep_mark:
        return value, at + length
    mask = (1 << 7 * length) - 1
    return (None if value & mask == mask else value & mask), at + length
