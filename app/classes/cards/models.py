"""Doors of classes, the cards of their children, and who tried them."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.classes.models import Class
from app.db import Base, Model
from app.identity.models import User

_IS_OPEN = sa.text("closed_at IS NULL")


class ClassDoor(Model):
    """That a class may come in by its cards, for a while; see the package's docstring.

    Data classes: id IV, class_id IV, code II, network III, opened_by_id III, opened_at III,
    closes_at IV, closed_at III, wrong_tries III.
    """

    __tablename__ = "class_door"
    __table_args__ = (
        sa.CheckConstraint("closes_at > opened_at", name="open_a_while"),
        sa.Index(
            "uq_class_door_open_code",
            "code",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        sa.Index(
            "uq_class_door_open_class",
            "class_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    class_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey(Class.id), index=True)
    code: Mapped[str] = mapped_column(sa.String(6))
    network: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of the network from which it was opened: from there, codes are not counted."""
    opened_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey(User.id), index=True)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """When it was closed by hand, or swept after its time."""
    wrong_tries: Mapped[int] = mapped_column(default=0)
    """Wrong pictures of all children together."""


class ClassCard(Base):
    """How a child comes in at an open door of a class of theirs.

    Data classes: user_id III, emblem II, pictures_sealed I, qr_sha256 I, printed_at III.
    """

    __tablename__ = "class_card"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey(User.id), primary_key=True)
    emblem: Mapped[str] = mapped_column(sa.String(32))
    """The picture on the card, ``fox-ai``: an animal and a color. It is no secret."""
    pictures_sealed: Mapped[str] = mapped_column(sa.Text)
    """The three secret pictures, sealed and not hashed: a card that was lost is printed again, and
    220 possibilities make any hash transparent to whoever holds it."""
    qr_sha256: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    """Of the token in the newest QR code; null without one."""
    printed_at: Mapped[datetime | None]


class DoorTry(Base):
    """What one child did at one door.

    Data classes: door_id IV, user_id III, wrong_tries III, entered_at II.
    """

    __tablename__ = "class_door_try"

    door_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey(ClassDoor.id), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey(User.id), primary_key=True, index=True
    )
    wrong_tries: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime | None]
