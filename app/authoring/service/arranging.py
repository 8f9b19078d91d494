"""Add, move, duplicate and delete the blocks of drafts. Each is one job in its transaction."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.authoring import queries, rules
from app.authoring.errors import FileGone, NoSuchSlice
from app.authoring.models import ChangeKind, Draft
from app.authoring.service.changing import make_change, open_draft
from app.authoring.service.fresh import blank
from app.authoring.service.keys import new_key, stem_of, taken_keys
from app.authoring.service.leaving import block_gone, drills_gone
from app.catalog.sources.lesson import read_bank, read_lesson
from app.catalog.sources.placeholders import PLACEHOLDER

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import Block, LessonSource

_MARK_OF_PLACE: Final = re.compile(r"\[([^\[\]]*)\]\{#see-[^{}]*\}")
"""A passage that a question leads back to; each question has one at the most."""

COURSE: Final = "course.toml"


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
class _Found:
    """A block as it is now: its file, all units of that, and which of them it is in."""

    draft: Draft
    data: bytes
    path: str
    units: list[rules.Span]
    at: int
    span: rules.Span

    @property
    def unit(self) -> rules.Span:
        return self.units[self.at]


def add_block(
    session: "Session",
    draft_id: uuid.UUID,
    kind: str,
    after: Seen,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    """Put a new block of a kind behind another one, or behind the front matter of a lesson.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        KeyError: There is no such kind.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
    """
    draft, data, path, span = _found(session, draft_id, after)
    source = queries.source_of(session, draft)
    text = blank(session, source, kind, path)
    at = span.end if kind == "easy" else _behind(path, data, span)
    put = rules.put_in(path, data, at, text)
    make_change(session, draft, [put], kind=ChangeKind.ADD, by=by, now=now)
    return _done(draft, path, rules.spliced(data, put.splice), _start_of(put.splice))


@dataclass(frozen=True, slots=True)
class Brought:
    """A block that comes from elsewhere, with what it needs.

    Attributes:
        text: Its source.
        files: New files of the course.
        credit: What the course has to say of whose they are; "" for nothing.
    """

    text: str
    files: Mapping[str, bytes]
    credit: str = ""


def put_blocks(
    session: "Session",
    draft_id: uuid.UUID,
    text: str,
    after: Seen,
    *,
    by: uuid.UUID,
    now: datetime,
    besides: Sequence[rules.Operation] = (),
) -> Done:
    """Put blocks that are written already behind another one, or behind the front matter.

    Args:
        session: The open transaction.
        draft_id: The draft.
        text: The blocks as a file says them.
        after: What they are to stand behind.
        by: Who does it.
        now: The present instant.
        besides: What the same step does in other files.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
    """
    draft, data, path, span = _found(session, draft_id, after)
    put = _in_its_place(path, data, span, text)
    put = put or rules.put_in(path, data, _behind(path, data, span), text)
    make_change(session, draft, [*besides, put], kind=ChangeKind.ADD, by=by, now=now)
    return _done(draft, path, rules.spliced(data, put.splice), _start_of(put.splice))


def _in_its_place(path: str, data: bytes, span: rules.Span, text: str) -> rules.Edited | None:
    """Put blocks in the place of one that says no more than what is to be written there."""
    before = span.of(data)
    if not PLACEHOLDER.fullmatch((rules.text_of(before) or "").strip()):
        return None
    return rules.Edited(path, rules.Splice(span.start, before, rules.rewritten(before, text)))


def bring_block(
    session: "Session",
    draft_id: uuid.UUID,
    make: Callable[[Mapping[str, bytes]], Brought],
    after: Seen,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    """Put a block and its files into a draft, behind another block, as one change.

    Args:
        session: The open transaction.
        draft_id: The draft.
        make: Is given the files as they are, so that no name is given twice.
        after: The block before it.
        by: Who does it.
        now: The present instant.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
        ValueError: A file is there already; nothing was changed.
    """
    draft, data, path, span = _found(session, draft_id, after)
    files = dict(queries.files(session, draft.id))
    brought = make(files)
    put = rules.put_in(path, data, _behind(path, data, span), brought.text)
    told = files.get(COURSE, b"")
    credited = rules.credited(told, brought.credit)
    operations = [
        *(rules.Added(name, file) for name, file in sorted(brought.files.items())),
        put,
        *rules.difference({COURSE: told}, {COURSE: credited}),
    ]
    make_change(session, draft, operations, kind=ChangeKind.ADD, by=by, now=now)
    return _done(draft, path, rules.spliced(data, put.splice), _start_of(put.splice))


def move_block(
    session: "Session",
    draft_id: uuid.UUID,
    seen: Seen,
    *,
    down: bool,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    """Move a block, and what says it again, past the one above or below; at an edge it stays.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
    """
    found = _block(session, draft_id, seen)
    neighbor = found.at + (1 if down else -1)
    if not 0 <= neighbor < len(found.units):
        return _done(found.draft, found.path, found.data, found.unit.start)
    at = found.units[neighbor].end if down else found.units[neighbor].start
    return _moved(session, found, {found.path: found.data}, found.path, at, by=by, now=now)


def move_block_to(
    session: "Session", draft_id: uuid.UUID, seen: Seen, path: str, *, by: uuid.UUID, now: datetime
) -> Done:
    """Move a block, and what says it again, to the end of another file, with its key.

    Questions lead back within their lesson: marks between the two files are marks no more.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block, or there is no such file.
    """
    found = _block(session, draft_id, seen)
    data = queries.data_of(session, draft_id, [path]).get(path)
    if data is None or not path.endswith(".md") or path == found.path:
        raise NoSuchSlice(path)
    files = {found.path: found.data, path: data}
    return _moved(session, found, files, path, len(data), by=by, now=now)


def place_block(
    session: "Session",
    draft_id: uuid.UUID,
    seen: Seen,
    before: Seen | None,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    """Move a block, and what says it again, before another one of its file, or to the end.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block, or the other one is in another file now.
    """
    found = _block(session, draft_id, seen)
    at = len(found.data)
    if before is not None:
        other = _block(session, draft_id, before)
        if other.path != found.path:
            raise NoSuchSlice(other.path)
        at = other.unit.start
    return _moved(session, found, {found.path: found.data}, found.path, at, by=by, now=now)


def line_of(session: "Session", draft_id: uuid.UUID, seen: Seen) -> int:
    """Return the line on which a block begins now; raises what ``move_block`` does."""
    draft, data, path, span = _found(session, draft_id, seen)
    return _done(draft, path, data, span.start).line


def duplicate_block(
    session: "Session", draft_id: uuid.UUID, seen: Seen, *, by: uuid.UUID, now: datetime
) -> Done:
    """Put a copy of a block, and of what says it again, behind it; the copy gets a new key.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block, or it is no text.
    """
    found = _block(session, draft_id, seen)
    text = rules.text_of(found.unit.of(found.data))
    if text is None:
        raise NoSuchSlice(found.path)
    source = queries.source_of(session, found.draft)
    block = next(one for one in blocks_of(found.path, found.data) if one.start == found.unit.start)
    text = _MARK_OF_PLACE.sub(r"\1", text)
    if block.key:
        key = new_key(taken_keys(session, source), stem_of(block.kind, block.key))
        text = rules.rekeyed(text, {block.key: key})
    put = rules.put_in(found.path, found.data, found.unit.end, text)
    make_change(session, found.draft, [put], kind=ChangeKind.DUPLICATE, by=by, now=now)
    after = rules.spliced(found.data, put.splice)
    return _done(found.draft, found.path, after, _start_of(put.splice))


def delete_block(
    session: "Session", draft_id: uuid.UUID, seen: Seen, *, by: uuid.UUID, now: datetime
) -> Done:
    """Take a block, and what says it again, out of its file; an undo brings both back.

    What leads back from it does so no more, and a drill leaves the rules of completion.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
    """
    found = _block(session, draft_id, seen)
    says_again = found.span.start > found.unit.start
    span = found.span if says_again else found.unit
    out = rules.taken_out(found.path, found.data, span)
    after = rules.spliced(found.data, out.splice)
    source, gone = queries.source_of(session, found.draft), _keys_in(found.path, found.data, span)
    follows = (
        *block_gone(source, found.path, after, gone),
        *drills_gone(source, gone),
    )
    make_change(session, found.draft, [out, *follows], kind=ChangeKind.DELETE, by=by, now=now)
    return _done(found.draft, found.path, after, max(0, out.splice.start - 1))


def blocks_of(path: str, data: bytes) -> "tuple[Block, ...]":
    """Return the blocks of a file of blocks, without its front matter."""
    return _read(path, data).blocks


# -- finding --------------------------------------------------------------------------------------


def _read(path: str, data: bytes) -> "LessonSource":
    reader = read_bank if path.startswith("bank/") else read_lesson
    return reader(path, "", data, [])


def _units(path: str, data: bytes) -> list[rules.Span]:
    blocks = blocks_of(path, data)
    return rules.units((block.kind, rules.Span(block.start, block.end)) for block in blocks)


def _behind(path: str, data: bytes, span: rules.Span) -> int:
    """Return where another block begins after the one at a place and what says that again."""
    inside = (unit for unit in _units(path, data) if unit.start < span.end <= unit.end)
    return next((unit.end for unit in inside), span.end)


def _found(
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


def _block(session: "Session", draft_id: uuid.UUID, seen: Seen) -> _Found:
    draft, data, path, span = _found(session, draft_id, seen)
    units = _units(path, data)
    at = next((n for n, unit in enumerate(units) if unit.start <= span.start < unit.end), None)
    if at is None or span.start == span.end:
        raise NoSuchSlice(path)
    return _Found(draft, data, path, units, at, span)


def _start_of(splice: rules.Splice) -> int:
    """Return where a block begins that was put in, behind the blank lines before it."""
    return splice.start + len(splice.after) - len(splice.after.lstrip(b"\r\n"))


def _keys_in(path: str, data: bytes, span: rules.Span) -> set[str]:
    inside = (one for one in blocks_of(path, data) if span.start <= one.start < span.end)
    return {one.key for one in inside if one.key}


def _parted(
    session: "Session", found: _Found, after: Mapping[str, bytes], to: str
) -> tuple[rules.Operation, ...]:
    """Return what follows once a block is in another file: neither leads back to the other."""
    source = queries.source_of(session, found.draft)
    gone = _keys_in(found.path, found.data, found.unit)
    there = after[to]
    own = {one.key for one in blocks_of(to, there) if one.key}
    strange = rules.marks_in(rules.text_of(found.unit.of(found.data)) or "") - own
    return (
        *block_gone(source, found.path, after[found.path], gone),
        *block_gone(source, to, there, strange),
    )


def _moved(
    session: "Session",
    found: _Found,
    files: dict[str, bytes],
    to: str,
    at: int,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    operations = list(rules.moved(files, found.path, found.unit, to, at))
    if to != found.path:
        operations += _parted(session, found, rules.performed(files, operations), to)
    make_change(session, found.draft, operations, kind=ChangeKind.MOVE, by=by, now=now)
    place = rules.followed(rules.Place(found.path, found.unit), operations)
    after = queries.data_of(session, found.draft.id, [to])[to]
    return _done(found.draft, to, after, place.span.start if place else 0)


def _done(draft: Draft, path: str, data: bytes, at: int) -> Done:
    lines = (block.line for block in blocks_of(path, data) if block.start <= at)
    return Done(draft, path, max(lines, default=1))
