"""Tables of projects, their people, and how far they are."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.db import Base, Model
from app.identity.models import Organization, User
from app.projects.rules import Act, MemberRole, PartnerRole, ProjectState


class Project(Model):
    """A team's work on one question.

    ``key`` names it in addresses and in statements, for ever. ``year`` is the school year (and
    fiscal year) in which it began. ``deliver_on`` is the day on which the proposal is to be with
    the city: the budget's calendar is held against it.

    Data classes: id IV, key IV, challenge_id IV, title IV, question IV, summary IV, field IV,
    state IV, stage IV, year IV, starts_on IV, deliver_on IV, asks_peers IV, successor_of_id IV,
    created_at IV, created_by_id III, ended_on IV, ending IV.
    """

    __tablename__ = "project"
    __table_args__ = (
        sa.CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name="ended_has_its_day"),
        sa.CheckConstraint("deliver_on >= starts_on", name="delivers_after_start"),
        sa.Index("ix_project_year_state", "year", "state"),
    )

    key: Mapped[str] = mapped_column(sa.String(16), unique=True)
    challenge_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("challenge.id"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(80))
    question: Mapped[str] = mapped_column(sa.String(200))
    """What the team asks itself, one sentence."""
    summary: Mapped[str] = mapped_column(sa.String(600), default="")
    field: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[ProjectState] = mapped_column(default=ProjectState.ACTIVE)
    stage: Mapped[str] = mapped_column(sa.String(16))
    """The stage it is in: a key of its stages."""
    year: Mapped[int]
    starts_on: Mapped[date]
    deliver_on: Mapped[date | None]
    asks_peers: Mapped[bool] = mapped_column(default=False)
    """Whether members say how the work was split among them; a teacher turns it on."""
    successor_of_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("project.id"), index=True
    )
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    ended_on: Mapped[date | None]
    ending: Mapped[str] = mapped_column(sa.String(300), default="")
    """What was said at the end: for whoever takes it up again."""
    challenge: Mapped[Challenge | None] = relationship()


class ProjectPartner(Base):
    """An organization that takes part.

    Data classes: project_id IV, organization_id IV, role IV, joined_on IV, left_on IV.
    """

    __tablename__ = "project_partner"

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), primary_key=True, index=True
    )
    role: Mapped[PartnerRole]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    organization: Mapped[Organization] = relationship()


class ProjectMember(Model):
    """Somebody in a project for one of its organizations, both days included.

    ``duty`` is what they do in the team («まとめ»). ``pseudonym`` is how they want to be credited
    in public; empty for no wish.

    Data classes: id IV, project_id III, user_id III, organization_id III, role III, duty III,
    pseudonym II, joined_on III, left_on III, left_reason II.
    """

    __tablename__ = "project_member"
    __table_args__ = (
        sa.CheckConstraint("left_on >= joined_on", name="left_after_joining"),
        sa.Index(
            "uq_project_member_open",
            "project_id",
            "user_id",
            "role",
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        ),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    role: Mapped[MemberRole]
    duty: Mapped[str] = mapped_column(sa.String(40), default="")
    pseudonym: Mapped[str] = mapped_column(sa.String(40), default="")
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    user: Mapped[User] = relationship()
    organization: Mapped[Organization] = relationship()


class ProjectStage(Base):
    """One stage of a project. ``due_on`` is planned; ``passed_on`` the day its gate was opened.

    Data classes: project_id IV, key IV, position IV, due_on IV, passed_on IV, passed_by_id III.
    """

    __tablename__ = "project_stage"

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    position: Mapped[int]
    due_on: Mapped[date | None]
    passed_on: Mapped[date | None]
    passed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class GateCheck(Model):
    """One thing that has to be so before a stage's gate opens.

    ``kind``: ``check`` (a teacher ticks it), ``fact`` (a package above meets it by ``key``),
    ``courses`` (all with ``role`` finished ``course``) or ``consents`` (everybody under age may
    take part); the last two are looked up and never stored as met. ``label`` is a teacher's own
    words; empty where ``data/stages.toml`` has them. Keys of what teachers added begin with own-.

    Data classes: id IV, project_id IV, stage IV, kind IV, key IV, role IV, course IV, label IV,
    met_on IV, met_by_id III.
    """

    __tablename__ = "gate_check"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "stage", "key"),
        sa.CheckConstraint("kind IN ('check', 'fact', 'courses', 'consents')", name="kinds"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), index=True)
    stage: Mapped[str] = mapped_column(sa.String(16))
    kind: Mapped[str] = mapped_column(sa.String(16))
    key: Mapped[str] = mapped_column(sa.String(40))
    role: Mapped[MemberRole | None]
    course: Mapped[str | None] = mapped_column(sa.String(80))
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    met_on: Mapped[date | None]
    met_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class Milestone(Model):
    """A day that the team has in sight.

    Data classes: id IV, project_id IV, title IV, due_on IV, met_on IV.
    """

    __tablename__ = "milestone"

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(80))
    due_on: Mapped[date]
    met_on: Mapped[date | None]


class BudgetDate(Model):
    """One step of the city's budget for a fiscal year: request, assessment, assembly, execution.

    ``year`` is the fiscal year that is budgeted for; ``step`` a key of
    ``data/budget.toml``; ``title`` the city's own word for it, empty for ours.

    Data classes: id IV, year IV, step IV, title IV, on_day IV.
    """

    __tablename__ = "budget_date"
    __table_args__ = (sa.UniqueConstraint("year", "step"),)

    year: Mapped[int]
    step: Mapped[str] = mapped_column(sa.String(16))
    title: Mapped[str] = mapped_column(sa.String(60))
    on_day: Mapped[date]


class ProjectActivity(Model):
    """One act of one member, for the team to see and for counting.

    ``about`` is what it was about, as the team wrote it; gone with the person's erasure where the
    person wrote it.

    Data classes: id IV, project_id III, user_id III, organization_id III, act III, about_id IV,
    about III, at III.
    """

    __tablename__ = "project_activity"
    __table_args__ = (sa.Index("ix_project_activity_project_at", "project_id", "at"),)

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    user_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    act: Mapped[Act]
    about_id: Mapped[uuid.UUID | None]
    about: Mapped[str] = mapped_column(sa.String(120), default="")
    at: Mapped[datetime]
