"""Columns, lists, links and limits. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

MB: Final = 1_000_000
LARGEST_PROJECT: Final = 200 * MB
"""Bytes of all versions of all things of a project that were not removed."""

UNDO_DAYS: Final = 30
"""How long what was removed comes back with one press."""

MOST_ITEMS: Final = 20
LONGEST_ITEM: Final = 120
LONGEST_TITLE: Final = 80
LONGEST_WORDS: Final = 1_000
LONGEST_NOTES: Final = 8_000
LONGEST_DECISION: Final = 200
LONGEST_REASON: Final = 600
LONGEST_NAMES: Final = 200
LONGEST_ALT: Final = 400
LONGEST_CREDIT: Final = 120
LONGEST_LINK: Final = 500
LONGEST_NOTE: Final = 200


class CardState(StrEnum):
    """The columns of the board, in their order."""

    TODO = "todo"
    DOING = "doing"
    REVIEW = "review"
    """Waits for somebody to look at it."""
    DONE = "done"


class ArtifactKind(StrEnum):
    """What a thing that was made is to whoever opens it."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    LINK = "link"


class CreditAs(StrEnum):
    """How those who made something want to be called in public."""

    TEAM = "team"
    """As the team of their school."""
    PSEUDONYMS = "pseudonyms"
    """Each by the name they chose for it."""
    WORDS = "words"
    """As it is written."""


class Step(StrEnum):
    """Where a card goes within its column."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a card's list. ``place``: which of the old ones it is; None for a new one."""

    text: str
    place: int | None = None


def lines_of(text: str) -> list[str]:
    """Return the things of a list as it is written, one a line; without empty ones and twins."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def matched(old: Sequence[str], new: Iterable[str]) -> list[Line]:
    """Tell which things of a list are the old ones: those of the same words keep their tick."""
    places = {text: place for place, text in enumerate(old)}
    return [Line(text, places.get(text)) for text in new]


def stepped(order: Sequence[T], one: T, step: Step) -> list[T]:
    """Return an order in which one has gone a step; at the end it stays where it is."""
    found = list(order)
    here = found.index(one)
    there = here + (-1 if step is Step.UP else 1)
    if 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found


def kept_people(old: Iterable[T], offered: Iterable[T], chosen: Iterable[T]) -> set[T]:
    """Return who it is for after a form: whom it offered, as chosen; everybody else as before."""
    may = set(offered)
    return (set(old) - may) | (set(chosen) & may)


def is_link(text: str) -> bool:
    """Whether a text is an address on the web that is read over a closed line."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return False
    is_plain = text.isprintable() and " " not in text and "\\" not in text
    has_host = "." in host and not host.startswith(".") and not host.endswith(".")
    return parts.scheme == "https" and is_plain and has_host and not parts.username and port != 0


def is_table(data: bytes) -> bool:
    """Whether a file is a table of text (CSV): UTF-8 or Shift_JIS, without controls.

    It needs lines, and a separator in the first one.
    """
    for coding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if any(not (one.isprintable() or one in "\t\r\n") for one in text.replace("\u3000", " ")):
            return False
        first = text.lstrip().partition("\n")[0]
        return any(mark in first for mark in ",\t;")
    return False


def has_room(used: int, size: int) -> bool:
    """Whether a project may have one more file of ``size`` bytes."""
    return used + size <= LARGEST_PROJECT


def mark_of(*parts: object) -> str:
    """Return a short mark of a text as somebody read it; another text has another one."""
    told = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text as it was written: a paragraph's lines, or a list's things."""

    is_list: bool
    lines: tuple[str, ...]


_BULLETS: Final = ("・", "- ", "* ", "●", "•")


def blocks_of(text: str) -> list[Block]:
    """Return a plain text in paragraphs and lists; an empty line ends a paragraph."""
    found: list[Block] = []
    lines: list[str] = []
    is_list = False

    def close() -> None:
        if lines:
            found.append(Block(is_list, tuple(lines)))
            lines.clear()

    for raw in text.splitlines():
        line = raw.strip()
        bullet = next((one for one in _BULLETS if line.startswith(one)), None)
        if not line or (bullet is not None) != is_list:
            close()
        is_list = bullet is not None
        told = line.removeprefix(bullet).strip() if bullet is not None else line
        if told:
            lines.append(told)
    close()
    return found
