"""Tables of the board, of meetings and decisions, and of what was made."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Model
from app.workroom import rules
from app.workroom.rules import ArtifactKind, CardState, CreditAs


class Card(Model):
    """One thing to do.

    ``position`` counts within its column, from 0, with gaps. ``finished_on`` is the first day on
    which it was done.

    Data classes: id IV, project_id IV, title IV, words IV, state IV, position IV, due_on IV,
    created_at IV, created_by_id III, finished_on IV, removed_on IV.
    """

    __tablename__ = "board_card"
    __table_args__ = (sa.Index("ix_board_card_project_state", "project_id", "state"),)

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    title: Mapped[str] = mapped_column(sa.String(rules.LONGEST_TITLE))
    words: Mapped[str] = mapped_column(sa.String(rules.LONGEST_WORDS), default="")
    state: Mapped[CardState] = mapped_column(default=CardState.TODO)
    position: Mapped[int]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    finished_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    people: Mapped[list["CardAssignee"]] = relationship(cascade="all, delete-orphan")
    items: Mapped[list["CardItem"]] = relationship(
        cascade="all, delete-orphan", order_by="CardItem.position"
    )


class CardAssignee(Base):
    """Somebody of the project whom a card is for.

    Data classes: card_id III, user_id III.
    """

    __tablename__ = "board_card_assignee"

    card_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("board_card.id"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )


class CardItem(Model):
    """A smaller thing of a card.

    Data classes: id IV, card_id IV, position IV, text IV, done_on IV.
    """

    __tablename__ = "board_card_item"

    card_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("board_card.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.String(rules.LONGEST_ITEM))
    done_on: Mapped[date | None]


class Meeting(Model):
    """A day on which some of a project met. ``others``: who was there of no account.

    Data classes: id IV, project_id IV, held_on IV, title IV, others III, notes IV, created_at IV,
    created_by_id III, removed_on IV.
    """

    __tablename__ = "meeting"
    __table_args__ = (sa.Index("ix_meeting_project_held", "project_id", "held_on"),)

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    held_on: Mapped[date]
    title: Mapped[str] = mapped_column(sa.String(rules.LONGEST_TITLE))
    others: Mapped[str] = mapped_column(sa.String(rules.LONGEST_NAMES), default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    removed_on: Mapped[date | None]
    people: Mapped[list["MeetingAttendee"]] = relationship(cascade="all, delete-orphan")


class MeetingAttendee(Base):
    """A member who was at a meeting.

    Data classes: meeting_id III, user_id III.
    """

    __tablename__ = "meeting_attendee"

    meeting_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )


class Decision(Model):
    """What was decided, and why; in a meeting, or alone.

    Data classes: id IV, project_id IV, meeting_id IV, text IV, reason IV, decided_on IV,
    created_at IV, by_id III, removed_on IV.
    """

    __tablename__ = "project_decision"
    __table_args__ = (sa.Index("ix_project_decision_project_day", "project_id", "decided_on"),)

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"))
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(rules.LONGEST_DECISION))
    reason: Mapped[str] = mapped_column(sa.String(rules.LONGEST_REASON), default="")
    decided_on: Mapped[date]
    created_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """Who wrote it down."""
    removed_on: Mapped[date | None]


class Artifact(Model):
    """Something that was made; what it looks like now is its version ``number``.

    ``meeting_id``: a picture of a meeting's white board, say, belongs to that meeting.
    ``shows_others``: people are on it who are not of the project, or of whom an erasure left no
    name. ``people_number``: the version of which somebody said that these are all who are on it;
    0 before that.

    Data classes: id IV, project_id IV, meeting_id IV, title IV, kind IV, alt IV, license IV,
    credit_as IV, credit II, shows_others III, people_number IV, number IV,
    created_at IV, created_by_id III, removed_on IV.
    """

    __tablename__ = "artifact"
    __table_args__ = (sa.CheckConstraint("number > 0", name="number_from_one"),)

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), index=True)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(rules.LONGEST_TITLE))
    kind: Mapped[ArtifactKind]
    alt: Mapped[str] = mapped_column(sa.String(rules.LONGEST_ALT), default="")
    """What is to be seen or heard, or what it is; a picture has it always."""
    license: Mapped[str] = mapped_column(sa.String(40))
    """A key of ``catalog.licenses``."""
    credit_as: Mapped[CreditAs] = mapped_column(default=CreditAs.TEAM)
    credit: Mapped[str] = mapped_column(sa.String(rules.LONGEST_CREDIT), default="")
    shows_others: Mapped[bool] = mapped_column(default=False)
    people_number: Mapped[int] = mapped_column(default=0, server_default="0")
    number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    removed_on: Mapped[date | None]
    people: Mapped[list["ArtifactPerson"]] = relationship(cascade="all, delete-orphan")
    versions: Mapped[list["ArtifactVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="ArtifactVersion.number"
    )

    @property
    def is_told(self) -> bool:
        """Whether it was said of the newest version who is on it, be it nobody."""
        return self.people_number == self.number


class ArtifactVersion(Model):
    """One state of an artifact: a file in the storage, or an address elsewhere.

    Data classes: id IV, artifact_id IV, number IV, sha256 IV, suffix IV, size IV, width IV,
    height IV, has_small IV, url IV, note IV, made_at IV, made_by_id III.
    """

    __tablename__ = "artifact_version"
    __table_args__ = (
        sa.UniqueConstraint("artifact_id", "number"),
        sa.CheckConstraint("(sha256 IS NULL) <> (url IS NULL)", name="file_or_link"),
        sa.CheckConstraint("(sha256 IS NULL) = (suffix IS NULL)", name="file_has_its_type"),
    )

    artifact_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("artifact.id"), index=True)
    number: Mapped[int]
    """From 1 on; the newest is the one that is shown."""
    sha256: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    suffix: Mapped[str | None] = mapped_column(sa.String(4))
    size: Mapped[int] = mapped_column(default=0)
    """Bytes; 0 of an address."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    has_small: Mapped[bool] = mapped_column(default=False)
    url: Mapped[str | None] = mapped_column(sa.String(rules.LONGEST_LINK))
    note: Mapped[str] = mapped_column(sa.String(rules.LONGEST_NOTE), default="")
    """What is new in it."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class ArtifactPerson(Base):
    """A member of the project who is to be seen or heard in an artifact.

    Data classes: artifact_id III, user_id III.
    """

    __tablename__ = "artifact_person"

    artifact_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("artifact.id"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )
