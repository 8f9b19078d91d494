"""How long a recording is, as far as its file says so in a few bytes. Pure but for reading.

What a file says is shown to people and decides nothing; one that says nonsense says nothing.

Source:
    ISO/IEC 14496-12 8.2.2 (``mvhd``); RFC 3533 (Ogg pages), RFC 7845 (Opus: 48 kHz);
    ISO/IEC 11172-3 2.4 (frames of MPEG audio); RFC 9559 5.1.2 (Matroska's Info).
"""

import os
import re
import struct
from collections.abc import Iterator
from typing import IO, Final

_TAIL: Final = 65_307
"""Bytes of the longest page of Ogg."""
_LONGEST: Final = 24 * 3600.0
_OPUS_HZ: Final = 48_000
_KBPS: Final = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Version of MPEG → bit rates of layer III by their index."""
_HZ: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def seconds_of(file: IO[bytes], suffix: str) -> int | None:
    """Return a recording's length in whole seconds, at least 1; None when it is not told."""
    read = {"mp4": _movie, "m4a": _movie, "ogg": _ogg, "mp3": _mp3, "webm": _webm}[suffix]
    try:
        found = read(file)
    except (struct.error, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return None
    return max(1, round(found)) if found is not None and 0 < found <= _LONGEST else None


def _movie(file: IO[bytes]) -> float | None:
    """Read ``moov/mvhd``."""
    end = file.seek(0, os.SEEK_END)
    for name, start, size in _boxes(file, 0, end):
        if name == b"moov":
            for inner, at, _size in _boxes(file, start, start + size):
                if inner == b"mvhd":
                    file.seek(at)
                    return _mvhd(file.read(32))
    return None


def _mvhd(data: bytes) -> float:
    form = ">IQ" if data[0] == 1 else ">II"
    scale, length = struct.unpack_from(form, data, 20 if data[0] == 1 else 12)
    return float(length / scale)


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, first byte of the content, bytes of the content) of each box."""
    while start + 8 <= end:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            (size,), head = struct.unpack(">Q", file.read(8)), 16
        size = size or end - start
        if size < head:
            return
        yield name, start + head, size - head
        start += size


def _ogg(file: IO[bytes]) -> float | None:
    """Divide the place of the last page by the rate that the first one tells."""
    head = file.read(512)
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - _TAIL))
    tail = file.read()
    (place,) = struct.unpack_from("<q", tail, tail.rindex(b"OggS") + 6)
    if b"OpusHead" in head:
        (skipped,) = struct.unpack_from("<H", head, head.index(b"OpusHead") + 10)
        return float((place - skipped) / _OPUS_HZ)
    if b"\x01vorbis" in head:
        (rate,) = struct.unpack_from("<I", head, head.index(b"\x01vorbis") + 12)
        return float(place / rate)
    return None


def _mp3(file: IO[bytes]) -> float | None:
    """Count by the first frame: its table of frames, or else its bit rate."""
    tag = file.read(10)
    start = 0
    if tag.startswith(b"ID3"):
        shifts = (21, 14, 7, 0)
        start = 10 + sum((byte & 0x7F) << by for byte, by in zip(tag[6:], shifts, strict=True))
    end = file.seek(0, os.SEEK_END)
    file.seek(start)
    data = file.read(4096)
    frame = re.search(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]", data)
    if frame is None:
        return None
    data = data[frame.start() :]
    version = data[1] >> 3 & 3
    rate = _HZ[version][data[2] >> 2 & 3]
    samples = 1152 if version == 3 else 576  # noqa: PLR2004  MPEG 1
    for mark in (b"Xing", b"Info"):
        at = data.find(mark, 0, 64)
        if at >= 0 and data[at + 7] & 1:
            (frames,) = struct.unpack_from(">I", data, at + 8)
            return float(frames * samples / rate)
    kbps = _KBPS[1 if version == 3 else 2][data[2] >> 4]  # noqa: PLR2004  MPEG 1
    return (end - start - frame.start()) * 8 / (kbps * 1000)


def _webm(file: IO[bytes]) -> float | None:
    """Find Duration and TimestampScale among the first elements."""
    data = file.read(8192)
    info = data.index(b"\x15\x49\xa9\x66")
    at = data.index(b"\x44\x89", info)
    size = data[at + 2] & 0x7F
    (length,) = struct.unpack_from(">d" if size == 8 else ">f", data, at + 3)  # noqa: PLR2004  bytes
    scale_at, scale = data.find(b"\x2a\xd7\xb1", info), 1_000_000
    if scale_at >= 0:
        scale = int.from_bytes(data[scale_at + 4 : scale_at + 4 + (data[scale_at + 3] & 0x7F)])
    return float(length * scale / 1e9)
