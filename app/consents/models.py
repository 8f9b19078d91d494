"""Tables of guardians, letters, texts and answers."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consents.rules import How, Notice, Purpose, Relation, Said
from app.db import Json, Model


class Guardianship(Model):
    """One guardian of one child, both days included; with several children, one row for each.

    ``guardian_user_id`` is null while the guardian has no account: of who has none no name is
    kept, the relation says enough. ``closed_at``: the school has closed this guardian's view; why
    is kept nowhere.

    Data classes: id IV, guardian_user_id II, child_id II, relation II, has_authority II, how III,
    starts_on III, ends_on II, established_by_id III, closed_at I, closed_by_id I.
    """

    __tablename__ = "guardianship"
    __table_args__ = (
        sa.UniqueConstraint("guardian_user_id", "child_id"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    guardian_user_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    relation: Mapped[Relation]
    has_authority: Mapped[bool]
    how: Mapped[How]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    established_by_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("user.id"), index=True
    )
    """Who handed out the letter, took the paper, or entered it; null for a roster."""
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)

    @property
    def has_view(self) -> bool:
        """Whether the school lets this guardian see the child, whatever the day."""
        return self.closed_at is None

    def holds(self, on: date) -> bool:
        """Say whether the days include this one; a closed view is another matter."""
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class GuardianLetter(Model):
    """What a school handed out for a child; the table never holds its address or its code.

    ``code_hmac`` is HMAC-SHA-256 under the installation's secret: ten digits alone are few.

    Data classes: id IV, child_id II, relation I, token_sha256 I, code_hmac I, created_at III,
    created_by_id III, expires_at III, voided_at III.
    """

    __tablename__ = "guardian_letter"
    __table_args__ = (sa.CheckConstraint("expires_at > created_at", name="lives_a_while"),)

    child_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    relation: Mapped[Relation | None]
    """For whom alone; null: whoever opens it says so."""
    token_sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    code_hmac: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    expires_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]


class ClassLetter(Model):
    """One address for all families of a class, for a newsletter or a parents' evening.

    It opens nothing by itself and says nothing: a letter's code is asked for, and only that of a
    pupil of the class is taken. So ``token`` is kept as it is, to be shown and printed again.

    Data classes: id IV, class_id IV, token IV, created_at III, created_by_id III, ends_on IV,
    closed_at III.
    """

    __tablename__ = "class_letter"
    __table_args__ = (
        sa.Index(
            "uq_class_letter_open",
            "class_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    class_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("class.id"), index=True)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    ends_on: Mapped[date]
    """The last day."""
    closed_at: Mapped[datetime | None]


class PublishedText(Model):
    """A version of a text that an administrator published; version 1 is a file of the package.

    Data classes: id IV, key IV, number IV, body IV, asks_again IV, published_at IV,
    published_by_id III.
    """

    __tablename__ = "published_text"
    __table_args__ = (
        sa.UniqueConstraint("key", "number"),
        sa.CheckConstraint("number >= 2", name="after_the_file"),
    )

    key: Mapped[str] = mapped_column(sa.String(32))
    """A purpose or a notice."""
    number: Mapped[int]
    body: Mapped[Json]
    """``texts.Words`` by language."""
    asks_again: Mapped[bool]
    """What was agreed to earlier texts counts no more."""
    published_at: Mapped[datetime]
    published_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)


class ConsentRecord(Model):
    """One answer of one person for one purpose; rows are added and never changed.

    ``guardianship_id`` is null where the person answers for themselves.

    Data classes: id IV, person_id II, guardianship_id II, purpose III, said II, text_version IV,
    text_sha256 IV, how III, answered_at III, expires_on III, received_on III, recorded_by_id III.
    """

    __tablename__ = "consent_record"
    __table_args__ = (
        sa.CheckConstraint(
            "(how = 'paper') = (received_on IS NOT NULL AND recorded_by_id IS NOT NULL)",
            name="paper_has_a_receiver",
        ),
        sa.Index("ix_consent_record_person_purpose", "person_id", "purpose"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    guardianship_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("guardianship.id"), index=True
    )
    purpose: Mapped[Purpose]
    said: Mapped[Said]
    text_version: Mapped[int]
    text_sha256: Mapped[str] = mapped_column(sa.String(64))
    how: Mapped[How]
    answered_at: Mapped[datetime]
    expires_on: Mapped[date | None]
    """The last day; of agreements only."""
    received_on: Mapped[date | None]
    """受領日, of paper only."""
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """受領者, of paper only."""
    guardianship: Mapped[Guardianship | None] = relationship()


class NoticeReading(Model):
    """A guardian said that they read a notice. Nothing rests on it.

    Data classes: id IV, guardianship_id II, notice III, text_version IV, confirmed_on III,
    how III.
    """

    __tablename__ = "notice_reading"
    __table_args__ = (sa.UniqueConstraint("guardianship_id", "notice", "text_version"),)

    guardianship_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("guardianship.id"))
    notice: Mapped[Notice]
    text_version: Mapped[int]
    confirmed_on: Mapped[date]
    how: Mapped[How | None]
    """By which way they said so; null for what was said before this was kept."""
