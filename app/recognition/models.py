"""The table of awards."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.achievements.models import Achievement
from app.db import Model
from app.projects.models import ProjectMember


class ProjectAward(Model):
    """An achievement awarded to a member of a project.

    ``assessor`` is a post and an organization, as the evidence says it; ``assessor_id`` whose.

    Data classes: id IV, project_id III, member_id III, achievement_id III, credential_id III,
    hours III, artifact III, assessor III, assessor_id III, awarded_on III, created_at III,
    by_id III.
    """

    __tablename__ = "project_award"
    __table_args__ = (
        sa.UniqueConstraint("member_id", "achievement_id"),
        sa.CheckConstraint("hours BETWEEN 0 AND 2000", name="hours_range"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), index=True)
    member_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project_member.id"))
    achievement_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("achievement.id"), index=True)
    credential_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("credential.id"), index=True
    )
    hours: Mapped[float]
    artifact: Mapped[str] = mapped_column(sa.String(120), default="")
    assessor: Mapped[str] = mapped_column(sa.String(160), default="")
    assessor_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    awarded_on: Mapped[date]
    created_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    member: Mapped[ProjectMember] = relationship()
    achievement: Mapped[Achievement] = relationship()
