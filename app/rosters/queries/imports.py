"""Imports as pages show them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from app.identity.models import Organization, User
from app.identity.policy import Reach
from app.rosters.errors import NoSuchImport
from app.rosters.faults import Fault
from app.rosters.models import (
    FindingKind,
    ImportState,
    RosterChange,
    RosterFinding,
    RosterImport,
)
from app.rosters.plan import Kind
from app.rosters.policy import can_import
from app.rosters.service.imports import UNDONE_WITHIN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.rosters.roster import At

PAGE_SIZE: Final = 50
SHOWN_ROWS: Final = 5
"""Faulty rows that are mended on one page."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import with the names around it."""

    id: uuid.UUID
    name: str
    organization_id: uuid.UUID
    place: str
    state: ImportState
    ends_absent: bool
    of_staff: bool
    summary: dict[str, Any]
    done: int
    total: int
    by: str
    received_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None

    def count(self, *kinds: str) -> int:
        """Return how many people, or faulty rows, a dry run found."""
        counts = self.summary.get("counts", {})
        return sum(counts.get(kind, 0) for kind in kinds)

    def can_be_undone(self, now: datetime) -> bool:
        """Say whether it was applied, and not too long ago."""
        applied = self.state is ImportState.APPLIED and self.applied_at is not None
        return applied and self.applied_at >= now - UNDONE_WITHIN  # type: ignore[operator]  # not None


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """One row with all that is wrong with it."""

    file: str
    line: int
    of: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Fifty people of one kind; ``number`` counts pages from 1."""

    kind: FindingKind
    rows: Sequence[dict[str, Any]]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class UndoForecast:
    """What undoing would do, as far as it can be told at once.

    Attributes:
        people: How many people the import made.
        begun: How many of them have signed in since: they stay, closed.
        changed: How many people it changed.
    """

    people: int
    begun: int
    changed: int


_ROWS = (
    sa.select(RosterImport, Organization.name, User.family_name, User.given_name)
    .join(Organization, Organization.id == RosterImport.organization_id)
    .outerjoin(User, User.id == RosterImport.by_id)
)


def imports_page(
    session: "Session", reach: Reach, *, page: int = 1, of_staff: bool = False
) -> tuple[list[ImportRow], bool]:
    """Return fifty imports within reach, newest first, and whether there are more.

    ``of_staff``: of those, the ones that HR brought.
    """
    asked = _ROWS.order_by(RosterImport.received_at.desc(), RosterImport.id)
    if not reach.is_whole:
        asked = asked.where(RosterImport.organization_id.in_(reach.organization_ids))
    if of_staff:
        asked = asked.where(RosterImport.of_staff)
    rows = session.execute(asked.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)).all()
    return [_row(row) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE


def one_import(
    session: "Session", import_id: uuid.UUID, reach: Reach, *, of_staff: bool = False
) -> ImportRow:
    """Return an import within reach; ``of_staff``: if HR brought it.

    Raises:
        NoSuchImport: There is none, or not within reach: the two look alike.
    """
    row = session.execute(_ROWS.where(RosterImport.id == import_id)).one_or_none()
    if (
        row is None
        or not can_import(reach, row[0].organization_id)
        or (of_staff and not row[0].of_staff)
    ):
        raise NoSuchImport(import_id)
    return _row(row)


def faulty_rows(session: "Session", import_id: uuid.UUID, *, page: int = 1) -> list[FaultyRow]:
    """Return the rows to be mended on a page, with all their faults, in the order of the file."""
    found = session.scalars(
        sa.select(RosterFinding.data)
        .where(RosterFinding.import_id == import_id, RosterFinding.kind == FindingKind.FAULT)
        .order_by(RosterFinding.place)
    )
    rows: dict[At, list[Fault]] = {}
    for data in found:
        fault = Fault.from_json(data)
        rows.setdefault((fault.file, fault.line), []).append(fault)
    shown = list(rows.items())[(page - 1) * SHOWN_ROWS : page * SHOWN_ROWS]
    return [FaultyRow(*at, faults[0].of, tuple(faults)) for at, faults in shown]


def findings_page(
    session: "Session", import_id: uuid.UUID, kind: FindingKind, *, page: int = 1
) -> FindingsPage:
    """Return fifty people of a dry run."""
    rows = session.scalars(
        sa.select(RosterFinding.data)
        .where(RosterFinding.import_id == import_id, RosterFinding.kind == kind)
        .order_by(RosterFinding.place)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return FindingsPage(kind, rows[:PAGE_SIZE], page, has_more=len(rows) > PAGE_SIZE)


def undo_forecast(session: "Session", import_id: uuid.UUID) -> UndoForecast:
    """Return what undoing an import would do, in two statements."""
    mine = RosterChange.import_id == import_id
    is_user = RosterChange.kind == Kind.USER.value
    made = sa.func.count(sa.case((sa.and_(is_user, RosterChange.is_made), 1)))
    people = sa.func.count(sa.distinct(RosterChange.person_id))
    count, all_ = session.execute(sa.select(made, people).where(mine)).one()
    begun = session.scalar(
        sa.select(sa.func.count())
        .select_from(RosterChange)
        .join(User, User.id == RosterChange.row_id)
        .where(mine, is_user, RosterChange.is_made, User.last_signed_in_on.is_not(None))
    )
    return UndoForecast(count, begun or 0, all_ - count)


def _row(row: "sa.Row[RosterImport, str, str, str]") -> ImportRow:
    kept, place, family, given = row
    return ImportRow(
        kept.id,
        kept.name,
        kept.organization_id,
        place,
        kept.state,
        kept.ends_absent,
        kept.of_staff,
        kept.summary,
        kept.done,
        kept.total,
        f"{family or ''} {given or ''}".strip(),
        kept.received_at,
        kept.applied_at,
        kept.undone_at,
    )
