"""Who has room, which people are considered for what, and which roles the public reads of."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Json, Model
from app.personnel.rules import EmploymentKind
from app.staffing.rules import Room, Stage


class Availability(Model):
    """What was said last of somebody's room for other work; it goes when its last day is over.

    ``said_by_id`` is the person, or who heads their unit; then there is a reason.

    Data classes: id IV, person_id III, room II, starts_on III, until III, hours II, note II,
    said_by_id III, reason II, said_on III.
    """

    __tablename__ = "availability"
    __table_args__ = (
        sa.UniqueConstraint("person_id"),
        sa.CheckConstraint("until >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("hours BETWEEN 1 AND 40", name="hours_of_a_week"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    room: Mapped[Room]
    starts_on: Mapped[date]
    until: Mapped[date] = mapped_column(index=True)
    hours: Mapped[int | None]
    """A week."""
    note: Mapped[str] = mapped_column(sa.String(120), default="")
    said_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    said_on: Mapped[date]


class ShortList(Model):
    """People considered for a project, and what it needs.

    ``needs`` are ``{"needs": [[item ref, level], …]}``, in the order in which they were picked.

    Data classes: id IV, name IV, purpose IV, needs IV, closed_on IV, created_on IV,
    created_by_id III.
    """

    __tablename__ = "short_list"

    name: Mapped[str] = mapped_column(sa.String(80))
    purpose: Mapped[str] = mapped_column(sa.String(400))
    needs: Mapped[Json]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    created_on: Mapped[date]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class Listed(Model):
    """Somebody on a short list, and where the asking stands since a day.

    Data classes: id IV, list_id III, person_id III, stage II, stage_on III, note II, added_on III,
    added_by_id III.
    """

    __tablename__ = "short_list_member"
    __table_args__ = (sa.UniqueConstraint("list_id", "person_id"),)

    list_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("short_list.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    stage: Mapped[Stage] = mapped_column(default=Stage.CONSIDERED)
    stage_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    added_on: Mapped[date]
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class SoughtRole(Model):
    """A role profile that the public reads of, from a day on and maybe until one.

    What it asks for is the profile's version of the day on which somebody reads it.

    Data classes: id IV, profile_id IV, kind IV, text IV, contact IV, starts_on IV, until IV,
    withdrawn_on IV, created_at IV, created_by_id III.
    """

    __tablename__ = "sought_role"
    __table_args__ = (sa.CheckConstraint("until >= starts_on", name="ends_after_start"),)

    profile_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("role_profile.id"), index=True)
    kind: Mapped[EmploymentKind]
    text: Mapped[str] = mapped_column(sa.String(2000))
    contact: Mapped[str] = mapped_column(sa.String(400))
    starts_on: Mapped[date]
    until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
