"""Issuers elsewhere with what they publish, and registries elsewhere."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Json, Model

_IS_TRUSTED = sa.text("removed_at IS NULL")
_IS_LIVING = sa.text("ended_at IS NULL")


class TrustedIssuer(Model):
    """An issuer elsewhere whose credentials the registry here believes.

    ``document`` is its own, as it was fetched last; the keys in it are the only ones that count.
    A row whose trust ended stays, and says who gave it and when.

    Data classes: added_by III; all else IV.
    """

    __tablename__ = "trusted_issuer"
    __table_args__ = (
        sa.Index(
            "uq_trusted_issuer_living_did",
            "did",
            unique=True,
            sqlite_where=_IS_TRUSTED,
            postgresql_where=_IS_TRUSTED,
        ),
    )

    did: Mapped[str] = mapped_column(sa.String(300))
    name: Mapped[str] = mapped_column(sa.String(120))
    document: Mapped[Json]
    fetched_at: Mapped[datetime]
    added_at: Mapped[datetime]
    added_by: Mapped[uuid.UUID | None]
    removed_at: Mapped[datetime | None]


class HeldList(Model):
    """A status list of an issuer elsewhere, kept because its own proof held.

    ``encoded`` is null while it could never be had. ``checked_at`` is when the issuer last said
    that this is how it stands, be it with a 304.

    Data classes: all IV.
    """

    __tablename__ = "held_status_list"

    url: Mapped[str] = mapped_column(sa.String(500), unique=True)
    issuer: Mapped[str] = mapped_column(sa.String(300))
    encoded: Mapped[str | None] = mapped_column(sa.Text)
    etag: Mapped[str | None] = mapped_column(sa.String(200))
    checked_at: Mapped[datetime | None]


class Registry(Model):
    """A registry elsewhere that gets the credentials of the city's staff.

    Data classes: client_key II, secret_sealed I, created_by III; all else IV.
    """

    __tablename__ = "registry_elsewhere"
    __table_args__ = (
        sa.CheckConstraint("per_minute >= 1", name="some_a_minute"),
        sa.Index(
            "uq_registry_elsewhere_living_name",
            "name",
            unique=True,
            sqlite_where=_IS_LIVING,
            postgresql_where=_IS_LIVING,
        ),
    )

    name: Mapped[str] = mapped_column(sa.String(60))
    address: Mapped[str] = mapped_column(sa.Text)
    """The base of its Open Badges API, with a slash at the end."""
    client_key: Mapped[str] = mapped_column(sa.Text)
    secret_sealed: Mapped[str] = mapped_column(sa.Text)
    """Encrypted with a key of the installation; empty once it has ended."""
    per_minute: Mapped[int]
    """Requests a minute, for each worker."""
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[datetime | None]
    delivered: Mapped[int] = mapped_column(default=0)
    last_delivered_at: Mapped[datetime | None]

    @property
    def told_as(self) -> str:
        """What the rows of deliveries call it; the same name again is another registry."""
        return f"{self.name} {self.id.hex[:8]}"
