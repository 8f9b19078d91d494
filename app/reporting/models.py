"""Reports as they were frozen, who is behind their figures, and what was printed of them."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Json, Model
from app.reporting.rules import Form


class Report(Model):
    """Figures of a day, frozen when they were counted. The row never changes.

    ``content`` is canonical JSON (``frozen``), ``sha256`` the digest of its bytes. ``since`` is
    the first day of the period over which completions are counted. ``number``: which report of
    that day it is, from 1; from 2 on it replaces one, and says why.

    Data classes: id IV, as_of IV, since IV, number IV, content IV, sha256 IV, made_on IV,
    made_at III, made_by_id III, replaces_id IV, reason IV.
    """

    __tablename__ = "report"
    __table_args__ = (
        sa.UniqueConstraint("as_of", "number"),
        sa.UniqueConstraint("replaces_id"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("since <= as_of", name="period_ends_on_its_day"),
        sa.CheckConstraint("replaces_id IS NULL OR reason <> ''", name="a_corrected_one_says_why"),
    )

    as_of: Mapped[date]
    since: Mapped[date]
    number: Mapped[int]
    content: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("report.id"))
    reason: Mapped[str] = mapped_column(sa.String(400), default="")


class ReportPerson(Base):
    """Somebody behind the figures of a report: the list → how many times they count in it.

    ``counted`` has places in the content's ``lists`` as keys. ``place_id``: where they were
    listed on the day; null for who was nowhere, or had left. The row goes with the person; the
    figures stay.

    Data classes: report_id IV, person_id III, place_id III, counted III.
    """

    __tablename__ = "report_person"

    report_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("report.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )
    place_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    counted: Mapped[Json]


class ReportPrint(Base):
    """A file as it was made the first time, and is given from then on.

    Data classes: report_id IV, form IV, data IV, sha256 IV, made_on IV.
    """

    __tablename__ = "report_print"

    report_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("report.id"), primary_key=True)
    form: Mapped[Form] = mapped_column(primary_key=True)
    data: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    made_on: Mapped[date]
