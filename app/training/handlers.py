"""What the worker does with lists: it reads, applies and undoes, outside of any request.

Reading and comparing are errands, so that no lock is held meanwhile; what came of it is written
in one transaction, together with the mark that the work is done.
"""

import uuid
from typing import TYPE_CHECKING

from sqlalchemy.exc import NoResultFound

from app import clock
from app.credentials.openbadges import start_of_day
from app.db import reading, transaction
from app.outbox.errors import NotNow
from app.sheets.errors import Unreadable
from app.training import service
from app.training.errors import ColumnsMissing
from app.training.models import ImportState, TrainingImport

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun
    from app.outbox.relay import Errand, Note
    from app.personnel.events import RetentionOver
    from app.training.events import TrainingApproved, TrainingReceived, TrainingUndoAsked


def on_training_received(session: "Session", event: "TrainingReceived") -> "Errand | None":
    """Read and compare a list, and keep what is to be looked at."""
    if not _is(session, event.import_id, ImportState.CHECKING):
        return None

    def look() -> "Note":
        return _compared(event.import_id)

    return look


def on_training_approved(session: "Session", event: "TrainingApproved") -> "Errand | None":
    """Apply what somebody looked at; if it is no longer that, let them look again."""
    kept = session.get(TrainingImport, event.import_id)
    if kept is None or kept.state is not ImportState.APPLYING:
        return None
    shown = kept.summary.get("digest")

    def take_in() -> "Note":
        return _compared(event.import_id, shown=shown)

    return take_in


def on_training_undo_asked(session: "Session", event: "TrainingUndoAsked") -> None:
    """Undo an import; idempotent."""
    if _is(session, event.import_id, ImportState.UNDOING):
        service.undo(session, event.import_id, now=clock.now())


def on_retention_over(session: "Session", event: "RetentionOver") -> None:
    """Forget the trainings of somebody who left long ago; idempotent."""
    service.forget_person(session, event.user_id)


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Forget the files that nobody applied; idempotent.

    Raises:
        NotNow: The day has not begun.
    """
    now, begins = clock.now(), start_of_day(event.day)
    if now < begins:
        raise NotNow(begins - now)
    service.forget_old(session, now=now)


def _compared(import_id: uuid.UUID, *, shown: str | None = None) -> "Note":
    """Return what is to be written down: that it is applied where it is as it was shown."""

    def tell(done: int) -> None:
        with transaction() as session:
            service.note_progress(session, import_id, done)

    try:
        plan = service.compare(reading(), import_id, now=clock.now(), tell=tell)
    except Unreadable as error:
        reason = str(error)
        return lambda session: service.keep_unreadable(session, import_id, reason)
    except ColumnsMissing as error:
        headings = error.headings
        return lambda session: service.keep_lacking(session, import_id, headings)
    except NoResultFound:  # given up meanwhile
        return lambda _session: None
    if plan.digest == shown:
        return lambda session: service.apply(session, import_id, plan, now=clock.now())
    return lambda session: service.keep_comparison(session, import_id, plan)


def _is(session: "Session", import_id: uuid.UUID, state: ImportState) -> bool:
    kept = session.get(TrainingImport, import_id)
    return kept is not None and kept.state is state
