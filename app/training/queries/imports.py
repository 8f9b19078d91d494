"""Imports as pages show them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.identity.models import User
from app.training.faults import Fault
from app.training.models import (
    FindingKind,
    ImportState,
    TrainingChange,
    TrainingColumns,
    TrainingFile,
    TrainingFinding,
    TrainingImport,
    TrainingRecord,
    TrainingSource,
)
from app.training.queries.changes import later_changes
from app.training.reading import Column, read_table, sample

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE: Final = 50
MENDED_ON_A_PAGE: Final = 5
MENDABLE: Final = (FindingKind.FAULT, FindingKind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import with the names around it. ``columns`` is the version it is read by."""

    id: uuid.UUID
    source_id: uuid.UUID
    source: str
    name: str
    is_by_hand: bool
    state: ImportState
    summary: dict[str, Any]
    done: int
    total: int
    by: str
    columns: int | None
    columns_are_ours: bool
    received_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None

    def count(self, *kinds: str) -> int:
        """Return how many rows a dry run found of these kinds."""
        counts = self.summary.get("counts", {})
        return sum(counts.get(kind, 0) for kind in kinds)

    @property
    def can_be_undone(self) -> bool:
        """Whether it is applied."""
        return self.state is ImportState.APPLIED

    @property
    def last_at(self) -> datetime:
        """When something was last done about it."""
        return self.undone_at or self.applied_at or self.received_at


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """One row with all that is wrong with it."""

    line: int
    of: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """A page of rows of one kind; ``number`` counts pages from 1."""

    kind: FindingKind
    lines: Sequence[dict[str, Any]]
    faulty: tuple[FaultyRow, ...]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class UndoForecast:
    """What undoing would do.

    Attributes:
        removed: How many records go.
        restored: How many say again what they said.
        kept: How many a later import has changed since; they stay.
    """

    removed: int
    restored: int
    kept: int


_BY = aliased(User)
_ROWS = (
    sa.select(
        TrainingImport,
        TrainingSource.name,
        _BY.family_name,
        _BY.given_name,
        TrainingColumns.number,
        TrainingColumns.is_ours,
    )
    .join(TrainingSource, TrainingSource.id == TrainingImport.source_id)
    .outerjoin(_BY, _BY.id == TrainingImport.by_id)
    .outerjoin(TrainingColumns, TrainingColumns.id == TrainingImport.columns_id)
)


def imports_page(
    session: "Session",
    *,
    source_id: uuid.UUID | None = None,
    page: int = 1,
    size: int = PAGE,
) -> tuple[list[ImportRow], bool]:
    """Return imports, newest first, and whether there are more; one query."""
    asked = _ROWS.order_by(TrainingImport.received_at.desc(), TrainingImport.id)
    if source_id is not None:
        asked = asked.where(TrainingImport.source_id == source_id)
    rows = session.execute(asked.limit(size + 1).offset((page - 1) * size)).all()
    return [_row(row) for row in rows[:size]], len(rows) > size


def one_import(session: "Session", import_id: uuid.UUID) -> ImportRow | None:
    """Return an import; None where there is none."""
    row = session.execute(_ROWS.where(TrainingImport.id == import_id)).one_or_none()
    return None if row is None else _row(row)


def findings_page(
    session: "Session", import_id: uuid.UUID, kind: FindingKind, *, page: int = 1
) -> FindingsPage:
    """Return rows of a dry run, in the order of the list; of faulty ones few, to be mended."""
    asked = (
        sa.select(TrainingFinding.data)
        .where(TrainingFinding.import_id == import_id, TrainingFinding.kind == kind)
        .order_by(TrainingFinding.place)
    )
    if kind not in MENDABLE:
        rows = session.scalars(asked.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
        return FindingsPage(kind, rows[:PAGE], (), page, has_more=len(rows) > PAGE)
    found: dict[int, list[Fault]] = {}
    for data in session.scalars(asked):
        fault = Fault.from_json(data)
        found.setdefault(fault.line, []).append(fault)
    faulty = [FaultyRow(line, some[0].of, tuple(some)) for line, some in found.items()]
    first = (page - 1) * MENDED_ON_A_PAGE
    shown = tuple(faulty[first : first + MENDED_ON_A_PAGE])
    return FindingsPage(kind, (), shown, page, has_more=len(faulty) > first + len(shown))


def unmapped(session: "Session", import_id: uuid.UUID) -> Sequence[dict[str, Any]]:
    """Return the titles of a dry run for which no rule says anything, with how many rows."""
    return session.scalars(
        sa.select(TrainingFinding.data)
        .where(
            TrainingFinding.import_id == import_id, TrainingFinding.kind == FindingKind.UNMAPPED
        )
        .order_by(TrainingFinding.place)
        .limit(PAGE)
    ).all()


def sample_of(session: "Session", import_id: uuid.UUID) -> list[Column]:
    """Return the columns of a list that is kept, with their first values; none once it is gone.

    Raises:
        Unreadable: It is no table.
    """
    kept = session.get(TrainingFile, import_id)
    return [] if kept is None else sample(read_table(kept.content))


def undo_forecast(session: "Session", import_id: uuid.UUID) -> UndoForecast:
    """Return what undoing an import would do; one statement."""
    later = later_changes(import_id).with_only_columns(TrainingChange.record_id)
    made = sa.select(TrainingRecord.id).where(TrainingRecord.import_id == import_id)
    changed = sa.select(TrainingChange.record_id).where(TrainingChange.import_id == import_id)

    def count(rows: "sa.Select[uuid.UUID]") -> "sa.ScalarSelect[int]":
        return sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery()

    stays_made = made.where(TrainingRecord.id.in_(later))
    stays_changed = changed.where(TrainingChange.record_id.in_(later))
    all_made, all_changed, kept_made, kept_changed = session.execute(
        sa.select(count(made), count(changed), count(stays_made), count(stays_changed))
    ).one()
    return UndoForecast(all_made - kept_made, all_changed - kept_changed, kept_made + kept_changed)


def _row(row: Any) -> ImportRow:  # noqa: ANN401  a row of ``_ROWS``
    kept, source, family, given, columns, is_ours = row
    return ImportRow(
        id=kept.id,
        source_id=kept.source_id,
        source=source,
        name=kept.name,
        is_by_hand=kept.is_by_hand,
        state=kept.state,
        summary=kept.summary,
        done=kept.done,
        total=kept.total,
        by=f"{family or ''} {given or ''}".strip(),
        columns=columns,
        columns_are_ours=bool(is_ours),
        received_at=kept.received_at,
        applied_at=kept.applied_at,
        undone_at=kept.undone_at,
    )
