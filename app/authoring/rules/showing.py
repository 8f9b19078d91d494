"""Two texts beside each other, with the words that changed. Pure."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(r"[A-Za-z0-9]+|[\u30a0-\u30ff]+|[\u3005\u4e00-\u9fff]+|\n|.", re.DOTALL)
"""What counts as one word: runs of letters and figures, katakana, kanji; kana one by one, because
no space tells where their words end."""

_SHORTEST: Final = 3
"""Fewer characters than these between two changes are chance, and only hide what was written."""

_AROUND: Final = 1
"""Unchanged lines shown before and after a changed one."""

_MOST_TOKENS: Final = 3_000
"""More on one side are compared by lines only: comparing takes the square of them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one of two texts. ``is_left_out`` stands for unchanged lines not shown."""

    text: str
    is_changed: bool = False
    is_left_out: bool = False


Pieces = tuple[Piece, ...]


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces, the changed ones marked; far from a change, lines are left out.

    Joined, the pieces of a side are its text but for the lines that are left out.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left, right = list[Piece](), list[Piece]()
    codes = matcher.get_opcodes()
    for n, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            kept = _around(old[i1:i2], is_first=n == 0, is_last=n == len(codes) - 1)
            left += kept
            right += kept
        else:
            was, becomes = _words("".join(old[i1:i2]), "".join(new[j1:j2]))
            left += was
            right += becomes
    return tuple(left), tuple(right)


def _around(lines: Sequence[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    """Return the unchanged lines next to a change, and that others are left out."""
    head = 0 if is_first else _AROUND
    tail = 0 if is_last else _AROUND
    if len(lines) <= head + tail + 1:
        return [Piece("".join(lines))] if lines else []
    kept = [
        Piece("".join(lines[:head])),
        Piece("", is_left_out=True),
        Piece("".join(lines[len(lines) - tail :])),
    ]
    return [piece for piece in kept if piece.text or piece.is_left_out]


def _words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if not old or not new or max(len(old), len(new)) > _MOST_TOKENS:
        return _whole(before), _whole(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left, right = list[Piece](), list[Piece]()
    codes = matcher.get_opcodes()
    for n, (tag, i1, i2, j1, j2) in enumerate(codes):
        was, becomes = "".join(old[i1:i2]), "".join(new[j1:j2])
        is_between = 0 < n < len(codes) - 1
        is_changed = tag != "equal" or (is_between and len(was.strip()) < _SHORTEST)
        left.append(Piece(was, is_changed))
        right.append(Piece(becomes, is_changed))
    return _joined(left), _joined(right)


def _whole(text: str) -> list[Piece]:
    return [Piece(text, is_changed=True)] if text else []


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Make one of neighbors of a kind."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].is_changed == piece.is_changed:
            found[-1] = Piece(found[-1].text + piece.text, piece.is_changed)
        elif piece.text:
            found.append(piece)
    return found
