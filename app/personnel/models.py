"""Who is employed by the city: a number for each person, and every stretch of employment."""

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.personnel.rules import EmploymentKind, Leave


class Employee(Model):
    """The number by which the city's personnel system knows a person (職員番号).

    A person has one, whatever becomes of them: who comes back has the number they had. So both
    columns are unique. It goes with the last of the employments (``service.retention``).

    Data classes: id IV, user_id III, number II.
    """

    __tablename__ = "employee"
    __table_args__ = (sa.UniqueConstraint("user_id"), sa.UniqueConstraint("number"))

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    number: Mapped[str] = mapped_column(sa.String(20))


class Employment(Model):
    """A stretch of a person's employment in which kind, grade and rank were the same.

    An employment lasts from ``hired_on`` (採用日) to the end of its last stretch (退職日); where
    kind, grade or rank change, one stretch ends and the next begins the day after, so that any
    day can be asked for. ``starts_on`` and ``ends_on`` are both included. Where somebody works
    and as what is told by their posts (``identity``).

    Data classes: id IV, user_id III, kind III, grade II, rank III, hired_on III, starts_on III,
    ends_on III, leave I, leave_from II, leave_until II.
    """

    __tablename__ = "employment"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "starts_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("starts_on >= hired_on", name="starts_when_hired"),
        sa.CheckConstraint("leave_until >= leave_from", name="leave_ends_after_start"),
        sa.CheckConstraint("(leave IS NULL) = (leave_from IS NULL)", name="leave_has_a_day"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    kind: Mapped[EmploymentKind] = mapped_column(index=True)
    grade: Mapped[str] = mapped_column(sa.String(40), default="")
    """職級 or 号給, in the city's own words."""
    rank: Mapped[str] = mapped_column(sa.String(40), default="")
    """職位: 主事, 係長, 課長."""
    hired_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(index=True)
    leave: Mapped[Leave | None]
    leave_from: Mapped[date | None]
    leave_until: Mapped[date | None]
