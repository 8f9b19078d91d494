"""Which changes came after those of an import."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.training.models import TrainingChange, TrainingRecord


def later_changes(import_id: uuid.UUID) -> sa.Select[TrainingChange]:
    """Return the changes that others made to records that an import made, or changed before."""
    own = aliased(TrainingChange)
    return (
        sa.select(TrainingChange)
        .outerjoin(
            own,
            sa.and_(own.record_id == TrainingChange.record_id, own.import_id == import_id),
        )
        .outerjoin(
            TrainingRecord,
            sa.and_(
                TrainingRecord.id == TrainingChange.record_id,
                TrainingRecord.import_id == import_id,
            ),
        )
        .where(
            TrainingChange.import_id != import_id,
            sa.or_(TrainingRecord.id.is_not(None), own.place < TrainingChange.place),
        )
    )
