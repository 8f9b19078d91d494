"""What the worker saw in drafts, and which pages elsewhere a person opened."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Json, Model

LONGEST_URL = 2_000


class DraftReadings(Model):
    """What the analyzer saw in a draft: doubtful readings, and what is hard to read.

    Data classes: all IV.
    """

    __tablename__ = "draft_readings"

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"), unique=True)
    number: Mapped[int]
    """``Draft.number`` when it looked."""

    label: Mapped[str] = mapped_column(sa.String(200))
    """What read it, see ``app.catalog.service.label_of``."""

    found: Mapped[Json]
    """A ``Look``, see ``app.catalog.checks.looks``."""

    read_at: Mapped[datetime]


class OpenedPage(Model):
    """A page elsewhere that a person opened and found as it should be.

    Data classes: id IV, url IV, opened_on IV, opened_by_id III.
    """

    __tablename__ = "opened_page"

    url: Mapped[str] = mapped_column(sa.String(LONGEST_URL), unique=True)
    opened_on: Mapped[date]
    opened_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
