"""Put another picture into a block, with its file and its credit, as one change."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.authoring import anchors, queries, rules
from app.authoring.errors import FileGone, NoSuchSlice
from app.authoring.models import ChangeKind
from app.authoring.service.changing import make_change, open_draft
from app.authoring.service.finding import Done, Seen
from app.authoring.service.putting import COURSE, Brought

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def put_picture(
    session: "Session",
    draft_id: uuid.UUID,
    make: Callable[[Mapping[str, bytes]], Brought],
    seen: Seen,
    field: str,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    """Let a block show another picture, and say what is to be seen on it.

    Args:
        session: The open transaction.
        draft_id: The draft.
        make: Is given the files as they are; what it brings is a block with the picture alone.
        seen: The block that is to show it.
        field: Which of its pictures: "src", or "poster" of a video.
        by: Who does it.
        now: The present instant.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block, or it shows no picture.
    """
    draft = open_draft(session, draft_id)
    files = dict(queries.files(session, draft.id))
    anchor = anchors.Anchor(seen.path, seen.span, seen.number)
    [found] = anchors.find(session, draft.id, [anchor], files)
    if found.span is None:
        raise FileGone(seen.path, "")
    brought = make(files)
    text = rules.repictured(found.text, brought.text, field)
    if text is None:
        raise NoSuchSlice(found.path)
    wanted = rules.rewritten(found.data, text)
    splice = rules.Splice(found.span.start, found.data, wanted)
    told = files.get(COURSE, b"")
    operations = [
        *(rules.Added(name, file) for name, file in sorted(brought.files.items())),
        *([] if wanted == found.data else [rules.Edited(found.path, splice)]),
        *rules.difference({COURSE: told}, {COURSE: rules.credited(told, brought.credit)}),
    ]
    make_change(session, draft, operations, kind=ChangeKind.EDIT, by=by, now=now)
    line = files[found.path].count(b"\n", 0, found.span.start) + 1
    return Done(draft, found.path, line)
