"""What readers told."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.mistakes.rules import LONGEST_EXCERPT, Spot

LONGEST_WORDS = 1000


class MistakeKind(StrEnum):
    """What sort of mistake it is."""

    WRITING = "writing"
    READING = "reading"
    CONTENT = "content"
    BROKEN = "broken"
    OTHER = "other"


class ReportState(StrEnum):
    """What became of a report."""

    OPEN = "open"
    MENDED = "mended"
    LEFT = "left"


class LessonReport(Model):
    """What one reader told of one mistake.

    Data classes: id III, course_version_id IV, lesson IV, step IV, block IV, item IV, excerpt IV,
    kind IV, words II, told_by_id III, told_at III, state IV, answered_at III, answered_by_id III.
    """

    __tablename__ = "lesson_report"
    __table_args__ = (
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_or_open"),
        sa.Index("ix_lesson_report_state_told_at", "state", "told_at"),
    )

    course_version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("course_version.id"), index=True
    )
    """What the reader had before them."""

    lesson: Mapped[str | None] = mapped_column(sa.String(64))
    step: Mapped[int | None]
    block: Mapped[int | None]
    item: Mapped[str | None] = mapped_column(sa.String(64))
    """The question's key; like the three above as in ``rules.Spot``."""

    excerpt: Mapped[str] = mapped_column(sa.String(LONGEST_EXCERPT))
    """How the text there begins; may be empty."""

    kind: Mapped[MistakeKind]
    words: Mapped[str] = mapped_column(sa.String(LONGEST_WORDS))
    told_by_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    told_at: Mapped[datetime]
    state: Mapped[ReportState] = mapped_column(default=ReportState.OPEN)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return Spot(self.lesson, self.step, self.block, self.item)
