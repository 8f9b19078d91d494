"""The table of concerns."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.concerns.rules import Reason, State
from app.db import Model
from app.identity.models import Organization
from app.projects.models import Project


class Concern(Model):
    """Something that somebody found wrong.

    ``about_user_id`` is who wrote what it is about, and never reads of it. ``organization_id`` is
    whose administrators look at it: the reporter's own organization; null for citizens.
    ``to_city`` where the city's administrators do, because nobody nearer is there.

    Data classes: id IV, about_kind III, about_id III, about_user_id II, project_id III,
    organization_id III, to_city IV, path III, excerpt II, reason II, words II, about_teacher II,
    by_id II, at III, state III, taken_by_id III, taken_at III, handled_words II,
    handled_by_id III, handled_at III.
    """

    __tablename__ = "concern"
    __table_args__ = (
        sa.CheckConstraint(
            "(state = 'handled') = (handled_at IS NOT NULL)", name="handled_has_its_time"
        ),
        sa.Index("ix_concern_project_state", "project_id", "state"),
        sa.Index("ix_concern_organization_state", "organization_id", "state"),
    )

    about_kind: Mapped[str] = mapped_column(sa.String(24))
    about_id: Mapped[uuid.UUID | None]
    about_user_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    project_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("project.id"))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("organization.id"))
    to_city: Mapped[bool] = mapped_column(default=False)
    path: Mapped[str] = mapped_column(sa.String(300), default="")
    """The page on which the button was pressed, an address of this site."""
    excerpt: Mapped[str] = mapped_column(sa.String(300), default="")
    """What the thing said then."""
    reason: Mapped[Reason] = mapped_column(default=Reason.OTHER)
    words: Mapped[str] = mapped_column(sa.String(600), default="")
    about_teacher: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[State] = mapped_column(default=State.OPEN)
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    taken_at: Mapped[datetime | None]
    handled_words: Mapped[str] = mapped_column(sa.String(600), default="")
    handled_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    handled_at: Mapped[datetime | None]
    project: Mapped[Project | None] = relationship()
    organization: Mapped[Organization | None] = relationship()
