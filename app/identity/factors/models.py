"""Tables of second factors, and of who must have one."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Model


class Totp(Base):
    """The app that makes somebody's one-time passwords; one a person.

    Data classes: user_id III, secret_sealed I, last_step III, created_on III, last_used_on III.
    """

    __tablename__ = "totp"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    secret_sealed: Mapped[str] = mapped_column(sa.String(300))
    last_step: Mapped[int] = mapped_column(sa.BigInteger)
    """The step of the last code that was taken: it and older ones are spent."""
    created_on: Mapped[date]
    last_used_on: Mapped[date | None]


class Passkey(Model):
    """A key in one of somebody's devices; they may have several.

    Data classes: id IV, user_id III, credential_id II, public_key III, sign_count III,
    transports IV, is_synced IV, name II, created_on III, last_used_on III.
    """

    __tablename__ = "passkey"
    __table_args__ = (sa.CheckConstraint("sign_count >= 0", name="counts_from_zero"),)

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    credential_id: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    """Base64url; 1,023 bytes at most."""
    public_key: Mapped[str] = mapped_column(sa.Text)
    """COSE, as base64url."""
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    transports: Mapped[list[str]]
    is_synced: Mapped[bool]
    """Whether its maker copies it to the person's other devices."""
    name: Mapped[str] = mapped_column(sa.String(60))
    """What its owner calls it."""
    created_on: Mapped[date]
    last_used_on: Mapped[date | None]


class RecoveryCode(Model):
    """A code on paper that opens once; the table never holds the code.

    Data classes: id IV, user_id III, code_hmac I, created_at III, expires_at IV, used_at III,
    handed_by_id III.
    """

    __tablename__ = "recovery_code"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    code_hmac: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """Null for the ten that somebody keeps."""
    used_at: Mapped[datetime | None]
    handed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """The administrator who handed this single one over."""


class SpentChallenge(Base):
    """A challenge of WebAuthn that was answered; kept until it would have expired.

    Data classes: challenge_sha256 IV, spent_at IV.
    """

    __tablename__ = "spent_challenge"

    challenge_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(index=True)


class FactorRule(Base):
    """What an organization says of second factors; without a row the one above it says.

    Data classes: organization_id IV, is_required IV, changed_at III, changed_by_id III.
    """

    __tablename__ = "factor_rule"

    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), primary_key=True
    )
    is_required: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
