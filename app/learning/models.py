"""A learner's runs."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Json, Model


class Registration(Model):
    """One learner's run through one course version.

    The version is pinned when the run begins: a teacher who publishes a new one changes nothing
    for those under way. ``id`` is the xAPI ``context.registration``.

    ``progress`` is ``rules.Progress`` as JSON, a projection of the run's statements; the columns
    after it repeat what lists sort and count by. None of them is written but by that projection.

    Where two accounts of one person were merged that both had a run of one version, the one's
    stays with its account as it was, and ``merged_into_id`` names the run that counts for both:
    its progress is a fold over the statements of both.

    Data classes: all II (学習の記録); read by the learner, and by others only as policy allows.
    """

    __tablename__ = "registration"
    __table_args__ = (
        sa.UniqueConstraint("learner_id", "course_version_id"),
        sa.CheckConstraint(
            "completed_at IS NULL OR completed_at >= started_at", name="completed_after_start"
        ),
        sa.CheckConstraint("score >= 0 AND score <= 1", name="score_is_scaled"),
        sa.Index("ix_registration_learner_recent", "learner_id", "last_active_at"),
    )

    learner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    course_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("course.id"), index=True)
    course_version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("course_version.id"), index=True
    )
    started_at: Mapped[datetime]
    progress: Mapped[Json] = mapped_column(default=dict)
    score: Mapped[float] = mapped_column(default=0.0)
    lessons_done: Mapped[int] = mapped_column(default=0)
    items_right: Mapped[int] = mapped_column(default=0)
    last_active_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("registration.id"), index=True
    )


class PrivateAnswer(Model):
    """What a learner answered last where a question said that nobody else will read it.

    It is in no statement: teachers, record stores and exports know that there was an answer, and
    not which. It moves and goes with its registration.

    Data classes: text I (read by the learner alone); all else II.
    """

    __tablename__ = "private_answer"
    __table_args__ = (sa.UniqueConstraint("registration_id", "item"),)

    registration_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("registration.id"))
    item: Mapped[str] = mapped_column(sa.String(64))
    text: Mapped[str] = mapped_column(sa.Text)
    """As xAPI would have it in ``result.response``: what was written, or keys."""
    answered_at: Mapped[datetime]
