"""The table of vettings."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.identity.models import Organization, User


class MentorVetting(Model):
    """An organization vouches for a mentor, both days included.

    ``ended_on`` is the first day on which one that was ended early did not hold any more.

    Data classes: id IV, user_id III, organization_id III, starts_on III, ends_on III,
    checked III, minutes III, vouched_by_id III, vouched_at III, ended_on III, ended_by_id III,
    ended_reason II.
    """

    __tablename__ = "mentor_vetting"
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 999", name="minutes_of_a_term"),
        sa.CheckConstraint("ended_on >= starts_on", name="ended_after_start"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    checked: Mapped[str] = mapped_column(sa.String(400))
    """What was checked, in the words of who vouches."""
    minutes: Mapped[int]
    """Agreed for each term."""
    vouched_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    vouched_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    ended_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    organization: Mapped[Organization] = relationship()
