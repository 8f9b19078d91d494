"""Slices of files: cut out, put in, and found again after other changes. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

TAIL: Final = re.compile(rb"(?:[ \t]*\r?\n)*[ \t]*\Z")
MARK: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a slice stands in its file: from byte ``start`` to before byte ``end``."""

    start: int
    end: int

    def of(self, data: bytes) -> bytes:
        """Cut the slice out of its file."""
        return data[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Splice:
    """One change of one file: at byte ``start`` stood ``before``, and now stands ``after``."""

    start: int
    before: bytes
    after: bytes

    @property
    def old(self) -> Span:
        """Where ``before`` stood."""
        return Span(self.start, self.start + len(self.before))

    @property
    def new(self) -> Span:
        """Where ``after`` stands."""
        return Span(self.start, self.start + len(self.after))

    @property
    def reverse(self) -> "Splice":
        """The change that takes this one back, at once after it."""
        return Splice(self.start, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice of a file of a draft, with the number at which it stands there."""

    path: str
    span: Span
    number: int
    data: bytes


class BlockConflict(Exception):
    """Somebody else changed the same slice meanwhile; nothing was changed.

    Attributes:
        theirs: The slice as it is now.
        mine: The text that was to stand there.
    """

    def __init__(self, theirs: Slice, mine: str) -> None:
        super().__init__(f"{theirs.path}:{theirs.span.start}")
        self.theirs = theirs
        self.mine = mine


def spliced(data: bytes, change: Splice) -> bytes:
    """Make a change in a file; no byte outside the slice becomes another.

    Raises:
        ValueError: The file does not hold there what the change was made of.
    """
    if change.start < 0 or change.old.of(data) != change.before:
        raise ValueError("the change was made of another text")
    return data[: change.start] + change.after + data[change.old.end :]


def carried(span: Span, changes: Iterable[Splice]) -> Span:
    """Find a slice again after later changes of its file, in their order.

    Changes elsewhere move it, changes of itself give it another length. A change across its edge
    widens it, so that whatever became of the slice lies inside.
    """
    for change in changes:
        grown, old = len(change.after) - len(change.before), change.old
        if span == old:
            span = change.new
        elif old.end <= span.start:
            span = Span(span.start + grown, span.end + grown)
        elif old.start < span.end:
            span = Span(min(span.start, old.start), max(span.end, old.end) + grown)
    return span


def text_of(data: bytes) -> str | None:
    """Return what an editor shows of a slice: lines of text without the blank ones at its end.

    None when it is no text, so that it can only stay as it is.
    """
    try:
        text = _body(data).decode()
    except UnicodeDecodeError:
        return None
    return _LINE_END.sub("\n", text)


def says_the_same(one: bytes, other: bytes) -> bool:
    """Whether an editor shows the same of two slices; the blank lines after one say nothing."""
    return one == other or (text_of(one) is not None and text_of(one) == text_of(other))


def rewritten(data: bytes, text: str) -> bytes:
    """Return a slice with another text, its line ends and the blank lines at its end as before.

    Args:
        data: The slice as it is.
        text: The new text, with the line ends of a form; nothing but blanks removes the slice.
    """
    wanted = _LINE_END.sub("\n", text)
    if wanted == text_of(data):
        return data
    if not wanted.strip():
        return MARK if data.startswith(MARK) else b""
    line_end = "\r\n" if b"\r\n" in data else "\n"
    tail = data[len(_head(data)) + len(_body(data)) :]
    body = wanted.rstrip(" \t\n").removeprefix("\ufeff").replace("\n", line_end).encode()
    return _head(data) + body + tail


def _head(data: bytes) -> bytes:
    """Return the byte order mark that opens a file, if this is where it opens."""
    return MARK if data.startswith(MARK) else b""


def _body(data: bytes) -> bytes:
    data = data.removeprefix(MARK)
    tail = TAIL.search(data)
    return data if tail is None else data[: tail.start()]
