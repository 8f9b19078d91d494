"""The log's one table."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.rules import Entry
from app.db import Base, Json


class AuditEntry(Base):
    """One act; see ``rules.Entry`` for the columns. No key leads out of it: it outlives everybody.

    Data classes: sequence IV, occurred_at III, action IV, actor_id III, acting_as_id III,
    subject_id III, details III, digest IV.
    """

    __tablename__ = "audit_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(64), index=True)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    acting_as_id: Mapped[uuid.UUID | None]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    details: Mapped[Json]
    digest: Mapped[str] = mapped_column(sa.String(64))

    def as_sealed(self) -> Entry:
        """Return the entry as its digest covers it."""
        return Entry(
            self.sequence,
            self.occurred_at,
            self.action,
            self.actor_id,
            self.acting_as_id,
            self.subject_id,
            self.details,
        )
