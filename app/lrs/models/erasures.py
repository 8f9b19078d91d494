"""What is kept when a person's statements are erased: numbers without a person."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Model


class ErasedTally(Base):
    """How many erased statements said one verb of one activity in one month.

    ``month`` is its first day in Japan. ``activity_key`` is 0 where the object was no activity.

    Data classes: all IV (sums, of nobody).
    """

    __tablename__ = "erased_tally"

    month: Mapped[date] = mapped_column(primary_key=True)
    verb_key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    activity_key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    statements: Mapped[int]
    successes: Mapped[int]
    scores: Mapped[int]
    """Statements with a scaled score; ``scaled_sum`` is theirs."""
    scaled_sum: Mapped[float]


class Erasure(Model):
    """That somebody's data was erased: when, by whom, how much; never whose.

    Data classes: erased_by III; all else IV.
    """

    __tablename__ = "erasure"

    erased_at: Mapped[datetime]
    erased_by: Mapped[uuid.UUID | None]
    """The administrator; null for the command line."""
    statements: Mapped[int]
    rewritten: Mapped[int]
    """Statements of others in which the person was replaced."""
    documents: Mapped[int]
