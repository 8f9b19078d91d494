"""Add, move, duplicate and delete the blocks of drafts. Each is one job in its transaction."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.authoring import queries, rules
from app.authoring.errors import NoSuchSlice
from app.authoring.models import ChangeKind
from app.authoring.service.changing import make_change
from app.authoring.service.finding import (
    Done,
    Found,
    Seen,
    behind,
    block_at,
    blocks_of,
    done_at,
    found_at,
    start_of,
)
from app.authoring.service.fresh import blank
from app.authoring.service.keys import new_key, stem_of, taken_keys
from app.authoring.service.leaving import block_gone, drills_gone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


_MARK_OF_PLACE: Final = re.compile(r"\[([^\[\]]*)\]\{#see-[^{}]*\}")
"""A passage that a question leads back to; each question has one at the most."""


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
    draft, data, path, span = found_at(session, draft_id, after)
    source = queries.source_of(session, draft)
    text = blank(session, source, kind, path)
    at = span.end if kind == "easy" else behind(path, data, span)
    put = rules.put_in(path, data, at, text)
    make_change(session, draft, [put], kind=ChangeKind.ADD, by=by, now=now)
    return done_at(draft, path, rules.spliced(data, put.splice), start_of(put.splice))


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
    found = block_at(session, draft_id, seen)
    neighbor = found.at + (1 if down else -1)
    if not 0 <= neighbor < len(found.units):
        return done_at(found.draft, found.path, found.data, found.unit.start)
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
    found = block_at(session, draft_id, seen)
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
    found = block_at(session, draft_id, seen)
    at = len(found.data)
    if before is not None:
        other = block_at(session, draft_id, before)
        if other.path != found.path:
            raise NoSuchSlice(other.path)
        at = other.unit.start
    return _moved(session, found, {found.path: found.data}, found.path, at, by=by, now=now)


def line_of(session: "Session", draft_id: uuid.UUID, seen: Seen) -> int:
    """Return the line on which a block begins now; raises what ``move_block`` does."""
    draft, data, path, span = found_at(session, draft_id, seen)
    return done_at(draft, path, data, span.start).line


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
    found = block_at(session, draft_id, seen)
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
    return done_at(found.draft, found.path, after, start_of(put.splice))


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
    found = block_at(session, draft_id, seen)
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
    return done_at(found.draft, found.path, after, max(0, out.splice.start - 1))


# -- the way of a block ---------------------------------------------------------------------------


def _keys_in(path: str, data: bytes, span: rules.Span) -> set[str]:
    inside = (one for one in blocks_of(path, data) if span.start <= one.start < span.end)
    return {one.key for one in inside if one.key}


def _parted(
    session: "Session", found: Found, after: Mapping[str, bytes], to: str
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
    found: Found,
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
    return done_at(found.draft, to, after, place.span.start if place else 0)
