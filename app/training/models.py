"""What is kept of training outside: sources with their mappings and rules, imports, records."""

import uuid
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Json, Model
from app.training.rules import Claims, Columns, Rule


class ImportState(StrEnum):
    """How far an import has come."""

    CHECKING = "checking"
    """The worker reads the file."""
    UNREADABLE = "unreadable"
    COLUMNS = "columns"
    """The file has other columns than the mapping says: somebody has to choose."""
    READY = "ready"
    """Somebody looks at what would change."""
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class FindingKind(StrEnum):
    """What a dry run says of a row, or of a title."""

    FAULT = "fault"
    UNKNOWN = "unknown"
    """Nobody of the city's staff has this number or address."""
    LEFT = "left"
    """Somebody who works here no more; not taken in."""
    UNFINISHED = "unfinished"
    """Not completed; not taken in."""
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    UNMAPPED = "unmapped"
    """A title for which no rule says what it attests."""


class TrainingSource(Model):
    """Who offers training and sends lists of who completed it (提供元).

    ``preset`` names the starting point that was ours (``presets``), if one was.

    Data classes: id IV, name IV, note IV, preset IV, created_at IV, created_by_id III.
    """

    __tablename__ = "training_source"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    preset: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)


class TrainingColumns(Model):
    """Which columns of a source's lists mean what, as a version; it never changes.

    ``columns`` is ``rules.Columns`` as JSON. ``is_ours``: written by us and never compared with a
    list of the source.

    Data classes: id IV, source_id IV, number IV, columns IV, is_ours IV, made_at IV, by_id III.
    """

    __tablename__ = "training_columns"
    __table_args__ = (
        sa.UniqueConstraint("source_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
    )

    source_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("training_source.id"))
    number: Mapped[int]
    columns: Mapped[Json]
    is_ours: Mapped[bool]
    made_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)

    def value(self) -> Columns:
        """Return it as the rules have it."""
        return Columns.from_json(self.columns)


class TrainingRule(Model):
    """What a title of a source attests: ``claims`` are ``{"claims": [[item ref, level], …]}``.

    Without claims its hours alone are counted. ``months``: how long what it attests is good.

    Data classes: id IV, source_id IV, pattern IV, pattern_key IV, claims IV, months IV,
    made_at IV, by_id III.
    """

    __tablename__ = "training_rule"
    __table_args__ = (
        sa.UniqueConstraint("source_id", "pattern_key"),
        sa.CheckConstraint("months BETWEEN 1 AND 240", name="months_range"),
    )

    source_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("training_source.id"))
    pattern: Mapped[str] = mapped_column(sa.String(200))
    pattern_key: Mapped[str] = mapped_column(sa.String(200))
    """``rules.key_of`` the pattern."""
    claims: Mapped[Json]
    months: Mapped[int | None]
    made_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)

    def value(self) -> Rule:
        """Return it as the rules have it."""
        return Rule(self.pattern, claims_in(self.claims), self.months)


class TrainingImport(Model):
    """A list of completions on its way in, or one that was written by hand.

    ``summary`` holds counts of the dry run, and what the page says of it; no name is in it.

    Data classes: id IV, source_id IV, columns_id IV, name III, is_by_hand IV, state IV,
    summary IV, done IV, total IV, by_id III, received_at III, applied_by_id III, applied_at III,
    undone_by_id III, undone_at III.
    """

    __tablename__ = "training_import"

    source_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("training_source.id"), index=True)
    columns_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("training_columns.id"), index=True
    )
    """The version of the mapping by which it was read; null by hand."""
    name: Mapped[str] = mapped_column(sa.String(200))
    """Of the file; by hand, the title of the training."""
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState]
    summary: Mapped[Json] = mapped_column(default=dict)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """Steps of the work under way, for its bar."""
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    applied_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    applied_at: Mapped[datetime | None]
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    undone_at: Mapped[datetime | None]


class TrainingFile(Base):
    """The list itself, byte for byte, until it is applied or given up.

    Data classes: import_id IV, content II.
    """

    __tablename__ = "training_file"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("training_import.id"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)


class TrainingMend(Base):
    """What somebody put in place of a cell; with an empty column the row is left out.

    Data classes: import_id IV, line IV, column IV, value II.
    """

    __tablename__ = "training_mend"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("training_import.id"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    column: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(400))


class TrainingFinding(Base):
    """One line of a dry run, in the order in which it is shown; gone once it is applied.

    Data classes: import_id IV, kind IV, place IV, data II.
    """

    __tablename__ = "training_finding"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("training_import.id"), primary_key=True
    )
    kind: Mapped[FindingKind] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[Json]


class TrainingRecord(Model):
    """Somebody completed a course outside on a day; the ground of what it attests.

    ``claims`` and ``expires_on`` are what the rule said when it came in. The day is all that is
    kept of the time.

    Data classes: id IV, person_id III, source_id III, import_id IV, title III, title_key III,
    completed_on III, minutes III, claims III, expires_on III.
    """

    __tablename__ = "training_record"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "source_id", "title_key", "completed_on"),
        sa.CheckConstraint("minutes >= 0", name="minutes_from_zero"),
        sa.CheckConstraint("expires_on >= completed_on", name="expires_after_completed"),
        sa.Index("ix_training_record_day", "completed_on", "person_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    source_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("training_source.id"), index=True)
    import_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("training_import.id"), index=True)
    """The import that made it."""
    title: Mapped[str] = mapped_column(sa.String(200))
    title_key: Mapped[str] = mapped_column(sa.String(200))
    """``rules.key_of`` the title."""
    completed_on: Mapped[date]
    minutes: Mapped[int | None]
    """None where the list does not tell."""
    claims: Mapped[Json]
    expires_on: Mapped[date | None]


class TrainingChange(Base):
    """A record of an earlier import that a later one changed, so that it can be undone.

    Data classes: import_id IV, record_id III, person_id III, place IV, before III, after III.
    """

    __tablename__ = "training_change"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("training_import.id"), primary_key=True
    )
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    place: Mapped[int]
    """Among the changes of this record; a later one has a higher."""
    before: Mapped[Json]
    after: Mapped[Json]


def claims_in(data: Json) -> Claims:
    """Return the claims that a column holds."""
    return tuple((ref, level) for ref, level in data["claims"])


def claims_json(claims: Claims) -> Json:
    """Return claims as a column holds them."""
    return {"claims": [list(one) for one in claims]}
