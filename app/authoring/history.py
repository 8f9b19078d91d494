"""What was done with a draft, change by change, as its history shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring import queries, rules
from app.authoring.models import ChangeKind, Draft, DraftChange, DraftState
from app.clock import day_of
from app.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

PAGE: Final = 20
"""Changes on one page."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """What a change did with one file.

    Attributes:
        path: The file, as the change left it; of a removed one, as it was.
        was: Its path before, where that is another one, or the file that a block came from.
        before: The text before, in pieces; empty for what came.
        after: The text after, in pieces; empty for what went.
        is_text: False when there is no text to show.
    """

    act: str
    path: str
    was: str | None
    before: tuple[rules.Piece, ...]
    after: tuple[rules.Piece, ...]
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in the history. ``number`` counts from 1; ``undoes`` is the change taken back."""

    number: int
    kind: ChangeKind
    by: str
    on: "date"
    undoes: int | None
    can_undo: bool
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some of the changes of a draft, the newest first.

    Attributes:
        older: Where the next older page begins: the number before which its changes are.
        newer: The same of the next newer page.
    """

    changes: tuple[ChangeRow, ...]
    older: int | None
    newer: int | None


def history(
    session: "Session", draft: Draft, *, before: int | None = None, most: int = PAGE
) -> HistoryPage:
    """Return the changes of a draft before a number; three queries.

    Args:
        session: Open for reading.
        draft: The draft.
        before: The number that the newest of them comes before; None for the very newest.
        most: How many changes.
    """
    top = draft.number if before is None else max(0, min(before - 1, draft.number))
    lowest = max(1, top - most + 1)
    operations = queries.changes_since(session, draft.id, lowest - 1)
    undoable = _undoable(session, draft, operations, top)
    rows = session.execute(
        sa.select(DraftChange, User.family_name, User.given_name)
        .join(User, User.id == DraftChange.by_id)
        .where(DraftChange.draft_id == draft.id, DraftChange.number.between(lowest, top))
        .order_by(DraftChange.number.desc())
    )
    changes = tuple(
        ChangeRow(
            change.number,
            change.kind,
            f"{family_name} {given_name}",
            day_of(change.at),
            change.undoes,
            change.number in undoable,
            parts_of(operations[change.number]),
        )
        for change, family_name, given_name in rows
    )
    older = lowest if lowest > 1 else None
    newer = min(top + most, draft.number) + 1 if top < draft.number else None
    return HistoryPage(changes, older, newer)


def parts_of(operations: "Sequence[rules.Operation]") -> tuple[PartRow, ...]:
    """Return what to show of some operations, one after the other."""
    return tuple(map(_part, operations))


def _part(operation: rules.Operation) -> PartRow:
    match operation:
        case rules.Edited(path, splice):
            return _compared("edited", path, None, splice.before, splice.after)
        case rules.Added(path, data):
            return _compared("added", path, None, b"", data)
        case rules.Removed(path, data):
            return _compared("removed", path, None, data, b"")
        case rules.Renamed(path, to):
            return PartRow("renamed", to, path, (), ())
        case rules.Moved(path, _, data, to, _):
            shown = _pieces(data)
            return PartRow("moved", to, path, shown or (), (), is_text=shown is not None)


def _compared(act: str, path: str, was: str | None, before: bytes, after: bytes) -> PartRow:
    texts = rules.text_of(before), rules.text_of(after)
    if texts[0] is None or texts[1] is None:
        return PartRow(act, path, was, (), (), is_text=False)
    return PartRow(act, path, was, *rules.marked(texts[0], texts[1]))


def _pieces(data: bytes) -> tuple[rules.Piece, ...] | None:
    text = rules.text_of(data)
    return None if text is None else (rules.Piece(text),)


def _undoable(
    session: "Session",
    draft: Draft,
    operations: Mapping[int, "Sequence[rules.Operation]"],
    top: int,
) -> set[int]:
    """Return the numbers of the changes, up to ``top``, that can be taken back now."""
    if draft.state is DraftState.PUBLISHED:
        return set()
    everything = [operation for change in operations.values() for operation in change]
    files = queries.data_of(session, draft.id, rules.paths_of(everything))
    found, since = set[int](), list[rules.Operation]()
    for number in sorted(operations, reverse=True):
        change = operations[number]
        if number <= top and rules.taken_back(files, change, since) is not None:
            found.add(number)
        since = [*change, *since]
    return found
