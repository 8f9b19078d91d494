"""What the page shows on which a newer version is brought into a draft."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.authoring import queries, rules
from app.authoring.history import FileRow, files_of
from app.authoring.merging import service
from app.authoring.merging.errors import NothingNewer
from app.authoring.merging.rules import Conflict, ConflictKind, Side
from app.authoring.pages import DraftRow, row_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Something to choose, with both texts: what each changed is marked in it.

    Attributes:
        title: What the file calls itself, or "".
        theirs: What the version has there; nothing of what is no text.
        ours: What the draft has there.
    """

    id: str
    kind: ConflictKind
    path: str
    title: str
    theirs: tuple[rules.Piece, ...]
    ours: tuple[rules.Piece, ...]
    can_be_both: bool
    is_text: bool


@dataclass(frozen=True, slots=True)
class MergePage:
    """A draft beside a newer version.

    Attributes:
        number: The version's; None when there is none.
        version_id: Which one it is.
        comes: What comes in by itself, file by file.
        conflicts: What is to be chosen.
        keys: Keys that become others.
    """

    row: DraftRow
    number: int | None = None
    version_id: uuid.UUID | None = None
    comes: tuple[FileRow, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)


def merge_page(session: "Session", draft_id: uuid.UUID) -> MergePage:
    """Return what a newer version would bring into a draft; eight queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    row = row_of(session, draft)
    try:
        found = service.beside(session, draft)
    except NothingNewer:
        return MergePage(row)
    kept = {one.id: Side.OURS for one in found.course.conflicts}
    files, operations = found.settled(kept)
    named = rules.paths_of(operations)
    comes = files_of(
        {path: found.ours[path] for path in named if path in found.ours},
        {path: files[path] for path in named if path in files},
        operations,
    )
    titles = {
        path: rules.title_in(rules.text_of(data) or "")
        for path, data in found.ours.items()
        if path.endswith(".md")
    }
    return MergePage(
        row,
        found.version.number,
        found.version.id,
        comes,
        tuple(_row(one, titles.get(one.path, "")) for one in found.course.conflicts),
        found.keys,
    )


def _row(conflict: Conflict, title: str) -> ConflictRow:
    texts = [rules.text_of(x) for x in (conflict.base, conflict.theirs, conflict.ours)]
    base, theirs, ours = (text or "" for text in texts)
    if conflict.base:
        there, here = rules.marked(base, theirs)[1], rules.marked(base, ours)[1]
    else:
        there, here = rules.marked(ours, theirs)[1], rules.marked(theirs, ours)[1]
    return ConflictRow(
        conflict.id,
        conflict.kind,
        conflict.path,
        title,
        there,
        here,
        conflict.can_be_both,
        None not in texts,
    )
