"""Clients and how much they used."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Model


class Client(Model):
    """A program of somebody else's, with its key and what it may do.

    The secret has 256 random bits, so one SHA-256 is all the stretching it needs. Lists are JSON
    arrays of text.

    Data classes: secret_sha256 I, previous_sha256 I, key II, created_by III; all else IV.
    """

    __tablename__ = "client"

    name: Mapped[str] = mapped_column(sa.String(120))
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    secret_sha256: Mapped[str] = mapped_column(sa.String(64))
    previous_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    """The secret before the last rotation; good until ``previous_until``."""
    previous_until: Mapped[datetime | None]
    scopes: Mapped[list[str]]
    reports_on: Mapped[list[str]]
    """Beginnings of activity IRIs on which its statements count towards progress."""
    origins: Mapped[list[str]]
    """Origins of web pages that may call with this key (CORS)."""
    per_minute: Mapped[int]
    """Requests a minute, all processes together."""
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID | None]
    """The administrator; null for the command line."""
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class ClientUsage(Base):
    """What a client did on one day in Japan.

    Data classes: all IV.
    """

    __tablename__ = "client_usage"

    client_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("client.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    requests: Mapped[int]
    statements: Mapped[int]
    refused: Mapped[int]
    """Answered with 4xx."""
