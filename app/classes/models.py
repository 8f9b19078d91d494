"""School years, classes, enrollments."""

import uuid
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Json, Model
from app.identity.models import Organization, User


class SessionKind(StrEnum):
    """What part of the calendar a session is; OneRoster's ``type``."""

    SCHOOL_YEAR = "schoolYear"
    TERM = "term"


class ClassKind(StrEnum):
    """OneRoster's ``classType``."""

    HOMEROOM = "homeroom"
    SCHEDULED = "scheduled"


class EnrollmentRole(StrEnum):
    """Who somebody is in a class; OneRoster's roles that a class has."""

    STUDENT = "student"
    TEACHER = "teacher"
    AIDE = "aide"


class AcademicSession(Model):
    """A school year, or a part of one.

    Data classes: id IV, sourced_id IV, title IV, kind IV, starts_on IV, ends_on IV.
    """

    __tablename__ = "academic_session"
    __table_args__ = (
        sa.CheckConstraint("ends_on > starts_on", name="lasts_a_while"),
        sa.UniqueConstraint("kind", "starts_on"),
    )

    sourced_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    title: Mapped[str] = mapped_column(sa.String(60))
    """2026年度."""
    kind: Mapped[SessionKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Class(Model):
    """A class of a school in a session.

    ``grades`` holds OneRoster's codes of the Japan Profile: P1–P6, J1–J3; several for a mixed
    class. ``position`` is its place in the list of its school.

    ``course_sourced_id``: OneRoster has a course between school and class; its id is kept here.

    Data classes: id IV, sourced_id IV, course_sourced_id IV, organization_id IV, session_id IV,
    title IV, kind IV, grades IV, position IV.
    """

    __tablename__ = "class"

    sourced_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    course_sourced_id: Mapped[str | None] = mapped_column(sa.String(64))
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    session_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("academic_session.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[ClassKind]
    grades: Mapped[list[str]]
    position: Mapped[int] = mapped_column(default=0)
    organization: Mapped[Organization] = relationship()
    session: Mapped[AcademicSession] = relationship()


class Enrollment(Model):
    """Somebody's place in a class, both days included; open while ``ends_on`` is null.

    Data classes: id IV, sourced_id IV, class_id III, user_id III, role III, is_primary III,
    attendance_number II, starts_on III, ends_on III.
    """

    __tablename__ = "enrollment"
    __table_args__ = (
        sa.UniqueConstraint("class_id", "user_id", "role", "starts_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("attendance_number >= 1", name="attendance_number_from_one"),
    )

    sourced_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    class_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("class.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    role: Mapped[EnrollmentRole]
    is_primary: Mapped[bool] = mapped_column(default=False)
    """Of a teacher: whether this is the 担任. False for pupils (Japan Profile)."""
    attendance_number: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    class_: Mapped[Class] = relationship()
    user: Mapped[User] = relationship()


class Rollover(Model):
    """One 年度更新 of a school: what made the classes of a new year from those of the old.

    ``changes`` is what was there before, as ``rules.Changes`` keeps it, so that the whole of it
    can be taken back while nobody has built on it.

    Data classes: id IV, organization_id IV, session_id IV, made_at III, made_by_id III,
    undone_at III, changes II.
    """

    __tablename__ = "rollover"
    __table_args__ = (
        sa.Index(
            "uq_rollover_standing",
            "organization_id",
            "session_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )

    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    session_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("academic_session.id"), index=True)
    """The year it made."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    undone_at: Mapped[datetime | None]
    changes: Mapped[Json]
    session: Mapped[AcademicSession] = relationship()
