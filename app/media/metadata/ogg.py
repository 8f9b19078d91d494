"""An Ogg file of Opus or Vorbis without its comments. Pure.

Source:
    RFC 3533 6 (pages); RFC 7845 5.2 (``OpusTags``, and that what follows the comments may be
    padding); xiph.org, "Vorbis I specification" 5 (comments, and the bit that ends them).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_OPUS: Final = b"OpusTags"
_VORBIS: Final = b"\x03vorbis"
_STARTS: Final = (b"OpusHead", b"\x01vorbis")
_HEAD: Final = 27
_LACED: Final = 255
_POLYNOMIAL: Final = 0x04C11DB7


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    serial: int
    laces: bytes

    @property
    def body(self) -> int:
        return self.start + _HEAD + len(self.laces)

    @property
    def end(self) -> int:
        return self.body + sum(self.laces)


def without_comments(data: bytes) -> bytes:
    """Return the file with no comment in it; every page keeps its place and its length.

    Raises:
        ValueError: A page is cut, or a stream is neither Opus nor Vorbis.
    """
    copy, pages = bytearray(data), list(_pages(data))
    touched = set[_Page]()
    for serial in {page.serial for page in pages}:
        pieces = _second_packet([page for page in pages if page.serial == serial], data)
        blank = _blank(b"".join(data[start:end] for _, start, end in pieces))
        at = 0
        for page, start, end in pieces:
            copy[start:end] = blank[at : at + end - start]
            at += end - start
            touched.add(page)
    for page in touched:
        copy[page.start + 22 : page.start + 26] = bytes(4)
        checksum = _checksum(copy[page.start : page.end])
        copy[page.start + 22 : page.start + 26] = checksum.to_bytes(4, "little")
    return bytes(copy)


def _pages(data: bytes) -> Iterator[_Page]:
    start = 0
    while start < len(data):
        if data[start : start + 4] != b"OggS" or start + _HEAD > len(data):
            raise ValueError("a page is cut")
        (serial,) = struct.unpack_from("<I", data, start + 14)
        laces = data[start + _HEAD : start + _HEAD + data[start + 26]]
        page = _Page(start, serial, laces)
        if page.end > len(data):
            raise ValueError("a page is cut")
        yield page
        start = page.end


def _second_packet(pages: list[_Page], data: bytes) -> list[tuple[_Page, int, int]]:
    """Return where the comments of a stream lie: (page, first byte, byte behind the last)."""
    if not data.startswith(_STARTS, pages[0].body):
        raise ValueError("neither Opus nor Vorbis")
    pieces, packet = list[tuple[_Page, int, int]](), 0
    for page in pages:
        start = at = page.body
        for lace in page.laces:
            at += lace
            if lace < _LACED:
                if packet == 1:
                    return [*pieces, (page, start, at)]
                packet, start = packet + 1, at
        if packet == 1 and at > start:
            pieces.append((page, start, at))
    raise ValueError("the comments are cut")


def _blank(packet: bytes) -> bytes:
    """Return a packet of comments that has none; the name of the program stays."""
    mark = next((one for one in (_OPUS, _VORBIS) if packet.startswith(one)), None)
    if mark is None:
        raise ValueError("no comments where they belong")
    (size,) = struct.unpack_from("<I", packet, len(mark))
    kept = packet[: len(mark) + 4 + size] + bytes(4) + (b"\x01" if mark == _VORBIS else b"")
    if len(kept) > len(packet):
        raise ValueError("the comments are cut")
    return kept.ljust(len(packet), b"\x00")


def _table() -> Iterator[int]:
    for byte in range(256):
        found = byte << 24
        for _ in range(8):
            found = (found << 1) ^ (_POLYNOMIAL if found & 0x80000000 else 0)
        yield found & 0xFFFFFFFF


_TABLE: Final = tuple(_table())


def _checksum(page: bytes | bytearray) -> int:
    found = 0
    for byte in page:
        found = (found << 8 & 0xFFFFFFFF) ^ _TABLE[found >> 24 ^ byte]
    return found
