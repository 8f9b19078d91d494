"""Blocks of a file put in, taken out and moved, each parted from the next by a blank line. Pure.

A block is a slice with the blank lines after it. The last one of a file often has none, so whoever
comes to stand last takes over how the file ended, and whoever does so no longer gets a blank line;
every other byte stays as it was.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from app.authoring.rules.operations import Edited, Moved, Operation, performed
from app.authoring.rules.slices import MARK, TAIL, Span, Splice

_PARTED: Final = 2
"""Line ends after a block that the next one does not touch: its own, and a blank line's."""


def units(blocks: Iterable[tuple[str, Span]]) -> list[Span]:
    """Join what belongs together: a block, and the ``easy`` ones that say it again.

    Args:
        blocks: Kind and place of each block of a file, in order.
    """
    found: list[Span] = []
    for kind, span in blocks:
        if kind == "easy" and found:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def rekeyed(text: str, keys: Mapping[str, str]) -> str:
    """Return blocks with other keys, and what leads back from those likewise.

    Args:
        text: The source of the blocks.
        keys: Key → the one that it gets.
    """
    if not keys:
        return text
    own = "|".join(re.escape(key) for key in keys)  # at once: a new key may be another's old one
    text = re.sub(
        rf"^(:::.*?[ \t]#)({own})(?!\S)",
        lambda match: match[1] + keys[match[2]],
        text,
        flags=re.MULTILINE,
    )
    return re.sub(rf"\{{#see-({own})\}}", lambda match: f"{{#see-{keys[match[1]]}}}", text)


def put_in(path: str, data: bytes, at: int, new: str) -> Edited:
    """Return what puts a block into a file, before the block that begins at byte ``at``."""
    line_end = "\r\n" if b"\r\n" in data else "\n"
    body = new.strip("\r\n").replace("\n", line_end).encode()
    at = max(at, len(_mark(data)))
    before, end = data[:at], _tail(data)
    tail = end if at == len(data) else _parting(data, b"")
    if not data.removeprefix(_mark(data)):
        tail = line_end.encode()
    return Edited(path, Splice(at, b"", _missing(before, data) + body + tail))


def taken_out(path: str, data: bytes, span: Span) -> Edited:
    """Return what takes a block out of a file."""
    start = max(span.start, len(_mark(data)))
    before, gone = data[:start], data[start : span.end]
    if span.end < len(data):
        return Edited(path, Splice(start, gone, _missing(before, data)))
    tail = _tail(before) if before.removeprefix(_mark(data)) else b""
    first = start - len(tail)
    last = len(data) - len(_tail(gone)) if tail else len(data)
    return Edited(path, Splice(first, data[first:last], b""))


def moved(
    files: Mapping[str, bytes], path: str, span: Span, to: str, at: int
) -> tuple[Operation, ...]:
    """Return what moves a block before the one that begins at byte ``at`` of a file.

    Args:
        files: The one or two files.
        path: The file that the block is in.
        span: Where it is.
        to: The file that it is to be in.
        at: Where to, as the file is now: where another block begins or the file ends, and not
            inside of ``span``.
    """
    start = max(span.start, len(_mark(files[path])))
    data = files[path][start : span.end]
    at = max(at, len(_mark(files[to])))
    behind = to == path and at >= span.end
    put = at - len(data) if behind else at
    if to == path and put == start:
        return ()
    made: list[Operation] = [Moved(path, start, data, to, put)]
    now = performed(files, made)
    left = start + (len(data) if to == path and put < start else 0)
    joints = {path: {left}} if to != path else {}
    joints[to] = {put, put + len(data)} | ({left} if to == path else set())
    for one, edges in joints.items():
        made += _mended(one, now[one], edges, _tail(files[one]))
    return tuple(made)


def _mended(path: str, data: bytes, edges: Iterable[int], end: bytes) -> list[Edited]:
    """Return what parts the blocks on both sides of some edges, and ends the file as before.

    The last comes first, so that the places of the others still hold.
    """
    found, tail = list[Edited](), _tail(data)
    if data.removeprefix(_mark(data)) and tail != end:
        found.append(Edited(path, Splice(len(data) - len(tail), tail, end)))
    for edge in sorted(edges, reverse=True):
        missing = _missing(data[:edge], data) if edge < len(data) else b""
        if missing:
            found.append(Edited(path, Splice(edge, b"", missing)))
    return found


def _missing(before: bytes, data: bytes) -> bytes:
    """Return the line ends that are missing between what stands before and another block."""
    return _parting(data, _tail(before)) if before.removeprefix(_mark(data)) else b""


def _parting(data: bytes, tail: bytes) -> bytes:
    line_end = b"\r\n" if b"\r\n" in data else b"\n"
    return line_end * max(0, _PARTED - tail.count(b"\n"))


def _mark(data: bytes) -> bytes:
    return MARK if data.startswith(MARK) else b""


def _tail(data: bytes) -> bytes:
    found = TAIL.search(data.removeprefix(MARK))
    return found.group() if found else b""
