"""An MP4 or M4A without its notes: what tells more than pictures and sound is overwritten. Pure.

Source:
    ISO/IEC 14496-12 4.2 (boxes), 8.1.2 (free), 8.2.2, 8.3.2 and 8.4.2 (times), 8.10.1 (``udta``),
    8.11.1 (``meta``), 11.1 (``uuid``).
"""

import struct
from collections.abc import Iterator
from typing import Final

_HOLDERS: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"})
_NOTES: Final = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
_TIMED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_DEEPEST: Final = 8


def without_notes(data: bytes) -> bytes:
    """Return the file with every note overwritten by a free box; nothing changes its place.

    Raises:
        ValueError: A box is larger than what holds it.
    """
    copy = bytearray(data)
    for name, start, head, end in _boxes(data, 0, len(data), 0):
        if name in _NOTES:
            copy[start + 4 : start + 8] = b"free"
            copy[start + head : end] = bytes(end - start - head)
        elif name in _TIMED:
            times = start + head + 4
            width = 16 if data[start + head : start + head + 1] == b"\x01" else 8
            if times + width > end:
                raise ValueError("a head is cut")
            copy[times : times + width] = bytes(width)
    return bytes(copy)


def _boxes(data: bytes, start: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (name, where it begins, bytes of its head, where it ends) of each box, inner ones too.

    What is a note is not looked into: it goes as a whole.
    """
    if depth > _DEEPEST:
        raise ValueError("boxes within boxes without end")
    while start < end:
        if start + 8 > end:
            raise ValueError("a box is cut")
        size, name = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", data, start + 8), 16
        size = size or end - start
        if not head <= size <= end - start:
            raise ValueError("a box is larger than what holds it")
        yield name, start, head, start + size
        if name in _HOLDERS:
            yield from _boxes(data, start + head, start + size, depth + 1)
        start += size
