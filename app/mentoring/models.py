"""Tables of tickets, and what is said on them; vettings stand in ``vettings``."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.mentoring.rules import MessageKind, TicketState
from app.projects.models import Project


class Ticket(Model):
    """A 相談票: one question of one team to one mentor.

    ``edition`` grows with every change; whoever acts sends what they have read. ``minutes`` is
    what counts on the mentor's account of the term of ``counted_on``: the estimate once it is
    passed on, what it took once it is answered, null while nothing does. ``shared_question`` and
    ``shared_answer`` are what other teams read.

    Data classes: id IV, project_id III, number IV, asked_by_id II, mentor_id III, reading II,
    finding II, question II, wanted_on III, estimate IV, state III, edition IV, created_at III,
    handed_at III, vetting_id III, counted_on III, minutes III, answered_at III, shared_at III,
    shared_by_id III, shared_question III, shared_answer III.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.CheckConstraint("estimate BETWEEN 1 AND 999", name="estimate_in_minutes"),
        sa.CheckConstraint(
            "(minutes IS NULL) = (vetting_id IS NULL)"
            " AND (minutes IS NULL) = (counted_on IS NULL)",
            name="counted_as_a_whole",
        ),
        sa.CheckConstraint(
            "state NOT IN ('with_mentor', 'asked_back') OR minutes IS NOT NULL",
            name="passed_on_is_counted",
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (reading <> '' AND finding <> ''"
            " AND question <> '' AND wanted_on IS NOT NULL)",
            name="handed_in_as_a_whole",
        ),
        sa.Index("ix_ticket_vetting_counted", "vetting_id", "counted_on"),
        sa.Index("ix_ticket_mentor_state", "mentor_id", "state"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    number: Mapped[int]
    """From 1 in its project."""
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    mentor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    reading: Mapped[str] = mapped_column(sa.String(600), default="")
    """読んだもの, 調べたもの."""
    finding: Mapped[str] = mapped_column(sa.String(600), default="")
    """分かったこと."""
    question: Mapped[str] = mapped_column(sa.String(160), default="")
    """聞きたいこと, one sentence."""
    wanted_on: Mapped[date | None]
    estimate: Mapped[int]
    state: Mapped[TicketState] = mapped_column(default=TicketState.DRAFT)
    edition: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    vetting_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("mentor_vetting.id"))
    counted_on: Mapped[date | None]
    minutes: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    shared_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    shared_question: Mapped[str] = mapped_column(sa.String(160), default="")
    shared_answer: Mapped[str] = mapped_column(sa.String(2000), default="")
    project: Mapped[Project] = relationship()
    messages: Mapped[list["TicketMessage"]] = relationship(
        order_by="TicketMessage.number",
        cascade="all, delete-orphan",
    )


class TicketMessage(Model):
    """Something that was said on a ticket; ``minutes`` is what it took, of a mentor's.

    ``number`` is the edition of the ticket that it made: the order in which things were said.

    Data classes: id IV, ticket_id III, number IV, kind III, by_id II, words II, minutes III,
    at III.
    """

    __tablename__ = "ticket_message"
    __table_args__ = (sa.UniqueConstraint("ticket_id", "number"),)

    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("ticket.id"))
    number: Mapped[int]
    kind: Mapped[MessageKind]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    words: Mapped[str] = mapped_column(sa.String(2000), default="")
    minutes: Mapped[int | None]
    at: Mapped[datetime]
    ticket: Mapped[Ticket] = relationship(viewonly=True)
