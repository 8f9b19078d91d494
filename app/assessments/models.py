"""Tables of views, splits, and what was settled."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assessments.rules import LONGEST, LONGEST_LINE, ViewRole
from app.db import Json, Model


class AssessmentView(Model):
    """Where a mentor sees a learner or the team, or what a teacher keeps until it is settled.

    ``about_id`` is null for the team. ``levels`` are by line; not every line has one.

    Data classes: id IV, project_id III, about_id III, by_id III, role III, levels II, words II,
    written_on II.
    """

    __tablename__ = "assessment_view"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "by_id", "about_id"),
        sa.Index(
            "uq_assessment_view_team",
            "project_id",
            "by_id",
            unique=True,
            sqlite_where=sa.text("about_id IS NULL"),
            postgresql_where=sa.text("about_id IS NULL"),
        ),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    about_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    role: Mapped[ViewRole]
    levels: Mapped[Json]
    words: Mapped[str] = mapped_column(sa.String(LONGEST), default="")
    written_on: Mapped[date]


class PeerSplit(Model):
    """How one learner shared out the work of the team; only teachers read it.

    Data classes: id IV, project_id III, user_id III, given_on II.
    """

    __tablename__ = "peer_split"
    __table_args__ = (sa.UniqueConstraint("project_id", "user_id"),)

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    given_on: Mapped[date]
    parts: Mapped[list["PeerPart"]] = relationship(cascade="all, delete-orphan")


class PeerPart(Model):
    """What a split gives to one member, and one sentence on what they did.

    ``together`` is the level on the rubric's line of that name, where the giver said one.

    Data classes: id IV, split_id III, about_id III, points II, words II, together II.
    """

    __tablename__ = "peer_part"
    __table_args__ = (
        sa.UniqueConstraint("split_id", "about_id"),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name="points_of_a_hundred"),
        sa.CheckConstraint("together BETWEEN 1 AND 4", name="levels"),
    )

    split_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("peer_split.id"))
    about_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    points: Mapped[int]
    words: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    together: Mapped[int | None]


class SettledAssessment(Model):
    """A teacher's word on a learner; of one learner's in a project the highest number holds.

    ``share`` is the learner's part of the team's work in points, where the teacher tells it.
    ``reason`` says why it takes the place of the one before.

    Data classes: id IV, project_id III, user_id III, number III, assessor_id III, levels II,
    share II, words II, scaled II, reason II, settled_on II, created_at II.
    """

    __tablename__ = "settled_assessment"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "user_id", "number"),
        sa.CheckConstraint("number >= 1", name="counted_from_one"),
        sa.CheckConstraint("number = 1 OR reason <> ''", name="correction_says_why"),
        sa.CheckConstraint("share BETWEEN 0 AND 100", name="share_of_a_hundred"),
        sa.CheckConstraint("scaled BETWEEN 0 AND 1", name="scaled_to_one"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    number: Mapped[int]
    assessor_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    levels: Mapped[Json]
    share: Mapped[int | None]
    words: Mapped[str] = mapped_column(sa.String(LONGEST))
    scaled: Mapped[float]
    reason: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    settled_on: Mapped[date]
    created_at: Mapped[datetime]
