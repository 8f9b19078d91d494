"""Tables of what is asked for: profiles with their versions, targets, and the action plan."""

import enum
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


class Counts(enum.StrEnum):
    """Who counts towards a target."""

    PROFILE = "profile"
    """Who has all that a role profile asks for, of those of whom it asks."""
    ITEM = "item"
    """Who stands at a level of an item."""
    ACHIEVEMENT = "achievement"
    """Who holds a credential of an achievement."""


class Unit(enum.StrEnum):
    """How a goal is told."""

    PEOPLE = "people"
    RATE = "rate"


class Target(Model):
    """How many are wanted by which day, and what counts.

    ``steps`` are ``{"steps": [[day, goal], …]}``; ``grades`` the rule of its letters,
    ``{"grades": [[letter, least percentage of the step], …]}``. Without an organization it is the
    whole city's.

    Data classes: id IV, name IV, reason IV, counts IV, unit IV, profile_id IV, item_ref IV,
    level IV, achievement_id IV, organization_id IV, steps IV, grades IV, closed_on IV,
    created_at IV, created_by_id III.
    """

    __tablename__ = "workforce_target"
    __table_args__ = (
        sa.CheckConstraint(
            "(counts = 'profile') = (profile_id IS NOT NULL)", name="profile_where_it_counts"
        ),
        sa.CheckConstraint(
            "(counts = 'item') = (item_ref IS NOT NULL AND level IS NOT NULL)",
            name="item_where_it_counts",
        ),
        sa.CheckConstraint(
            "(counts = 'achievement') = (achievement_id IS NOT NULL)",
            name="achievement_where_it_counts",
        ),
    )

    name: Mapped[str] = mapped_column(sa.String(120))
    reason: Mapped[str] = mapped_column(sa.String(400))
    counts: Mapped[Counts]
    unit: Mapped[Unit]
    profile_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("role_profile.id"), index=True
    )
    item_ref: Mapped[str | None] = mapped_column(sa.String(80))
    level: Mapped[int | None]
    achievement_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("achievement.id"), index=True
    )
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    steps: Mapped[Json]
    grades: Mapped[Json]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class PlanItem(Model):
    """An item of the city's DX action plan, with the needs that it brings.

    ``needs`` are ``{"needs": [[item ref, level], …]}``; ``profiles`` ids of role profiles, whose
    needs are the item's as well; ``tags`` keys of ``forms.plans.PRIORITIES``.

    Data classes: id IV, code IV, title IV, field IV, owner_id IV, from_year IV, to_year IV,
    text IV, tags IV, needs IV, profiles IV, closed_on IV, created_at IV, created_by_id III.
    """

    __tablename__ = "plan_item"
    __table_args__ = (sa.CheckConstraint("to_year >= from_year", name="years_in_order"),)

    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    field: Mapped[str] = mapped_column(sa.String(60))
    owner_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    from_year: Mapped[int]
    to_year: Mapped[int]
    """Fiscal years, western."""
    text: Mapped[str] = mapped_column(sa.String(2000))
    tags: Mapped[list[str]]
    needs: Mapped[Json]
    profiles: Mapped[list[str]]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
