"""An import on its way: kept, mended, approved, given up."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.audit.service import record
from app.outbox.service import publish
from app.rosters.errors import NoSuchImport, NotNow
from app.rosters.events import RosterApproved, RosterReceived, RosterUndoAsked
from app.rosters.models import (
    ImportState,
    RosterChange,
    RosterFile,
    RosterFinding,
    RosterImport,
    RosterMend,
)
from app.rosters.progress import STEPS
from app.rosters.roster import At
from app.rosters.rows import LONGEST_ROW, SET_ASIDE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KEPT_FOR: Final = timedelta(days=2)
"""A file that nobody applied."""
UNDONE_WITHIN: Final = timedelta(days=30)
LONGEST_NAME: Final = 200
_WAITING: Final = (ImportState.CHECKING, ImportState.UNREADABLE, ImportState.READY)


def keep_roster(
    session: "Session",
    name: str,
    data: bytes,
    organization_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    now: datetime,
    of_staff: bool = False,
) -> RosterImport:
    """Keep a file until the worker has read it; what is too old goes.

    Args:
        session: The unit of work.
        name: Of the file.
        data: The file.
        organization_id: For which place; only it and what is below it can change.
        by: Who brought it; None for the command line.
        now: The present instant.
        of_staff: It is of the city's staff alone, as HR brings it.
    """
    _forget_old(session, now=now)
    kept = RosterImport(
        name=name[-LONGEST_NAME:],
        organization_id=organization_id,
        state=ImportState.CHECKING,
        ends_absent=False,
        of_staff=of_staff,
        summary={},
        total=STEPS,
        by_id=by,
        received_at=now,
    )
    session.add(kept)
    session.flush()
    session.add(RosterFile(import_id=kept.id, content=data))
    record(session, "roster.received", now=now, by=by, subject=kept.id)
    publish(session, RosterReceived(kept.id, now))
    return kept


def mend_row(
    session: "Session",
    import_id: uuid.UUID,
    at: At,
    values: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Put something in place of cells of a row, and have the file read anew.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = _held(session, import_id, ImportState.READY)
    for column, value in values.items():
        _put(session, import_id, at, column[:60], value[:LONGEST_ROW])
    _look_again(session, kept, now=now)


def set_row_aside(session: "Session", import_id: uuid.UUID, at: At, *, now: datetime) -> None:
    """Leave a row out, with all that refers to it.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = _held(session, import_id, ImportState.READY)
    _put(session, import_id, at, SET_ASIDE, "")
    _look_again(session, kept, now=now)


def take_rows_back(session: "Session", import_id: uuid.UUID, *, now: datetime) -> None:
    """Take in again the rows that were left out.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = _held(session, import_id, ImportState.READY)
    session.execute(
        sa.delete(RosterMend).where(
            RosterMend.import_id == import_id, RosterMend.column == SET_ASIDE
        )
    )
    _look_again(session, kept, now=now)


def choose_absent(
    session: "Session", import_id: uuid.UUID, *, ends_absent: bool, now: datetime
) -> None:
    """Say whether it is a roster of everybody, from which the absent leave.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = _held(session, import_id, ImportState.READY)
    kept.ends_absent = ends_absent
    _look_again(session, kept, now=now)


def approve(
    session: "Session", import_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime
) -> None:
    """Have the worker apply what was looked at.

    Raises:
        NotNow: It is not being looked at.
    """
    kept = _held(session, import_id, ImportState.READY)
    kept.state, kept.done, kept.total = ImportState.APPLYING, 0, STEPS
    kept.applied_by_id = by
    publish(session, RosterApproved(import_id, now))


def ask_undo(
    session: "Session", import_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime
) -> None:
    """Have the worker undo an import.

    Raises:
        NotNow: It is not applied, or too long ago.
    """
    kept = _held(session, import_id, ImportState.APPLIED)
    if kept.applied_at is None or kept.applied_at < now - UNDONE_WITHIN:
        raise NotNow
    kept.state, kept.done, kept.total = ImportState.UNDOING, 0, STEPS
    kept.undone_by_id = by
    publish(session, RosterUndoAsked(import_id, now))


def cancel(session: "Session", import_id: uuid.UUID) -> None:
    """Give an import up that nobody applied: the file goes, and all that was read of it.

    Raises:
        NotNow: It was applied.
    """
    kept = _held(session, import_id, *_WAITING)
    _forget(session, RosterImport.id == kept.id)


def note_progress(session: "Session", import_id: uuid.UUID, done: int, total: int) -> None:
    """Say how far the work under way is."""
    session.execute(
        sa.update(RosterImport)
        .where(RosterImport.id == import_id)
        .values(done=done, total=total)
        .execution_options(synchronize_session=False)
    )


def _held(session: "Session", import_id: uuid.UUID, *states: ImportState) -> RosterImport:
    kept = session.get(RosterImport, import_id, with_for_update=True, populate_existing=True)
    if kept is None:
        raise NoSuchImport(import_id)
    if kept.state not in states:
        raise NotNow
    return kept


def _put(session: "Session", import_id: uuid.UUID, at: At, column: str, value: str) -> None:
    key = (import_id, *at, column)
    kept = session.get(RosterMend, key)
    if kept is None:
        session.add(
            RosterMend(import_id=import_id, file=at[0], line=at[1], column=column, value=value)
        )
    else:
        kept.value = value


def _look_again(session: "Session", kept: RosterImport, *, now: datetime) -> None:
    kept.state, kept.done, kept.total = ImportState.CHECKING, 0, STEPS
    session.flush()
    publish(session, RosterReceived(kept.id, now))


def _forget_old(session: "Session", *, now: datetime) -> None:
    _forget(
        session,
        sa.and_(RosterImport.state.in_(_WAITING), RosterImport.received_at < now - KEPT_FOR),
    )
    old = sa.select(RosterImport.id).where(RosterImport.applied_at < now - UNDONE_WITHIN)
    session.execute(
        sa.delete(RosterChange)
        .where(RosterChange.import_id.in_(old))
        .execution_options(synchronize_session=False)
    )


def _forget(session: "Session", which: sa.ColumnElement[bool]) -> None:
    ids = sa.select(RosterImport.id).where(which)
    for table in (RosterFile, RosterMend, RosterFinding, RosterChange):
        session.execute(
            sa.delete(table)
            .where(table.import_id.in_(ids))
            .execution_options(synchronize_session=False)
        )
    session.execute(
        sa.delete(RosterImport).where(which).execution_options(synchronize_session=False)
    )
