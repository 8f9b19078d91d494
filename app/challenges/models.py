"""Tables of challenges and of what is proposed as one."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.rules import Lines
from app.clock import day_of
from app.db import Json, Model
from app.identity.models import Organization


class ChallengeState(enum.StrEnum):
    """How far a challenge is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    """Its call was ended by hand, or it was taken off; teams that took it go on."""


class ProposalState(enum.StrEnum):
    """How far a proposal is."""

    WAITING = "waiting"
    PUBLISHED = "published"
    RETURNED = "returned"
    """Not published; the reason was told."""
    TAKEN = "taken"
    """A department made a challenge of it."""


class Challenge(Model):
    """A challenge of a department.

    ``slug`` names it in addresses and for ever. ``skills`` are refs of framework items that help.
    ``data`` is what can be used: ``{"data": [{"title", "url", "terms"}, …]}``. ``promised_on`` is
    the ``answer_by`` with which it was published; ``is_off``: nobody reads it any more but the
    department and the teams that took it.

    Data classes: id IV, slug IV, organization_id IV, owner_id III, proposal_id IV, title IV,
    field IV, trouble IV, question IV, fixed IV, decider IV, answer_by IV, promised_on IV,
    moved_reason IV, use_of_answers IV, data IV, skills IV, opens_on IV, closes_on IV, state IV,
    is_off IV, ended_reason IV, created_at IV, created_by_id III, published_at IV, closed_at IV.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        sa.CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        sa.CheckConstraint(
            "state = 'draft' OR (trouble <> '' AND question <> '' AND fixed <> '' AND"
            " decider <> '' AND answer_by IS NOT NULL AND use_of_answers <> '' AND"
            " opens_on IS NOT NULL AND closes_on IS NOT NULL AND published_at IS NOT NULL)",
            name="six_lines",
        ),
        sa.Index("ix_challenge_open", "state", "closes_on"),
    )

    slug: Mapped[str] = mapped_column(sa.String(16), unique=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    owner_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """Who answers for it at the department."""
    proposal_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("challenge_proposal.id"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(80))
    field: Mapped[str] = mapped_column(sa.String(16))
    trouble: Mapped[str] = mapped_column(sa.String(300), default="")
    """困っているのは: who, and with what."""
    question: Mapped[str] = mapped_column(sa.String(200), default="")
    """聞きたいこと, one sentence."""
    fixed: Mapped[str] = mapped_column(sa.String(300), default="")
    """変えられないこと."""
    decider: Mapped[str] = mapped_column(sa.String(100), default="")
    """決める人: a post, not a name."""
    answer_by: Mapped[date | None]
    """いつまでに the department answers."""
    promised_on: Mapped[date | None]
    """The day that stood there on publication."""
    moved_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    """Why that day was moved after publication."""
    use_of_answers: Mapped[str] = mapped_column(sa.String(300), default="")
    """答えの使いみち."""
    data: Mapped[Json] = mapped_column(default=dict)
    skills: Mapped[list[str]] = mapped_column(default=list)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    state: Mapped[ChallengeState] = mapped_column(default=ChallengeState.DRAFT)
    is_off: Mapped[bool] = mapped_column(default=False)
    ended_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    """Why it was closed early, or taken off."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    organization: Mapped[Organization] = relationship()

    @property
    def lines(self) -> Lines:
        """Its six lines and the days of its call."""
        return Lines(
            self.trouble,
            self.question,
            self.fixed,
            self.decider,
            self.answer_by,
            self.use_of_answers,
            self.opens_on,
            self.closes_on,
        )

    def is_open(self, today: date) -> bool:
        """Whether teams may take it on that day."""
        return (
            self.state is ChallengeState.PUBLISHED
            and self.opens_on is not None
            and self.closes_on is not None
            and self.opens_on <= today <= self.closes_on
        )

    def is_over(self, today: date) -> bool:
        """Whether its call has ended by that day: by its last day, or early by hand."""
        is_past = self.closes_on is not None and self.closes_on < today
        return self.state is ChallengeState.CLOSED or is_past

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it."""
        return self.state is not ChallengeState.DRAFT and not self.is_off


class ChallengeProposal(Model):
    """What somebody thinks the city should work on.

    ``organization_id`` is the school, university or company for which it is said; null for a
    citizen. Public pages never name who proposed it; a school's proposal names the school.

    Data classes: id IV, person_id II, organization_id III, title II, trouble II, wish II,
    state IV, reason III, proposed_at III, decided_at III, decided_by_id III.
    """

    __tablename__ = "challenge_proposal"

    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(80))
    trouble: Mapped[str] = mapped_column(sa.String(400))
    wish: Mapped[str] = mapped_column(sa.String(400))
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING, index=True)
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization: Mapped[Organization | None] = relationship()

    @property
    def proposed_on(self) -> date:
        """The day on which it came."""
        return day_of(self.proposed_at)

    @property
    def decided_on(self) -> date | None:
        """The day on which it was answered."""
        return day_of(self.decided_at) if self.decided_at is not None else None
