"""Put into a draft what comes from elsewhere. Each is one job in its transaction."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.authoring import queries, rules
from app.authoring.models import ChangeKind
from app.authoring.service.changing import make_change, open_draft
from app.authoring.service.finding import Done, Seen, behind, done_at, found_at, start_of
from app.authoring.service.fresh import objective_of
from app.authoring.service.keys import new_key, stem_of, taken_keys
from app.catalog.sources.placeholders import PLACEHOLDER
from app.items.kinds import KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COURSE: Final = "course.toml"

_OPENED: Final = re.compile(r"^:::[ \t]+(\S+).*?[ \t]#([a-z][a-z0-9-]*)(?!\S)", re.MULTILINE)
"""The first line of a block with a key."""


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
    draft, data, path, span = found_at(session, draft_id, after)
    put = _in_its_place(path, data, span, text)
    put = put or rules.put_in(path, data, behind(path, data, span), text)
    make_change(session, draft, [*besides, put], kind=ChangeKind.ADD, by=by, now=now)
    return done_at(draft, path, rules.spliced(data, put.splice), start_of(put.splice))


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
    draft, data, path, span = found_at(session, draft_id, after)
    files = dict(queries.files(session, draft.id))
    brought = make(files)
    put = rules.put_in(path, data, behind(path, data, span), brought.text)
    told = files.get(COURSE, b"")
    credited = rules.credited(told, brought.credit)
    operations = [
        *(rules.Added(name, file) for name, file in sorted(brought.files.items())),
        put,
        *rules.difference({COURSE: told}, {COURSE: credited}),
    ]
    make_change(session, draft, operations, kind=ChangeKind.ADD, by=by, now=now)
    return done_at(draft, path, rules.spliced(data, put.splice), start_of(put.splice))


def put_pasted(
    session: "Session",
    draft_id: uuid.UUID,
    text: str,
    after: Seen,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    """Put what was pasted behind a block; its questions get keys, and the lesson's one objective.

    The arguments and errors are those of ``put_blocks``.
    """
    text = text.replace("\r\n", "\n")  # the line ends of a form
    source = queries.source_of(session, open_draft(session, draft_id))
    lesson = next((one for one in source.with_blocks if one.path == after.path), None)
    taken = taken_keys(session, source)
    new: dict[str, str] = {}
    for kind, key in dict.fromkeys(_OPENED.findall(text)):
        new[key] = new_key(taken, stem_of(kind))
        taken.add(new[key])
    graded = "|".join(kind.name for kind in KINDS.values() if kind.is_graded)
    opened = re.compile(rf"^(::: (?:{graded}) #\S+)$", re.MULTILINE)
    text = opened.sub(rf"\1{objective_of(lesson)}", rules.rekeyed(text, new))
    return put_blocks(session, draft_id, text, after, by=by, now=now)


def _in_its_place(path: str, data: bytes, span: rules.Span, text: str) -> rules.Edited | None:
    """Put blocks in the place of one that says no more than what is to be written there."""
    before = span.of(data)
    if not PLACEHOLDER.fullmatch((rules.text_of(before) or "").strip()):
        return None
    return rules.Edited(path, rules.Splice(span.start, before, rules.rewritten(before, text)))
