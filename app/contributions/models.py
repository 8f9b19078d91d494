"""Tables of needs and offers."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.contributions.rules import NeedKind, NeedState, OfferState
from app.db import Model
from app.identity.models import Organization
from app.projects.models import Project
from app.projects.rules import ProjectState


class Need(Model):
    """What a challenge or a project needs; everybody reads it.

    ``hours``: about how many in all. ``item`` is the ref of a framework item that helps; empty for
    none. ``until``: the last day on which it asks.

    Data classes: id IV, challenge_id IV, project_id IV, organization_id IV, kind IV, title IV,
    words IV, hours IV, place IV, item IV, until IV, state IV, created_at IV, created_by_id III,
    closed_on IV.
    """

    __tablename__ = "need"
    __table_args__ = (
        sa.CheckConstraint(
            "(challenge_id IS NULL) <> (project_id IS NULL)", name="of_one_of_the_two"
        ),
        sa.CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed_has_its_day"),
        sa.CheckConstraint("hours BETWEEN 1 AND 999", name="whole_hours"),
        sa.Index("ix_need_state_created", "state", "created_at"),
    )

    challenge_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("challenge.id"), index=True
    )
    project_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("project.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    """Who asks."""
    kind: Mapped[NeedKind]
    title: Mapped[str] = mapped_column(sa.String(80))
    words: Mapped[str] = mapped_column(sa.String(400), default="")
    hours: Mapped[int | None]
    place: Mapped[str] = mapped_column(sa.String(80), default="")
    item: Mapped[str] = mapped_column(sa.String(80), default="")
    until: Mapped[date | None]
    state: Mapped[NeedState] = mapped_column(default=NeedState.OPEN)
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    closed_on: Mapped[date | None]
    challenge: Mapped[Challenge | None] = relationship()
    project: Mapped[Project | None] = relationship()
    organization: Mapped[Organization] = relationship()

    def asks(self, today: date) -> bool:
        """Whether it takes offers on that day; what an ended project needed, nobody gives."""
        if self.project is not None and self.project.state is ProjectState.ENDED:
            return False
        return self.state is NeedState.OPEN and (self.until is None or self.until >= today)


class Offer(Model):
    """What somebody can give.

    ``organization_id`` and ``pupils``: a school offers, and so many pupils would come; both null
    where an adult offers themselves. ``done_minutes`` were given, in halves of an hour; 0 for a
    place or a thing.

    Data classes: id IV, need_id III, person_id III, organization_id III, pupils III, words II,
    hours III, state III, offered_at III, reply III, answered_by_id III, answered_on III,
    done_minutes III, done_on III, thanks III.
    """

    __tablename__ = "offer"
    __table_args__ = (
        sa.CheckConstraint(
            "(pupils IS NULL) = (organization_id IS NULL)", name="school_says_how_many"
        ),
        sa.CheckConstraint(
            "state NOT IN ('done', 'thanked') OR"
            " (done_on IS NOT NULL AND done_minutes IS NOT NULL)",
            name="done_has_its_day",
        ),
        sa.CheckConstraint("done_minutes >= 0", name="hours_given"),
        sa.Index(
            "uq_offer_under_way",
            "need_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("state IN ('offered', 'accepted')"),
            postgresql_where=sa.text("state IN ('offered', 'accepted')"),
        ),
    )

    need_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("need.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    pupils: Mapped[int | None]
    words: Mapped[str] = mapped_column(sa.String(400), default="")
    hours: Mapped[int | None]
    state: Mapped[OfferState] = mapped_column(default=OfferState.OFFERED)
    offered_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(sa.String(400), default="")
    """What the settler wrote on accepting or declining it."""
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    answered_on: Mapped[date | None]
    done_minutes: Mapped[int | None]
    done_on: Mapped[date | None]
    thanks: Mapped[str] = mapped_column(sa.String(300), default="")
    need: Mapped[Need] = relationship()
    organization: Mapped[Organization | None] = relationship()
