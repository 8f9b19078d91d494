"""Tables of journals."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.journals.rules import LONGEST, LONGEST_REPLY, Reach


class JournalEntry(Model):
    """What one learner wrote at one stage of a project.

    ``stage`` is the one the project was in; ``prompt`` a key of the cards of that stage, empty
    for none. Days are kept of writing and changing; ``created_at`` is for the order.

    Data classes: id IV, project_id III, user_id III, stage III, prompt III, reach II, words II,
    written_on II, changed_on II, created_at II.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        sa.CheckConstraint("changed_on >= written_on", name="changed_after_writing"),
        sa.Index("ix_journal_entry_project_stage", "project_id", "stage"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    stage: Mapped[str] = mapped_column(sa.String(16))
    prompt: Mapped[str] = mapped_column(sa.String(40), default="")
    reach: Mapped[Reach]
    words: Mapped[str] = mapped_column(sa.String(LONGEST))
    written_on: Mapped[date]
    changed_on: Mapped[date | None]
    created_at: Mapped[datetime]


class JournalReply(Model):
    """One line of a teacher below an entry; each teacher has one, and may say it otherwise.

    Data classes: id IV, entry_id III, by_id III, words II, written_on II.
    """

    __tablename__ = "journal_reply"
    __table_args__ = (sa.UniqueConstraint("entry_id", "by_id"),)

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("journal_entry.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    words: Mapped[str] = mapped_column(sa.String(LONGEST_REPLY))
    written_on: Mapped[date]
