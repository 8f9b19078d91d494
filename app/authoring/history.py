"""What was done with a draft, change by change, as its history shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring import queries, rules
from app.authoring.models import ChangeKind, Draft, DraftChange, DraftState
from app.catalog.models import CourseVersion
from app.clock import day_of
from app.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

PAGE: Final = 20
"""Changes on one page."""


class Fate(StrEnum):
    """What became of a file."""

    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class FileRow:
    """What a change did with one file.

    Attributes:
        path: Where the change left it; of a removed one, where it was.
        title: What it calls itself, or "".
        was: Its path before.
        before: Its text before, in pieces, what is far from a change left out.
        after: Its text after; of a file that is no text, both are empty.
    """

    fate: Fate
    path: str
    title: str
    was: str
    before: tuple[rules.Piece, ...]
    after: tuple[rules.Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in the history.

    Attributes:
        number: From 1.
        undoes: The change that it takes back.
        version: The number of the version that a merge brought in.
    """

    number: int
    kind: ChangeKind
    by: str
    on: "date"
    undoes: int | None
    can_undo: bool
    files: tuple[FileRow, ...]
    version: int | None = None


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
    session: "Session",
    draft: Draft,
    *,
    before: int | None = None,
    most: int = PAGE,
    files: Mapping[str, bytes] | None = None,
) -> HistoryPage:
    """Return the changes of a draft before a number; three queries at most.

    Args:
        session: Open for reading.
        draft: The draft.
        before: The number that the newest of them comes before; None for the very newest.
        most: How many changes.
        files: All files of the draft, where they were read already.
    """
    top = draft.number if before is None else max(0, min(before - 1, draft.number))
    lowest = max(1, top - most + 1)
    changes = queries.changes_since(session, draft.id, lowest - 1)
    everything = [operation for change in changes.values() for operation in change]
    named = rules.paths_of(everything)
    if files is None:
        files = queries.data_of(session, draft.id, named)
    now = {path: files[path] for path in named & files.keys()}
    is_open = draft.state is not DraftState.PUBLISHED
    undoable, rows = _undoable(now, changes, top), _files(now, changes, top)
    shown = tuple(
        ChangeRow(
            one.change.number,
            one.change.kind,
            one.by,
            day_of(one.change.at),
            one.change.undoes,
            is_open and one.change.number in undoable,
            rows.get(one.change.number, ()),
            one.version,
        )
        for one in _rows(session, draft, lowest, top)
    )
    older = lowest if lowest > 1 else None
    newer = min(top + most, draft.number) + 1 if top < draft.number else None
    return HistoryPage(shown, older, newer)


def files_of(
    before: Mapping[str, bytes], after: Mapping[str, bytes], change: "Sequence[rules.Operation]"
) -> tuple[FileRow, ...]:
    """Return what a change did with each file that it touched.

    Args:
        before: The files before it, at least those.
        after: The files after it, at least those.
        change: Its operations.
    """
    origins = {path: path for path in before}
    for operation in change:
        if isinstance(operation, rules.Renamed):
            origins[operation.to] = origins.pop(operation.path, operation.path)
        elif isinstance(operation, rules.Removed):
            origins.pop(operation.path, None)
    found = [_row(path, origins.get(path), before, after[path]) for path in after]
    kept = set(origins.values())
    found += (
        _compared(Fate.REMOVED, path, path, data, b"")
        for path, data in before.items()
        if path not in kept
    )
    touched = (row for row in found if row.fate is not Fate.EDITED or row.before or row.after)
    return tuple(sorted(touched, key=lambda row: row.path))


def _row(path: str, was: str | None, before: Mapping[str, bytes], data: bytes) -> FileRow:
    if was is None or was not in before:
        return _compared(Fate.ADDED, path, path, b"", data)
    fate = Fate.EDITED if was == path else Fate.RENAMED
    return _compared(fate, path, was, before[was], data)


def _compared(fate: Fate, path: str, was: str, before: bytes, after: bytes) -> FileRow:
    texts = rules.text_of(before), rules.text_of(after)
    if before == after or texts[0] is None or texts[1] is None:
        return FileRow(fate, path, rules.title_in(texts[1] or texts[0] or ""), was, (), ())
    title = rules.title_in(texts[1] or texts[0])
    return FileRow(fate, path, title, was, *rules.marked(texts[0], texts[1]))


def _files(
    now: Mapping[str, bytes], changes: Mapping[int, "Sequence[rules.Operation]"], top: int
) -> dict[int, tuple[FileRow, ...]]:
    """Go back through the changes, and look at each up to ``top`` as it is passed."""
    found, after = {}, dict(now)
    for number in sorted(changes, reverse=True):
        before = rules.earlier(after, changes[number])
        if number <= top:
            named = rules.paths_of(changes[number])
            was = {path: before[path] for path in named & before.keys()}
            becomes = {path: after[path] for path in named & after.keys()}
            found[number] = files_of(was, becomes, changes[number])
        after = before
    return found


def _undoable(
    now: Mapping[str, bytes], changes: Mapping[int, "Sequence[rules.Operation]"], top: int
) -> set[int]:
    """Return the numbers of the changes, up to ``top``, that can be taken back now."""
    found, since = set[int](), list[rules.Operation]()
    for number in sorted(changes, reverse=True):
        if number <= top and rules.taken_back(now, changes[number], since) is not None:
            found.add(number)
        since = [*changes[number], *since]
    return found


def _rows(session: "Session", draft: Draft, lowest: int, top: int) -> "list[_Done]":
    """Return the changes with the names of who made them, the newest first.

    One more than up to ``top``: it knows on which version the draft stood after that.
    """
    now_on = (
        sa.select(CourseVersion.number)
        .where(CourseVersion.id == draft.base_version_id)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(DraftChange, User.family_name, User.given_name, CourseVersion.number, now_on)
        .join(User, User.id == DraftChange.by_id)
        .outerjoin(CourseVersion, CourseVersion.id == DraftChange.stood_on_id)
        .where(DraftChange.draft_id == draft.id, DraftChange.number.between(lowest, top + 1))
        .order_by(DraftChange.number.desc())
    )
    found: list[_Done] = []
    then_on: int | None = None
    for n, (change, family_name, given_name, stood_on, base) in enumerate(rows):
        version = then_on if n else base
        is_merge = change.kind is ChangeKind.MERGE
        found.append(_Done(change, f"{family_name} {given_name}", version if is_merge else None))
        then_on = stood_on
    return [one for one in found if one.change.number <= top]


@dataclass(frozen=True, slots=True)
class _Done:
    """A change, who made it, and the number of the version that it brought in."""

    change: DraftChange
    by: str
    version: int | None
