"""Tables of assignments, of who is in them, and of what was done with them."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.assignments.rules import Exemption, State
from app.db import Json, Model


class What(enum.StrEnum):
    """What was done with an assignment."""

    MADE = "made"
    DUE_CHANGED = "due_changed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    JOINED = "joined"
    """People came in who had joined the department."""
    REMINDED = "reminded"
    ASKED = "asked"
    """Somebody asked by hand those who had not begun."""
    TOLD = "told"
    """Letters about a changed day."""


LETTERS = (What.REMINDED, What.TOLD)
"""Acts that count letters, one row a day."""


class Assignment(Model):
    """A course or a path that people are to finish by a day.

    ``courses`` are the slugs that were in it when it was made, ``title`` what it was called then.
    ``organization_id`` is the department it went to, with all below; null for a list of people.
    ``owner_id`` is the unit whose manager made it; null where HR did, for the city.

    Data classes: id IV, title IV, courses IV, path_id IV, purpose IV, organization_id IV,
    post_title IV, adds_joiners IV, due_on IV, made_on IV, prior_months IV, reminders IV,
    owner_id IV, by_id III, created_at III, withdrawn_on IV, last_asked_on IV.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        sa.CheckConstraint("prior_months BETWEEN 0 AND 120", name="prior_months_range"),
        sa.CheckConstraint(
            "organization_id IS NOT NULL OR (post_title = '' AND NOT adds_joiners)",
            name="a_list_of_people_is_settled",
        ),
    )

    title: Mapped[str] = mapped_column(sa.String(200))
    courses: Mapped[list[str]]
    path_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("achievement.id"), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(200))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    post_title: Mapped[str] = mapped_column(sa.String(60), default="")
    """Only people whose post has this title, such as 課長; empty for everybody."""
    adds_joiners: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date] = mapped_column(index=True)
    made_on: Mapped[date]
    prior_months: Mapped[int | None]
    """How old a completion may be that counts; 0: none does; null: while its credential holds."""
    reminders: Mapped[Json]
    """``{"days": [14, 3, -1]}``: days before the due day, below zero after it."""
    owner_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    withdrawn_on: Mapped[date | None]
    last_asked_on: Mapped[date | None]
    """When those who had not begun were asked by hand; once a day is enough."""


class Assignee(Model):
    """Somebody in an assignment; ``state_on`` is the day of the state, never an instant.

    ``done`` are the slugs of the courses that count as finished. ``thanked_on``: their home has
    said that it is done.

    Data classes: id IV, assignment_id III, person_id III, state II, state_on II, done II,
    added_on III, exemption II, reason II, exempted_by_id III, thanked_on III.
    """

    __tablename__ = "assignee"
    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "person_id"),
        sa.CheckConstraint(
            "(state = 'exempt') = (exemption IS NOT NULL)", name="exempt_has_its_reason"
        ),
        sa.Index("ix_assignee_person", "person_id", "state"),
        sa.Index("ix_assignee_counts", "assignment_id", "state", "person_id"),
    )

    assignment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("assignment.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    state: Mapped[State] = mapped_column(default=State.NOT_STARTED)
    state_on: Mapped[date]
    done: Mapped[list[str]]
    added_on: Mapped[date]
    exemption: Mapped[Exemption | None]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    exempted_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    thanked_on: Mapped[date | None]


class AssignmentAct(Model):
    """What was done with an assignment on a day; letters are counted, one row a day.

    Data classes: id IV, assignment_id IV, what IV, on_day IV, people IV, reason IV,
    due_before IV, due_after IV, by_id III, at III.
    """

    __tablename__ = "assignment_act"
    __table_args__ = (sa.Index("ix_assignment_act_day", "assignment_id", "on_day"),)

    assignment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("assignment.id"))
    what: Mapped[What]
    on_day: Mapped[date]
    people: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
