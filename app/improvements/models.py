"""The table of memos."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.improvements.rules import Effort, State, text_of


class ImprovementMemo(Model):
    """Something that somebody tried at work after a course.

    ``course_title`` is what the course was called when it was written, ``organization_id`` the
    unit of the person then. Days alone are kept of what was done with it; ``created_at`` is for
    the order.

    Data classes: id IV, person_id III, organization_id III, course IV, course_title IV, tried II,
    before IV, after IV, times IV, people IV, state IV, question III, written_on II,
    confirmed_on II, confirmed_by_id III, asked_by_id III, withdrawn_on II, created_at II.
    """

    __tablename__ = "improvement_memo"
    __table_args__ = (
        sa.CheckConstraint(
            "before BETWEEN 0 AND 6000 AND after BETWEEN 0 AND 6000", name="minutes_of_one_time"
        ),
        sa.CheckConstraint("times BETWEEN 1 AND 999", name="times_a_month"),
        sa.CheckConstraint("people BETWEEN 1 AND 999", name="people_who_do_it"),
        sa.CheckConstraint(
            "state <> 'confirmed' OR confirmed_on IS NOT NULL", name="confirmed_has_its_day"
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn_has_its_day"
        ),
        sa.Index("ix_improvement_memo_counted", "organization_id", "confirmed_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organization.id"))
    course: Mapped[str] = mapped_column(sa.String(80))
    """Its slug."""
    course_title: Mapped[str] = mapped_column(sa.String(200))
    tried: Mapped[str] = mapped_column(sa.String(200))
    """One sentence, in the person's words."""
    before: Mapped[int]
    after: Mapped[int]
    times: Mapped[int]
    people: Mapped[int]
    state: Mapped[State] = mapped_column(default=State.WAITING, index=True)
    question: Mapped[str] = mapped_column(sa.String(200), default="")
    """What the chief asks; empty again once the person has changed the memo."""
    written_on: Mapped[date]
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    withdrawn_on: Mapped[date | None]
    created_at: Mapped[datetime]

    @property
    def effort(self) -> Effort:
        """How long it takes and how often it is done."""
        return Effort(self.before, self.after, self.times, self.people)

    @property
    def says(self) -> str:
        """What it says, as one text."""
        return text_of(self.tried, self.effort)
