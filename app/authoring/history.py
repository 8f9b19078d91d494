"""What was done with a draft, change by change, as its history shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring import queries, rules
from app.authoring.models import ChangeKind, Draft, DraftChange, DraftState
from app.catalog.models import CourseVersion
from app.clock import JST, day_of
from app.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

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
    """A change in the history, or saves of one block in a row.

    Attributes:
        number: From 1; of several the last one.
        undoes: The change that it takes back.
        files: What it did; several are told as one.
        version: The number of the version that a merge brought in.
        saves: Of several each, the last one first, with the time of our clock.
    """

    number: int
    kind: ChangeKind
    by: str
    on: "date"
    undoes: int | None
    can_undo: bool
    files: tuple[FileRow, ...]
    version: int | None = None
    saves: tuple["Save", ...] = ()

    @property
    def first(self) -> int:
        """The number of the first of several; else its own."""
        return self.saves[-1].number if self.saves else self.number


@dataclass(frozen=True, slots=True)
class Save:
    """One of several changes that are told as one."""

    number: int
    at: "datetime"
    can_undo: bool


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
    done = _rows(session, draft, lowest, top)
    lines = [tuple(reversed(line)) for line in reversed(_lines(done, changes))]
    undoable = set() if draft.state is DraftState.PUBLISHED else _undoable(now, changes, top)
    rows = _files(now, changes, lines)
    by_number = {one.change.number: one for one in done}
    shown = tuple(
        _shown([by_number[number] for number in line], undoable, rows.get(line[0], ()))
        for line in lines
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


def _shown(line: "Sequence[_Done]", undoable: set[int], files: tuple[FileRow, ...]) -> ChangeRow:
    last = line[0]
    saves = (
        Save(x.change.number, x.change.at.astimezone(JST), x.change.number in undoable)
        for x in line
    )
    return ChangeRow(
        last.change.number,
        last.change.kind,
        last.by,
        day_of(last.change.at),
        last.change.undoes,
        len(line) == 1 and last.change.number in undoable,
        files,
        last.version,
        tuple(saves) if len(line) > 1 else (),
    )


def _lines(
    done: "Sequence[_Done]", changes: Mapping[int, "Sequence[rules.Operation]"]
) -> list[tuple[int, ...]]:
    """Return the numbers of the changes in each line of the history, the oldest first."""
    steps = [
        rules.Step(
            one.change.number,
            one.change.by_id,
            one.change.at,
            one.change.kind is ChangeKind.EDIT,
            changes.get(one.change.number, ()),
        )
        for one in reversed(done)
    ]
    return rules.folded(steps)


def _files(
    now: Mapping[str, bytes],
    changes: Mapping[int, "Sequence[rules.Operation]"],
    lines: "Sequence[tuple[int, ...]]",
) -> dict[int, tuple[FileRow, ...]]:
    """Go back through the changes, and look at each line as it is passed, by its last number."""
    line_of = {number: line for line in lines for number in line}
    found: dict[int, tuple[FileRow, ...]] = {}
    state, after = dict(now), dict(now)
    together: list[rules.Operation] = []
    for number in sorted(changes, reverse=True):
        before, line = rules.earlier(state, changes[number]), line_of.get(number, ())
        if line and number == line[0]:
            after, together = state, []
        together = [*changes[number], *together]
        if line and number == line[-1]:
            found[line[0]] = _told(before, after, together)
        state = before
    return found


def _told(
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    change: "Sequence[rules.Operation]",
) -> tuple[FileRow, ...]:
    named = rules.paths_of(change)
    was = {path: before[path] for path in named & before.keys()}
    becomes = {path: after[path] for path in named & after.keys()}
    return files_of(was, becomes, change)


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
