"""Tables of proposals, what was told of them, and of teams that go on by themselves."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.adoption.rules import AdoptionState, Answer, Ending, Move, Standing
from app.db import Base, Json, Model
from app.identity.models import Organization, User
from app.projects.models import Project


class Adoption(Model):
    """A project's proposal to the city, and how far it is; one of each project.

    ``before`` and ``after`` are the sentence of ``document`` as it is and as the team proposes
    it; ``became`` is what it became, once it is used. ``promised_on`` is the day first promised
    for the answer, ``due_on`` the one that holds. ``decided_yen`` is null until the money asked
    for is decided on, and again once more is asked for. ``edition`` counts the steps. ``year`` is
    the fiscal year of the handing-in.

    Data classes: id IV, project_id IV, organization_id IV, state IV, title IV, proposal IV,
    document IV, before IV, after IV, became IV, cost_yen IV, starts_on IV, year IV,
    submitted_on IV, written_by_id III, submitted_by_id III, owner_id III, promised_on IV,
    due_on IV, next_on IV, answer IV, answered_on IV, settled_on IV, reason IV, needs IV,
    budget_year IV, requested_yen IV, requested_on IV, decided_yen IV, decided_on IV, percent IV,
    in_service_on IV, edition IV, changed_at III.
    """

    __tablename__ = "adoption"
    __table_args__ = (
        sa.CheckConstraint(
            "state = 'draft' OR (submitted_on IS NOT NULL AND year IS NOT NULL)",
            name="handed_in_has_its_day",
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted') OR (owner_id IS NOT NULL AND promised_on IS NOT NULL"
            " AND due_on IS NOT NULL)",
            name="review_has_owner_and_day",
        ),
        sa.CheckConstraint(
            "answer IS NULL OR (answered_on IS NOT NULL AND reason <> '' AND (next_on IS NOT NULL"
            " OR state = 'measured' OR answer IN ('already', 'not_now')))",
            name="answer_has_reason_and_next_day",
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'under_review') OR answer IS NOT NULL",
            name="answered_has_answer",
        ),
        sa.CheckConstraint(
            "cost_yen >= 0 AND requested_yen > 0 AND decided_yen >= 0", name="sums"
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
        sa.CheckConstraint(
            "(state IN ('in_service', 'measured')) = (in_service_on IS NOT NULL)",
            name="used_has_its_day",
        ),
        sa.Index("ix_adoption_place_state", "organization_id", "state"),
        sa.Index("ix_adoption_owner_state", "owner_id", "state"),
        sa.Index("ix_adoption_state_due", "state", "due_on"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organization.id"))
    """The department that answers."""
    state: Mapped[AdoptionState] = mapped_column(default=AdoptionState.DRAFT)
    title: Mapped[str] = mapped_column(sa.String(80))
    proposal: Mapped[str] = mapped_column(sa.String(1200))
    document: Mapped[str] = mapped_column(sa.String(120), default="")
    """Which plan, rule or page would change; empty where none would."""
    before: Mapped[str] = mapped_column(sa.String(300), default="")
    after: Mapped[str] = mapped_column(sa.String(300), default="")
    became: Mapped[str] = mapped_column(sa.String(300), default="")
    cost_yen: Mapped[int | None]
    starts_on: Mapped[date | None]
    """From when, as the team proposes."""
    year: Mapped[int | None] = mapped_column(index=True)
    submitted_on: Mapped[date | None]
    written_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    promised_on: Mapped[date | None]
    due_on: Mapped[date | None]
    next_on: Mapped[date | None]
    """次に知らせる日."""
    answer: Mapped[Answer | None]
    answered_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.String(600), default="")
    needs: Mapped[str] = mapped_column(sa.String(300), default="")
    """今回は見送ります: what would have to change."""
    budget_year: Mapped[int | None]
    requested_yen: Mapped[int | None] = mapped_column(sa.BigInteger())
    requested_on: Mapped[date | None]
    decided_yen: Mapped[int | None] = mapped_column(sa.BigInteger())
    decided_on: Mapped[date | None]
    percent: Mapped[int | None]
    in_service_on: Mapped[date | None]
    edition: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    project: Mapped[Project] = relationship()
    organization: Mapped[Organization] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])

    @property
    def standing(self) -> Standing:
        """What the rules know of it."""
        return Standing(
            self.state,
            self.answer,
            self.due_on,
            self.next_on,
            is_requested=self.requested_yen is not None and self.decided_yen is None,
            is_decided=bool(self.decided_yen),
        )

    @property
    def is_settled(self) -> bool:
        """Whether an answer other than 「いつまでに答えます」 holds."""
        return self.answer is not None and self.answer is not Answer.LATER


class AdoptionStep(Model):
    """One thing that was told of a proposal, in its order; never changed.

    ``facts`` are what the step's sentence says: sums, days as ISO dates, the answer, the sentence
    before and after. ``post`` is who says it, as an office; empty for the team.

    Data classes: id IV, adoption_id IV, number IV, move IV, state IV, on_day IV, text IV,
    facts IV, post III, by_id III.
    """

    __tablename__ = "adoption_step"
    __table_args__ = (sa.UniqueConstraint("adoption_id", "number"),)

    adoption_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("adoption.id"))
    number: Mapped[int]
    move: Mapped[Move]
    state: Mapped[AdoptionState]
    """The one it led to."""
    on_day: Mapped[date]
    text: Mapped[str] = mapped_column(sa.String(600), default="")
    facts: Mapped[Json] = mapped_column(default=dict)
    post: Mapped[str] = mapped_column(sa.String(160), default="")
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class AdoptionMeasure(Model):
    """One figure that says what it did, and how it was counted.

    Data classes: id IV, adoption_id IV, position IV, label IV, before IV, after IV, unit IV,
    period IV, counted IV, on_day IV.
    """

    __tablename__ = "adoption_measure"
    __table_args__ = (sa.UniqueConstraint("adoption_id", "position"),)

    adoption_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("adoption.id"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(sa.String(80))
    before: Mapped[str] = mapped_column(sa.String(20), default="")
    """Empty where nothing was counted before."""
    after: Mapped[str] = mapped_column(sa.String(20))
    unit: Mapped[str] = mapped_column(sa.String(20), default="")
    period: Mapped[str] = mapped_column(sa.String(120))
    counted: Mapped[str] = mapped_column(sa.String(200))
    """数え方."""
    on_day: Mapped[date]


class AnswerTemplate(Model):
    """The words of an answer that a department uses again.

    Data classes: id IV, organization_id IV, name IV, answer IV, reason IV, needs IV,
    created_on IV, created_by_id III.
    """

    __tablename__ = "answer_template"
    __table_args__ = (sa.UniqueConstraint("organization_id", "name"),)

    organization_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    answer: Mapped[Answer]
    reason: Mapped[str] = mapped_column(sa.String(600))
    needs: Mapped[str] = mapped_column(sa.String(300), default="")
    created_on: Mapped[date]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class SupportOffer(Model):
    """What an organization can give a team that goes on; ``until`` is the last day, if any.

    Data classes: id IV, organization_id IV, title IV, words IV, until IV, ended_on IV,
    created_on IV, created_by_id III.
    """

    __tablename__ = "support_offer"

    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(80))
    words: Mapped[str] = mapped_column(sa.String(300), default="")
    until: Mapped[date | None]
    ended_on: Mapped[date | None]
    created_on: Mapped[date]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization: Mapped[Organization] = relationship()


class Continuation(Model):
    """A team goes on by itself.

    Data classes: id IV, project_id IV, kind IV, name IV, words IV, since_on IV, told_by_id III.
    """

    __tablename__ = "continuation"

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    kind: Mapped[Ending]
    name: Mapped[str] = mapped_column(sa.String(80))
    words: Mapped[str] = mapped_column(sa.String(300), default="")
    since_on: Mapped[date]
    told_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    project: Mapped[Project] = relationship()


class OfferTaken(Base):
    """A team that goes on takes an offer.

    Data classes: continuation_id IV, offer_id IV, taken_on IV.
    """

    __tablename__ = "offer_taken"

    continuation_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("continuation.id"), primary_key=True
    )
    offer_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("support_offer.id"), primary_key=True, index=True
    )
    taken_on: Mapped[date]


class ContinuationLook(Model):
    """A day on which a team that goes on is asked how it goes, and what it said.

    Data classes: id IV, continuation_id IV, months IV, due_on IV, told_on IV, looked_on IV,
    goes_on IV, words IV, needed IV, by_id III.
    """

    __tablename__ = "continuation_look"
    __table_args__ = (
        sa.UniqueConstraint("continuation_id", "months"),
        sa.CheckConstraint(
            "(looked_on IS NULL) = (goes_on IS NULL)", name="looked_says_whether_it_goes_on"
        ),
        sa.Index("ix_continuation_look_waiting", "told_on", "due_on"),
    )

    continuation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("continuation.id"))
    months: Mapped[int]
    due_on: Mapped[date]
    told_on: Mapped[date | None]
    """The day the team's teachers and the owner were asked."""
    looked_on: Mapped[date | None]
    goes_on: Mapped[bool | None]
    words: Mapped[str] = mapped_column(sa.String(300), default="")
    """How it goes."""
    needed: Mapped[str] = mapped_column(sa.String(300), default="")
    """What it needs."""
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    continuation: Mapped[Continuation] = relationship()
