"""Documents beside the statements: states and profiles (Communication 2.2)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class DocumentKind(enum.StrEnum):
    """Which of the three document resources a document belongs to."""

    STATE = "state"
    ACTIVITY_PROFILE = "activity_profile"
    AGENT_PROFILE = "agent_profile"


class Document(Base):
    """One document, byte for byte as it came, or as merging has made it.

    ``slot`` is a hash of all that names it (kind, activity, agent, registration, document id):
    ids may be longer than an index takes. ``activity_key`` and ``agent_key`` are keys of words,
    as in the statements' tables.

    Data classes: content II, agent_key II; all else III.
    """

    __tablename__ = "document"
    __table_args__ = (
        sa.Index("ix_document_activity_agent", "activity_key", "agent_key"),
        sa.Index("ix_document_agent", "agent_key"),
    )

    slot: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    kind: Mapped[DocumentKind]
    activity_key: Mapped[int | None] = mapped_column(sa.BigInteger)
    agent_key: Mapped[int | None] = mapped_column(sa.BigInteger)
    registration: Mapped[uuid.UUID | None]
    document_id: Mapped[str] = mapped_column(sa.Text)
    content_type: Mapped[str] = mapped_column(sa.Text)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
    etag: Mapped[str] = mapped_column(sa.String(40))
    """SHA-1 of the content in hexadecimal, without quotes."""
    updated_at: Mapped[datetime]
