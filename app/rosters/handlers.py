"""What the worker does with rosters: it reads, applies and undoes, outside of any request.

Each handler hands its work over as an errand, so that no lock is held while a file is read; what
came of it is written in one transaction, together with the mark that the work is done.
"""

import uuid
from typing import TYPE_CHECKING

from sqlalchemy.exc import NoResultFound

from app import clock
from app.db import reading, transaction
from app.outbox.context import settings
from app.rosters import service
from app.rosters.models import ImportState, RosterImport
from app.rosters.progress import PREPARED, STEPS, Tell
from app.sheets.errors import Unreadable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.outbox.relay import Errand, Note
    from app.rosters.events import RosterApproved, RosterReceived, RosterUndoAsked


def on_roster_received(session: "Session", event: "RosterReceived") -> "Errand | None":
    """Read and compare a file, and keep what is to be looked at."""
    if not _is(session, event.import_id, ImportState.CHECKING):
        return None

    def look() -> "Note":
        return _compared(event.import_id)

    return look


def on_roster_approved(session: "Session", event: "RosterApproved") -> "Errand | None":
    """Apply what somebody looked at; if it is no longer that, let them look again."""
    kept = session.get(RosterImport, event.import_id)
    if kept is None or kept.state is not ImportState.APPLYING:
        return None
    shown = kept.summary.get("digest")

    def take_in() -> "Note":
        tell = _teller(event.import_id)
        found = service.compare(reading(), event.import_id, now=clock.now(), tell=tell)
        if found.digest != shown:
            return _keeping(event.import_id, found)
        ready = service.prepare(
            reading(), event.import_id, found.plan, now=clock.now(), is_demo=settings().demo
        )
        tell(PREPARED, STEPS)
        return lambda session: service.apply(session, event.import_id, ready, now=clock.now())

    return take_in


def on_roster_undo_asked(session: "Session", event: "RosterUndoAsked") -> "Errand | None":
    """Undo an import."""
    if not _is(session, event.import_id, ImportState.UNDOING):
        return None

    def take_back() -> "Note":
        found = service.foresee(reading(), event.import_id, tell=_teller(event.import_id))
        return lambda session: service.undo(session, event.import_id, found, now=clock.now())

    return take_back


def _compared(import_id: uuid.UUID) -> "Note":
    try:
        found = service.compare(reading(), import_id, now=clock.now(), tell=_teller(import_id))
    except Unreadable as error:
        reason = str(error)
        return lambda session: service.keep_unreadable(session, import_id, reason)
    except NoResultFound:  # given up meanwhile
        return lambda _session: None
    return _keeping(import_id, found)


def _keeping(import_id: uuid.UUID, found: "service.Compared") -> "Note":
    return lambda session: service.keep_comparison(session, import_id, found)


def _is(session: "Session", import_id: uuid.UUID, state: ImportState) -> bool:
    kept = session.get(RosterImport, import_id)
    return kept is not None and kept.state is state


def _teller(import_id: uuid.UUID) -> Tell:
    def tell(done: int, total: int) -> None:
        with transaction() as session:
            service.note_progress(session, import_id, done, total)

    return tell
