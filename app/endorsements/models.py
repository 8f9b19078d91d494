"""Tables of endorsements, who was asked for one, contests, and what was learned elsewhere."""

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Json, Model
from app.endorsements.rules import Capacity, Outcome, Stage
from app.talent.rules import Source


class Endorsement(Model):
    """Somebody's word that a person stands at a level of an item, and why.

    It is the ground of an attestation in the registry. ``given_as`` is the post in which it was
    given, as it was called then. ``seen_on``: the person has had it on their page;
    ``accepted_on``: they said so.

    Data classes: id IV, person_id III, endorser_id III, capacity III, given_as III, item_ref III,
    level III, work III, reason II, thing III, link III, given_on III, expires_on III, seen_on III,
    accepted_on III, withdrawn_on III, withdrawn_reason II.
    """

    __tablename__ = "endorsement"
    __table_args__ = (
        sa.CheckConstraint("level >= 1", name="level_from_one"),
        sa.CheckConstraint("expires_on >= given_on", name="ends_after_it_begins"),
        sa.Index("ix_endorsement_person", "person_id", "given_on"),
        sa.Index("ix_endorsement_endorser", "endorser_id", "given_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    endorser_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    capacity: Mapped[Capacity]
    given_as: Mapped[str] = mapped_column(sa.String(200))
    item_ref: Mapped[str] = mapped_column(sa.String(80))
    level: Mapped[int]
    work: Mapped[str] = mapped_column(sa.String(120))
    """In which work it was seen; what pages call it by."""
    reason: Mapped[str] = mapped_column(sa.String(600))
    thing: Mapped[str] = mapped_column(sa.String(200), default="")
    """What came of the work; empty for nothing."""
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    given_on: Mapped[date]
    expires_on: Mapped[date]
    seen_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(sa.String(400))


class EndorsementInvitation(Model):
    """A partner of another organization who is asked to endorse one person, for one project.

    Data classes: id IV, person_id III, partner_id III, project III, asked_by_id III, asked_on III,
    ends_on III, ended_on III.
    """

    __tablename__ = "endorsement_invitation"
    __table_args__ = (
        sa.CheckConstraint("ends_on >= asked_on", name="ends_after_it_begins"),
        sa.Index("ix_endorsement_invitation_partner", "partner_id", "ends_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    partner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    project: Mapped[str] = mapped_column(sa.String(120))
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    asked_on: Mapped[date]
    ends_on: Mapped[date]
    ended_on: Mapped[date | None]


class Contest(Model):
    """A person's word that something the registry attests of them is wrong.

    What it is about is told by value as well: an attestation may be gone when somebody reads how
    it ended. ``received_id`` is the credential that stood behind it when it was contested.

    Data classes: id IV, person_id III, attestation_id IV, received_id IV, ground_id IV,
    item_ref III, level III, source III, title III, words II, opened_on III, outcome III,
    answer II, level_after III, settled_on III, settled_by_id III, seen_on III.
    """

    __tablename__ = "attestation_contest"
    __table_args__ = (
        sa.CheckConstraint(
            "(outcome = 'open') = (settled_on IS NULL)", name="what_is_settled_has_its_day"
        ),
        sa.Index("ix_attestation_contest_outcome", "outcome", "opened_on"),
        sa.Index(
            "uq_attestation_contest_one_open",
            "attestation_id",
            unique=True,
            sqlite_where=sa.text("outcome = 'open'"),
            postgresql_where=sa.text("outcome = 'open'"),
        ),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    attestation_id: Mapped[uuid.UUID]
    received_id: Mapped[uuid.UUID | None]
    ground_id: Mapped[uuid.UUID | None]
    item_ref: Mapped[str] = mapped_column(sa.String(80))
    level: Mapped[int]
    source: Mapped[Source]
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    words: Mapped[str] = mapped_column(sa.String(600))
    opened_on: Mapped[date]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN)
    answer: Mapped[str] = mapped_column(sa.String(600), default="")
    level_after: Mapped[int | None]
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    seen_on: Mapped[date | None]
    """When the person read the answer."""


class PriorLearning(Model):
    """What somebody learned elsewhere, what they claim of it, and what HR made of that.

    It is the ground of attestations once it is accepted. ``asked`` and ``accepted`` are item refs
    with levels: ``{"dss-l@1.2/T5": 2}``.

    Data classes: id IV, person_id III, title III, place III, finished_on III, hours III, link III,
    words II, asked III, stage III, question II, reply II, handed_on III, accepted III, answer II,
    answered_on III, answered_by_id III, expires_on III, seen_on III.
    """

    __tablename__ = "prior_learning"
    __table_args__ = (
        sa.CheckConstraint("hours BETWEEN 1 AND 9999", name="hours_range"),
        sa.Index("ix_prior_learning_stage", "stage", "handed_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    place: Mapped[str] = mapped_column(sa.String(200))
    finished_on: Mapped[date]
    hours: Mapped[int | None]
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    words: Mapped[str] = mapped_column(sa.String(1000), default="")
    asked: Mapped[Json]
    stage: Mapped[Stage] = mapped_column(default=Stage.WAITING)
    question: Mapped[str] = mapped_column(sa.String(600), default="")
    reply: Mapped[str] = mapped_column(sa.String(600), default="")
    handed_on: Mapped[date]
    accepted: Mapped[Json]
    answer: Mapped[str] = mapped_column(sa.String(600), default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    expires_on: Mapped[date | None]
    seen_on: Mapped[date | None]


class PriorLearningFile(Model):
    """The file that shows it, without what it told beside that; lists never read it.

    Data classes: id IV, prior_id IV, suffix IV, size IV, content II.
    """

    __tablename__ = "prior_learning_file"
    __table_args__ = (sa.UniqueConstraint("prior_id"),)

    prior_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("prior_learning.id"))
    suffix: Mapped[str] = mapped_column(sa.String(8))
    size: Mapped[int]
    content: Mapped[bytes]
