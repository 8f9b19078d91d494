"""Undo an import as a whole, and forget people."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.talent import grounds
from app.training.models import (
    ImportState,
    TrainingChange,
    TrainingImport,
    TrainingRecord,
    TrainingSource,
)
from app.training.plan import Content
from app.training.queries.changes import later_changes
from app.training.service.writing import attest, content_in, put

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_AT_ONCE = 5_000


def undo(session: "Session", import_id: uuid.UUID, *, now: datetime) -> None:
    """Take back all that an import did and that is still as it left it.

    Records that it made go with what they attest; those that it changed say again what they said.
    One that a later import changed meanwhile stays as that one has it: a record is handed over to
    it, and its undoing then leads back to before both.
    """
    kept = session.get_one(TrainingImport, import_id)
    if kept.state not in {ImportState.UNDOING, ImportState.APPLIED}:
        return
    source = session.get_one(TrainingSource, kept.source_id)
    later = _changed_since(session, kept)
    removed = _remove_made(session, kept.id, later, now=now)
    restored = _restore_changed(session, source, kept.id, later, now=now)
    session.execute(
        sa.delete(TrainingChange)
        .where(TrainingChange.import_id == kept.id)
        .execution_options(synchronize_session="fetch")
    )
    kept.state, kept.undone_at, kept.done = ImportState.UNDONE, now, kept.total
    kept.summary = {**kept.summary, "removed": removed, "restored": restored, "kept": len(later)}
    session.flush()
    audit.record(
        session,
        "training.undone",
        now=now,
        by=kept.undone_by_id,
        subject=kept.id,
        details={"removed": removed, "restored": restored},
    )


def remove_record(
    session: "Session", record: TrainingRecord, *, by: uuid.UUID | None, now: datetime
) -> None:
    """Remove one record that was wrong, with what it attests."""
    person_id, record_id = record.person_id, record.id
    grounds.forget(session, [record_id], now=now)
    session.delete(record)
    session.execute(sa.delete(TrainingChange).where(TrainingChange.record_id == record_id))
    session.flush()
    audit.record(session, "training.record_removed", now=now, by=by, subject=person_id)


def forget_person(session: "Session", person_id: uuid.UUID) -> None:
    """Delete all that is kept of somebody who left long ago; idempotent.

    What their records attested is forgotten by the registry itself, on the same day.
    """
    for table in (TrainingChange, TrainingRecord):
        session.execute(
            sa.delete(table)
            .where(table.person_id == person_id)
            .execution_options(synchronize_session=False)
        )


def _changed_since(session: "Session", kept: TrainingImport) -> dict[uuid.UUID, TrainingChange]:
    """Return, by record, the first change that a later import made to what this one left."""
    rows = session.scalars(later_changes(kept.id).order_by(TrainingChange.place))
    found: dict[uuid.UUID, TrainingChange] = {}
    for change in rows:
        found.setdefault(change.record_id, change)
    return found


def _remove_made(
    session: "Session",
    import_id: uuid.UUID,
    later: dict[uuid.UUID, TrainingChange],
    *,
    now: datetime,
) -> int:
    made = list(
        session.scalars(sa.select(TrainingRecord).where(TrainingRecord.import_id == import_id))
    )
    for record in made:
        if record.id in later:
            change = later[record.id]
            record.import_id = change.import_id
            session.delete(change)  # from now on it made the record
    going = [one.id for one in made if one.id not in later]
    grounds.forget(session, going, now=now)
    for start in range(0, len(going), _AT_ONCE):
        session.execute(
            sa.delete(TrainingRecord)
            .where(TrainingRecord.id.in_(going[start : start + _AT_ONCE]))
            .execution_options(synchronize_session="fetch")
        )
    return len(going)


def _restore_changed(
    session: "Session",
    source: TrainingSource,
    import_id: uuid.UUID,
    later: dict[uuid.UUID, TrainingChange],
    *,
    now: datetime,
) -> int:
    rows = session.execute(
        sa.select(TrainingChange, TrainingRecord)
        .join(TrainingRecord, TrainingRecord.id == TrainingChange.record_id)
        .where(TrainingChange.import_id == import_id)
    ).all()
    restored = []
    for change, record in rows:
        if change.record_id in later:
            later[change.record_id].before = change.before
        elif content_in(record) == Content.from_json(change.after):
            put(record, Content.from_json(change.before))
            restored.append(record)
    attest(session, source, restored, now=now, traceless=True)
    return len(restored)
