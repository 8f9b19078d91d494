"""What has been sent."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class Message(Model):
    """A message that left this house; it names neither the person nor what it said.

    Data classes: id IV, key III, message_id IV, sent_at III.
    """

    __tablename__ = "message"

    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """What it is about; the same key is never sent twice."""
    message_id: Mapped[str] = mapped_column(sa.String(200))
    """The ``Message-ID`` header, to find it in the mail server's log."""
    sent_at: Mapped[datetime]
