"""What was imported: the file while it is looked at, its changes while they can be undone."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Json, Model


class ImportState(StrEnum):
    """How far an import has come."""

    CHECKING = "checking"
    """The worker reads the file."""
    UNREADABLE = "unreadable"
    READY = "ready"
    """Somebody looks at what would change."""
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class FindingKind(StrEnum):
    """What a dry run says of somebody."""

    FAULT = "fault"
    ADDED = "added"
    CHANGED = "changed"
    LEAVING = "leaving"
    """Absent from a roster of everybody: their posts end, if whoever imports it says so."""
    SAME = "same"
    ALONE = "alone"
    """Absent from the file, and left alone."""


class RosterImport(Model):
    """A file that somebody wants to import, or has.

    ``summary`` holds counts, what was noticed in the file, and why it could not be read; no name.

    Data classes: id IV, name III, organization_id IV, state IV, ends_absent IV, of_staff IV,
    summary IV, done IV, total IV, by_id III, received_at III, applied_by_id III, applied_at III,
    undone_by_id III, undone_at III.
    """

    __tablename__ = "roster_import"

    name: Mapped[str] = mapped_column(sa.String(200))
    """Of the file."""
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    """Only what is at this place or below it is changed."""
    state: Mapped[ImportState]
    ends_absent: Mapped[bool] = mapped_column(default=False)
    """Whether it is a roster of everybody, and who is absent from it leaves."""
    of_staff: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether HR brought it: it is of the city's staff alone, and touches no account."""
    summary: Mapped[Json] = mapped_column(default=dict)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """Steps of the work under way, for its bar."""
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """None for the command line."""
    received_at: Mapped[datetime] = mapped_column(index=True)
    applied_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    applied_at: Mapped[datetime | None]
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    undone_at: Mapped[datetime | None]


class RosterFile(Base):
    """The file itself, byte for byte, until it is applied or given up.

    Data classes: import_id IV, content II.
    """

    __tablename__ = "roster_file"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("roster_import.id"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)


class RosterMend(Base):
    """What somebody put in place of a cell; with an empty column the row is set aside.

    Data classes: import_id IV, file IV, line IV, column IV, value II.
    """

    __tablename__ = "roster_mend"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("roster_import.id"), primary_key=True
    )
    file: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    column: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str] = mapped_column(sa.Text)


class RosterFinding(Base):
    """One line of a dry run, in the order in which it is shown; gone once it is applied.

    Data classes: import_id IV, kind IV, place IV, data II.
    """

    __tablename__ = "roster_finding"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("roster_import.id"), primary_key=True
    )
    kind: Mapped[FindingKind] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[Json]


class RosterChange(Base):
    """One row that an import made or changed, so that it can be undone.

    ``before`` is what its changed columns held (nothing for a row that was made), ``after`` what
    they hold since. ``person_id`` is whom it tells of, so that it goes with them.

    Data classes: import_id IV, place IV, kind IV, row_id III, person_id III, is_made IV,
    before II, after II.
    """

    __tablename__ = "roster_change"

    import_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("roster_import.id"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(20))
    """The table, see ``plan.Kind``."""
    row_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    is_made: Mapped[bool]
    before: Mapped[Json]
    after: Mapped[Json]


class RosterCourse(Model):
    """A course of OneRoster, which stands between a school and its classes; here it is a name.

    Data classes: id IV, sourced_id IV, organization_id IV, title IV.
    """

    __tablename__ = "roster_course"

    sourced_id: Mapped[str] = mapped_column(sa.String(64), unique=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(120))
