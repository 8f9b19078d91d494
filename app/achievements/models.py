"""Tables of achievements and of who was awarded them together."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.credentials.openbadges import AchievementKind
from app.db import Base, Json, Model


class Achievement(Model):
    """What an organization awards, as it describes it today.

    ``skills`` are pairs of a framework item's ref and a level; ``courses`` the slugs of a path's
    courses, and empty for every other kind.

    Data classes: id IV, organization_id IV, kind IV, name IV, description IV, criteria IV,
    can_do IV, skills IV, results IV, field IV, audience IV, valid_months IV, courses IV,
    edition IV, closed_on IV, created_at IV, created_by_id III.
    """

    __tablename__ = "achievement"
    __table_args__ = (
        sa.CheckConstraint("kind <> 'course'", name="courses_plan_their_own"),
        sa.CheckConstraint("valid_months BETWEEN 1 AND 240", name="valid_months_range"),
    )

    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    kind: Mapped[AchievementKind]
    name: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.String(400))
    criteria: Mapped[str] = mapped_column(sa.String(1000))
    can_do: Mapped[list[str]]
    skills: Mapped[Json]
    """``{"skills": [[ref, level], …]}``."""
    results: Mapped[Json | None]
    """What a credential can tell of how it was done: ``credentials.results.kept``."""
    field: Mapped[str] = mapped_column(sa.String(16))
    audience: Mapped[str] = mapped_column(sa.String(16))
    valid_months: Mapped[int | None]
    courses: Mapped[list[str]]
    edition: Mapped[int] = mapped_column(default=1)
    """Grows with each change; credentials quote it as the achievement's version."""
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class Batch(Model):
    """An achievement awarded to several people on one day, for one occasion.

    Somebody may ask that all of it be taken back; another person has to agree.

    Data classes: id IV, achievement_id IV, awarded_on III, evidence III, results III, reason III,
    by_id III, created_at III, withdrawal_reason III, withdrawal_asked_by_id III,
    withdrawal_asked_at III, withdrawal_agreed_by_id III, withdrawal_agreed_at III.
    """

    __tablename__ = "achievement_batch"
    __table_args__ = (
        sa.CheckConstraint(
            "withdrawal_agreed_by_id <> withdrawal_asked_by_id", name="agreed_by_another"
        ),
        sa.CheckConstraint(
            "(withdrawal_reason IS NULL) = (withdrawal_asked_at IS NULL)",
            name="asked_with_a_reason",
        ),
    )

    achievement_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("achievement.id"), index=True)
    awarded_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(sa.String(1000))
    """How it was earned; signed, and the holder reads it."""
    results: Mapped[Json | None]
    """How it was done, the same for everybody in it; signed."""
    reason: Mapped[str] = mapped_column(sa.String(400))
    """Why it was awarded by hand; kept here, and not signed."""
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    withdrawal_reason: Mapped[str | None] = mapped_column(sa.String(400))
    """The holders read it."""
    withdrawal_asked_by_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("user.id"), index=True
    )
    withdrawal_asked_at: Mapped[datetime | None]
    withdrawal_agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("user.id"), index=True
    )
    withdrawal_agreed_at: Mapped[datetime | None]
    achievement: Mapped[Achievement] = relationship(lazy="joined", innerjoin=True)


class BatchMember(Base):
    """Somebody in a batch, with the credential once it is awarded.

    Data classes: batch_id III, user_id III, credential_id III.
    """

    __tablename__ = "achievement_batch_member"

    batch_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("achievement_batch.id"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )
    credential_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("credential.id"), index=True
    )
