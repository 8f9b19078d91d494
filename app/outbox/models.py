"""Events that wait for delivery, and how each delivery went."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Json

BigSerial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class OutboxEvent(Base):
    """A fact written in the transaction that made it true. ``seq`` is the order of writing.

    Data classes: payload III; all else IV.
    """

    __tablename__ = "outbox_event"

    seq: Mapped[int] = mapped_column(BigSerial, primary_key=True, autoincrement=True)
    type: Mapped[str] = mapped_column(sa.String(80))
    payload: Mapped[Json]
    occurred_at: Mapped[datetime]
    spread_at: Mapped[datetime | None]
    """When its delivery rows were made; null for an event nobody has picked up."""

    __table_args__ = (
        sa.Index(
            "ix_outbox_event_waiting",
            "seq",
            sqlite_where=sa.text("spread_at IS NULL"),
            postgresql_where=sa.text("spread_at IS NULL"),
        ),
    )


class OutboxDelivery(Base):
    """One event on its way to one handler.

    ``next_try_at`` is null once there is nothing left to try: delivered, or dead.

    ``held_by`` is the process that is at it, as ``leases`` names it; null where nobody is.

    Data classes: last_error III; all else IV.
    """

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        sa.CheckConstraint(
            "(delivered_at IS NULL) OR (next_try_at IS NULL)", name="delivered_is_done"
        ),
        sa.Index(
            "ix_outbox_delivery_undone",
            "event_seq",
            sqlite_where=sa.text("delivered_at IS NULL"),
            postgresql_where=sa.text("delivered_at IS NULL"),
        ),
    )

    event_seq: Mapped[int] = mapped_column(sa.ForeignKey("outbox_event.seq"), primary_key=True)
    handler: Mapped[str] = mapped_column(sa.String(160), primary_key=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    last_error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    held_by: Mapped[str | None] = mapped_column(sa.String(200))
    event: Mapped[OutboxEvent] = relationship(lazy="joined", innerjoin=True)
