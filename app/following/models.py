"""Tables of who follows what, and what they were told."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Json, Model


class Follow(Base):
    """Somebody follows a subject, or has stopped to.

    Data classes: user_id III, subject_kind III, subject_id III, since_at III, stopped_at III.
    """

    __tablename__ = "follow"
    __table_args__ = (sa.Index("ix_follow_subject", "subject_kind", "subject_id"),)

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]


class Notification(Model):
    """One thing that one person is told; ``key`` says what it is about, and is told once.

    Data classes: id IV, user_id III, key III, kind III, facts III, path III, told_at III,
    read_at III.
    """

    __tablename__ = "notification"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "key"),
        sa.Index("ix_notification_user_told", "user_id", "told_at"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    key: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(40))
    """A key of ``words.SENTENCES``."""
    facts: Mapped[Json]
    """What the sentence says, by name: plain texts, and days as ISO dates."""
    path: Mapped[str] = mapped_column(sa.String(300))
    """Where it leads, an address of this site."""
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class LetterChoice(Base):
    """Whether somebody wants letters besides the page; whoever has no row does.

    Data classes: user_id III, wants_letters III.
    """

    __tablename__ = "letter_choice"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    wants_letters: Mapped[bool]
