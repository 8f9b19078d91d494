"""Change drafts, and take changes back. Each is one job in the caller's transaction."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.authoring import queries, rules
from app.authoring.errors import CannotUndo, DraftClosed, FileGone, NoSuchSlice
from app.authoring.events import DraftChanged
from app.authoring.models import (
    ChangeKind,
    Draft,
    DraftChange,
    DraftFile,
    DraftOperation,
    DraftState,
)
from app.outbox import service as outbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Edit:
    """What an author wants a slice to say.

    Attributes:
        path: The file.
        span: Where the slice stood when the author saw it.
        number: The draft's number at that time.
        text: The new text, with whatever line ends.
    """

    path: str
    span: rules.Span
    number: int
    text: str


def change_block(
    session: "Session", draft_id: uuid.UUID, edit: Edit, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Put another text in the place of one slice; a text that says the same changes nothing.

    A slice that was moved since is changed where it is now.

    Raises:
        rules.BlockConflict: Somebody changed the slice since; it carries both texts.
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file since; it carries the text.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a slice.
    """
    draft = open_draft(session, draft_id)
    since = queries.operations_since(session, draft.id, edit.number)
    files = queries.data_of(session, draft.id, {edit.path, *rules.paths_of(since)})
    seen = _seen(rules.file_then(files, edit.path, since), edit.span)
    place = rules.followed(rules.Place(edit.path, edit.span), since)
    if place is None:
        raise FileGone(edit.path, edit.text)
    stands = place.span.of(files[place.path])
    if not rules.says_the_same(stands, seen):
        if rules.text_of(stands) == rules.text_of(rules.rewritten(seen, edit.text)):
            return draft
        theirs = rules.Slice(place.path, place.span, draft.number, stands)
        raise rules.BlockConflict(theirs, edit.text)
    wanted = rules.rewritten(stands, edit.text)
    if wanted == stands:
        return draft
    edited = rules.Edited(place.path, rules.Splice(place.span.start, stands, wanted))
    return make_change(session, draft, [edited], kind=ChangeKind.EDIT, by=by, now=now)


def undo(
    session: "Session", draft_id: uuid.UUID, number: int, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Take a change back, by one more change; what was changed elsewhere since stays.

    Raises:
        CannotUndo: What it left behind was changed since, or there is no such change.
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
    """
    draft = open_draft(session, draft_id)
    changes = queries.changes_since(session, draft.id, number - 1)
    if number not in changes:
        raise CannotUndo(number)
    change = changes.pop(number)
    since = [operation for later in changes.values() for operation in later]
    files = queries.data_of(session, draft.id, rules.paths_of([*change, *since]))
    back = rules.taken_back(files, change, since)
    if back is None:
        raise CannotUndo(number)
    stood_on, then_on = queries.bases_around(session, draft, number)
    if then_on not in (stood_on, draft.base_version_id):
        raise CannotUndo(number)
    make_change(session, draft, back, kind=ChangeKind.UNDO, by=by, now=now, undoes=number)
    if stood_on != then_on:
        draft.base_version_id = stood_on
        session.flush()
    return draft


def restore(
    session: "Session", draft_id: uuid.UUID, number: int, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Make all files what they were after a change, by one more change; 0 is the beginning.

    Raises:
        CannotUndo: There is no such change.
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
    """
    draft = open_draft(session, draft_id)
    if not 0 <= number <= draft.number:
        raise CannotUndo(number)
    since = queries.operations_since(session, draft.id, number)
    files = queries.data_of(session, draft.id, rules.paths_of(since))
    wanted = rules.difference(files, rules.earlier(files, since))
    _stood_on, then_on = queries.bases_around(session, draft, number)
    make_change(session, draft, wanted, kind=ChangeKind.RESTORE, by=by, now=now, undoes=number)
    draft.base_version_id = then_on
    session.flush()
    return draft


def open_draft(session: "Session", draft_id: uuid.UUID) -> Draft:
    """Return a draft to change, locked until the end of the transaction.

    Raises:
        DraftClosed: It was published.
        NoResultFound: There is no such draft.
    """
    draft = locked(session, draft_id)
    if draft.state is DraftState.PUBLISHED:
        raise DraftClosed(draft_id)
    return draft


def locked(session: "Session", draft_id: uuid.UUID) -> Draft:
    """Return a draft as it is in the database, locked until the end of the transaction.

    Raises:
        NoResultFound: There is no such draft.
    """
    return session.execute(
        sa.select(Draft)
        .where(Draft.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def make_change(
    session: "Session",
    draft: Draft,
    operations: Sequence[rules.Operation],
    *,
    kind: ChangeKind,
    by: uuid.UUID,
    now: datetime,
    undoes: int | None = None,
) -> Draft:
    """Perform some operations as one numbered step of one author; none at all changes nothing.

    A merge is one even then: the draft stands on another version after it.

    Args:
        session: The open transaction.
        draft: From ``open_draft``.
        operations: Made of the files as they are, each as those before it leave them.
        kind: What the history calls it.
        by: Who does it.
        now: The present instant.
        undoes: The number of the change that is taken back, or of that to which is gone back.

    Raises:
        ValueError: The operations were made of other files; nothing was changed.
    """
    if not operations and kind is not ChangeKind.MERGE:
        return draft
    rows = _rows(session, draft, rules.paths_of(operations))
    before = {path: row.data for path, row in rows.items()}
    _write(session, draft, rows, rules.performed(before, operations))
    draft.number += 1
    draft.changed_at = now
    draft.state = DraftState.DRAFT
    draft.faults = queries.faults_to_json(())
    change = DraftChange(
        draft_id=draft.id,
        number=draft.number,
        kind=kind,
        undoes=undoes,
        stood_on_id=draft.base_version_id,
        by_id=by,
        at=now,
    )
    session.add(change)
    session.flush()
    for place, operation in enumerate(operations):
        row = DraftOperation.of(operation)
        row.change_id, row.place = change.id, place
        session.add(row)
    session.flush()
    outbox.publish(session, DraftChanged(draft.id, draft.number, now))
    return draft


def _write(
    session: "Session", draft: Draft, rows: dict[str, DraftFile], after: dict[str, bytes]
) -> None:
    for path, row in rows.items():
        if path not in after:
            session.delete(row)
        elif row.data != after[path]:
            row.data = after[path]
    session.flush()
    session.add_all(
        DraftFile(draft_id=draft.id, path=path, data=data)
        for path, data in after.items()
        if path not in rows
    )
    session.flush()


def _rows(session: "Session", draft: Draft, paths: Iterable[str]) -> dict[str, DraftFile]:
    rows = session.scalars(
        sa.select(DraftFile)
        .where(DraftFile.draft_id == draft.id, DraftFile.path.in_(sorted(paths)))
        .execution_options(populate_existing=True)
    )
    return {row.path: row for row in rows}


def _seen(file: bytes | None, span: rules.Span) -> bytes:
    """Return a slice as it was when it was seen."""
    if file is None or not 0 <= span.start <= span.end <= len(file):
        raise NoSuchSlice(str(span))
    return span.of(file)
