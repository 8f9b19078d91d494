"""Comments on drafts, and what was settled at a publication."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.authoring.models import LONGEST_PATH
from app.db import Model

LONGEST_WORDS = 2000


class ReviewComment(Model):
    """A comment on a slice of a draft's file, or a reply to one.

    Data classes: id IV, draft_id IV, path IV, start IV, end IV, number IV, quoted IV,
    reply_to_id IV, words III, by_id III, at IV, resolved_at IV, resolved_by_id III.
    """

    __tablename__ = "review_comment"
    __table_args__ = (
        sa.CheckConstraint('start >= 0 AND start <= "end"', name="span_in_order"),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_somebody"
        ),
        sa.CheckConstraint(
            "reply_to_id IS NULL OR resolved_at IS NULL", name="threads_are_resolved"
        ),
    )

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"), index=True)
    path: Mapped[str] = mapped_column(sa.String(LONGEST_PATH))
    start: Mapped[int]
    end: Mapped[int]
    """Where the slice stood in bytes, at ``number``."""

    number: Mapped[int]
    """``Draft.number`` when it was written."""

    quoted: Mapped[bytes]
    """The slice as it was then."""

    reply_to_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("review_comment.id"), index=True
    )
    """The comment that opened the thread; None for that one itself."""

    words: Mapped[str] = mapped_column(sa.String(LONGEST_WORDS))
    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class Release(Model):
    """What was settled when somebody had a draft published; the last asking counts.

    Data classes: id IV, draft_id IV, number IV, course_version_id IV, for_learners IV,
    for_teachers IV, reason III, moves_learners IV, asked_by_id III, asked_at IV.
    """

    __tablename__ = "draft_release"

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"), unique=True)
    number: Mapped[int]
    """``Draft.number`` as it was asked for."""

    course_version_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("course_version.id"), index=True
    )
    """What it became; None until the worker has published it."""

    for_learners: Mapped[str] = mapped_column(sa.Text)
    for_teachers: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    """Why it was published without an approval; empty with one."""

    moves_learners: Mapped[bool]
    """Whether learners under way go on with this version."""

    asked_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    asked_at: Mapped[datetime]
