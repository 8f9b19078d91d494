"""Tables of self-checks: rounds, who is counted together, and how many answered what."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Model


class SurveyRound(Model):
    """A self-check of a fiscal year. ``items`` are refs in the order in which they are asked.

    ``opens_on`` and ``closes_on`` are what is planned, both included; ``opened_on`` and
    ``closed_on`` what was.

    Data classes: id IV, year IV, name IV, framework_ref IV, items IV, text IV, opens_on IV,
    closes_on IV, opened_on IV, closed_on IV, reminded_on IV, created_at IV, created_by_id III.
    """

    __tablename__ = "survey_round"
    __table_args__ = (
        sa.CheckConstraint("closes_on >= opens_on", name="days_in_order"),
        sa.CheckConstraint("closed_on IS NULL OR opened_on IS NOT NULL", name="opened_first"),
    )

    year: Mapped[int]
    """Fiscal year, western."""
    name: Mapped[str] = mapped_column(sa.String(80))
    framework_ref: Mapped[str] = mapped_column(sa.String(40))
    items: Mapped[list[str]]
    text: Mapped[str] = mapped_column(sa.String(1000))
    """What HR says to those who are asked."""
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class GroupKind(enum.StrEnum):
    """Whose answers are counted together."""

    CITY = "city"
    SECTION = "section"
    GRADE = "grade"


class SurveyGroup(Model):
    """People whose answers are counted together, as they were when the round opened.

    ``invited`` counts those of groups below as well. ``answered`` is null for what is not shown,
    once the round has closed.

    Data classes: id IV, round_id IV, kind IV, organization_id IV, name IV, position IV, depth IV,
    parent_id IV, invited IV, answered IV, is_shown IV.
    """

    __tablename__ = "survey_group"
    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'section') = (organization_id IS NOT NULL)", name="section_is_somewhere"
        ),
        sa.CheckConstraint("(kind = 'city') = (parent_id IS NULL)", name="city_is_above"),
        sa.Index("ix_survey_group_round", "round_id", "position"),
    )

    round_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("survey_round.id"))
    kind: Mapped[GroupKind]
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(200))
    """A section's full name, or a grade; empty for the city, and for people without a grade."""
    position: Mapped[int]
    """Its place in the city's own order (建制順); grades come after all sections."""
    depth: Mapped[int]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("survey_group.id"), index=True
    )
    invited: Mapped[int]
    answered: Mapped[int | None]
    is_shown: Mapped[bool] = mapped_column(default=False)


class SurveyTally(Base):
    """How many of a group answered a level of an item. It has no time, and names nobody.

    Data classes: group_id IV, item_ref IV, level IV, count IV.
    """

    __tablename__ = "survey_tally"
    __table_args__ = (
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="level_range"),
        sa.CheckConstraint("count >= 0", name="count_from_zero"),
    )

    group_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("survey_group.id"), primary_key=True)
    item_ref: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class SurveyInvitation(Base):
    """That somebody is asked, and whether they have answered; never when, and never what.

    It goes when the round closes. ``section_id`` and ``grade_id`` are the groups in which the
    answers count, with all groups above the section.

    Data classes: round_id IV, user_id III, section_id III, grade_id III, has_answered III.
    """

    __tablename__ = "survey_invitation"

    round_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("survey_round.id"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )
    section_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("survey_group.id"), index=True)
    grade_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("survey_group.id"), index=True)
    has_answered: Mapped[bool] = mapped_column(default=False)
