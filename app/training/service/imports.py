"""An import on its way: kept, mended, approved, given up."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.audit import service as audit
from app.outbox.service import publish
from app.training.errors import NotNow
from app.training.events import TrainingApproved, TrainingReceived, TrainingUndoAsked
from app.training.models import (
    ImportState,
    TrainingColumns,
    TrainingFile,
    TrainingFinding,
    TrainingImport,
    TrainingMend,
)
from app.training.plan import STEPS
from app.training.reading import SET_ASIDE
from app.training.service.sources import columns_now

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.training.models import TrainingSource

KEPT_FOR: Final = timedelta(days=2)
"""A file that nobody applied."""
LONGEST_NAME: Final = 200
LONGEST_VALUE: Final = 400
LONGEST_HEADING: Final = 100
_WAITING: Final = (
    *(ImportState.CHECKING, ImportState.UNREADABLE),
    *(ImportState.COLUMNS, ImportState.READY),
)


def keep_list(
    session: "Session",
    source: "TrainingSource",
    name: str,
    data: bytes,
    *,
    by: uuid.UUID | None,
    now: datetime,
) -> TrainingImport:
    """Keep a list until the worker has read it; what is too old goes."""
    kept = hold_list(session, source, name, data, by=by, now=now)
    publish(session, TrainingReceived(kept.id, now))
    return kept


def hold_list(
    session: "Session",
    source: "TrainingSource",
    name: str,
    data: bytes,
    *,
    by: uuid.UUID | None,
    now: datetime,
) -> TrainingImport:
    """Keep a list, and have nobody read it yet."""
    forget_old(session, now=now)
    columns = columns_now(session, source.id)
    kept = TrainingImport(
        source_id=source.id,
        columns_id=columns.id if columns else None,
        name=name[-LONGEST_NAME:],
        state=ImportState.CHECKING,
        summary={},
        total=STEPS,
        by_id=by,
        received_at=now,
    )
    session.add(kept)
    session.flush()
    session.add(TrainingFile(import_id=kept.id, content=data))
    session.flush()
    audit.record(session, "training.received", now=now, by=by, subject=kept.id)
    return kept


def mend_row(
    session: "Session",
    import_id: uuid.UUID,
    line: int,
    values: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Put something in place of cells of a row, and have the list read anew.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = held(session, import_id, ImportState.READY)
    for heading, value in values.items():
        _put(session, import_id, line, heading[:LONGEST_HEADING], value[:LONGEST_VALUE])
    look_again(session, kept, now=now)


def set_row_aside(session: "Session", import_id: uuid.UUID, line: int, *, now: datetime) -> None:
    """Leave a row out.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = held(session, import_id, ImportState.READY)
    _put(session, import_id, line, SET_ASIDE, "")
    look_again(session, kept, now=now)


def take_rows_back(session: "Session", import_id: uuid.UUID, *, now: datetime) -> None:
    """Take in again the rows that were left out.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = held(session, import_id, ImportState.READY)
    session.execute(
        sa.delete(TrainingMend).where(
            TrainingMend.import_id == import_id, TrainingMend.column == SET_ASIDE
        )
    )
    look_again(session, kept, now=now)


def use_columns(
    session: "Session", import_id: uuid.UUID, columns: TrainingColumns, *, now: datetime
) -> None:
    """Have the list read anew by other columns.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = held(session, import_id, ImportState.COLUMNS, ImportState.READY)
    kept.columns_id = columns.id
    look_again(session, kept, now=now)


def reread(session: "Session", import_id: uuid.UUID, *, now: datetime) -> None:
    """Have the list read anew: what its titles attest has changed.

    Raises:
        NotNow: It is not being looked at.
    """
    look_again(session, held(session, import_id, ImportState.READY), now=now)


def approve(
    session: "Session", import_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime
) -> None:
    """Have the worker apply what was looked at.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = held(session, import_id, ImportState.READY)
    kept.state, kept.done, kept.total = ImportState.APPLYING, 0, STEPS
    kept.applied_by_id = by
    publish(session, TrainingApproved(import_id, now))


def ask_undo(
    session: "Session", import_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime
) -> None:
    """Have the worker undo an import.

    Raises:
        NotNow: It is not applied.
    """
    kept = held(session, import_id, ImportState.APPLIED)
    kept.state, kept.done, kept.total = ImportState.UNDOING, 0, 1
    kept.undone_by_id = by
    publish(session, TrainingUndoAsked(import_id, now))


def cancel(session: "Session", import_id: uuid.UUID) -> None:
    """Give an import up that nobody applied: the file goes, and all that was read of it.

    Raises:
        NotNow: It was applied.
    """
    _forget(session, TrainingImport.id == held(session, import_id, *_WAITING).id)


def note_progress(session: "Session", import_id: uuid.UUID, done: int) -> None:
    """Say how far the work under way is."""
    session.execute(
        sa.update(TrainingImport)
        .where(TrainingImport.id == import_id)
        .values(done=done)
        .execution_options(synchronize_session=False)
    )


def held(session: "Session", import_id: uuid.UUID, *states: ImportState) -> TrainingImport:
    """Return an import in one of these states, held until the transaction ends.

    Raises:
        NotNow: It is in another one, or gone.
    """
    kept = session.get(TrainingImport, import_id, with_for_update=True, populate_existing=True)
    if kept is None or kept.state not in states:
        raise NotNow
    return kept


def look_again(session: "Session", kept: TrainingImport, *, now: datetime) -> None:
    """Have the worker read and compare."""
    kept.state, kept.done, kept.total = ImportState.CHECKING, 0, STEPS
    session.flush()
    publish(session, TrainingReceived(kept.id, now))


def clear(session: "Session", import_ids: "sa.Select[uuid.UUID] | list[uuid.UUID]") -> None:
    """Remove files, mends and findings of imports: they name people."""
    for table in (TrainingFile, TrainingMend, TrainingFinding):
        session.execute(
            sa.delete(table)
            .where(table.import_id.in_(import_ids))
            .execution_options(synchronize_session=False)
        )


def _put(session: "Session", import_id: uuid.UUID, line: int, column: str, value: str) -> None:
    kept = session.get(TrainingMend, (import_id, line, column))
    if kept is None:
        session.add(TrainingMend(import_id=import_id, line=line, column=column, value=value))
    else:
        kept.value = value


def forget_old(session: "Session", *, now: datetime) -> None:
    """Forget the files that nobody applied, with all that was read of them."""
    is_old = TrainingImport.received_at < now - KEPT_FOR
    _forget(session, sa.and_(TrainingImport.state.in_(_WAITING), is_old))


def _forget(session: "Session", which: sa.ColumnElement[bool]) -> None:
    clear(session, sa.select(TrainingImport.id).where(which))
    session.execute(
        sa.delete(TrainingImport).where(which).execution_options(synchronize_session=False)
    )
