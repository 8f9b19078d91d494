"""Tables of what is asked for: profiles with their versions, targets, and the action plan."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Json, Model


class RoleProfile(Model):
    """What the city asks of a role, through all its versions.

    Data classes: id IV, closed_on IV, created_at IV, created_by_id III.
    """

    __tablename__ = "role_profile"

    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class ProfileVersion(Model):
    """A profile as it holds from a day on, until the next one does. It never changes.

    ``membership`` is ``rules.Membership`` as JSON.

    Data classes: id IV, profile_id IV, number IV, holds_from IV, name IV, purpose IV,
    membership IV, made_at IV, by_id III.
    """

    __tablename__ = "role_profile_version"
    __table_args__ = (
        sa.UniqueConstraint("profile_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
    )

    profile_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("role_profile.id"))
    number: Mapped[int]
    holds_from: Mapped[date]
    name: Mapped[str] = mapped_column(sa.String(80))
    purpose: Mapped[str] = mapped_column(sa.String(400))
    membership: Mapped[Json]
    made_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class Need(Base):
    """An item with the level that a version asks for. ``position``: its place in the list.

    Data classes: version_id IV, item_ref IV, level IV, position IV.
    """

    __tablename__ = "role_profile_need"
    __table_args__ = (sa.CheckConstraint("level >= 1", name="level_from_one"),)

    version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("role_profile_version.id"), primary_key=True
    )
    item_ref: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    level: Mapped[int]
    position: Mapped[int]


class ProfileMember(Base):
    """Somebody of whom a version asks this by name.

    Data classes: version_id IV, user_id III.
    """

    __tablename__ = "role_profile_member"

    version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("role_profile_version.id"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )
