"""Where the blocks of drafts are now, wherever an author saw them."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.authoring import queries, rules
from app.authoring.errors import FileGone, NoSuchSlice
from app.authoring.models import Draft
from app.authoring.service.changing import open_draft
from app.catalog.sources.lesson import read_bank, read_lesson

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import Block, LessonSource


@dataclass(frozen=True, slots=True)
class Seen:
    """A block as an author saw it.

    Attributes:
        path: The file.
        span: Where the block stood.
        number: The draft's number at that time.
    """

    path: str
    span: rules.Span
    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a draft.

    Attributes:
        draft: As it is now.
        path: The file to look at.
        line: Where the block to look at begins in it.
    """

    draft: Draft
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """A block as it is now: its file, all units of that, and which of them it is in.

    A unit is a block with those that say it again (``easy``).
    """

    draft: Draft
    data: bytes
    path: str
    units: list[rules.Span]
    at: int
    span: rules.Span

    @property
    def unit(self) -> rules.Span:
        """Where the unit is."""
        return self.units[self.at]


def blocks_of(path: str, data: bytes) -> "tuple[Block, ...]":
    """Return the blocks of a file of blocks, without its front matter."""
    return _read(path, data).blocks


def _read(path: str, data: bytes) -> "LessonSource":
    reader = read_bank if path.startswith("bank/") else read_lesson
    return reader(path, "", data, [])


def _units(path: str, data: bytes) -> list[rules.Span]:
    blocks = blocks_of(path, data)
    return rules.units((block.kind, rules.Span(block.start, block.end)) for block in blocks)


def behind(path: str, data: bytes, span: rules.Span) -> int:
    """Return where another block begins after the one at a place and what says that again."""
    inside = (unit for unit in _units(path, data) if unit.start < span.end <= unit.end)
    return next((unit.end for unit in inside), span.end)


def found_at(
    session: "Session", draft_id: uuid.UUID, seen: Seen
) -> tuple[Draft, bytes, str, rules.Span]:
    """Return the draft, and the file, its path and the place in it where a block is now."""
    draft = open_draft(session, draft_id)
    since = queries.operations_since(session, draft.id, seen.number)
    place = rules.followed(rules.Place(seen.path, seen.span), since)
    if place is None:
        raise FileGone(seen.path, "")
    data = queries.data_of(session, draft.id, [place.path]).get(place.path)
    is_inside = data is not None and 0 <= place.span.start <= place.span.end <= len(data)
    if data is None or not is_inside or not place.path.endswith(".md"):
        raise NoSuchSlice(seen.path)
    return draft, data, place.path, place.span


def block_at(session: "Session", draft_id: uuid.UUID, seen: Seen) -> Found:
    """Return a block as it is now.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
    """
    draft, data, path, span = found_at(session, draft_id, seen)
    units = _units(path, data)
    at = next((n for n, unit in enumerate(units) if unit.start <= span.start < unit.end), None)
    if at is None or span.start == span.end:
        raise NoSuchSlice(path)
    return Found(draft, data, path, units, at, span)


def start_of(splice: rules.Splice) -> int:
    """Return where a block begins that was put in, behind the blank lines before it."""
    return splice.start + len(splice.after) - len(splice.after.lstrip(b"\r\n"))


def done_at(draft: Draft, path: str, data: bytes, at: int) -> Done:
    """Return what became of a draft, where the block at byte ``at`` of a file is to look at."""
    lines = (block.line for block in blocks_of(path, data) if block.start <= at)
    return Done(draft, path, max(lines, default=1))
