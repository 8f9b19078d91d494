"""Where statements are forwarded to."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.forwarding.rules import Edition

_IS_LIVING = sa.text("ended_at IS NULL")


class Forwarder(Model):
    """A record store elsewhere that gets our statements, and which of them.

    ``secret_sealed`` is encrypted with a key of the installation. Statements of children, and of
    people nobody here knows, are left out unless one administrator asked for them and another
    agreed.

    Data classes: id IV, name IV, endpoint IV, speaks IV, key II, secret_sealed I, verbs IV,
    activities IV, created_at IV, created_by III, ended_at IV, children_asked_by III,
    children_asked_at III, children_agreed_by III, children_agreed_at III, sent IV, left_out IV,
    unsayable IV, last_sent_at IV.
    """

    __tablename__ = "forwarder"
    __table_args__ = (
        sa.CheckConstraint(
            "children_agreed_by IS NULL OR"
            " (children_asked_by IS NOT NULL AND children_agreed_by <> children_asked_by)",
            name="two_people_for_children",
        ),
        sa.Index(
            "uq_forwarder_living_name",
            "name",
            unique=True,
            sqlite_where=_IS_LIVING,
            postgresql_where=_IS_LIVING,
        ),
    )

    name: Mapped[str] = mapped_column(sa.String(120))
    endpoint: Mapped[str] = mapped_column(sa.Text)
    """The address of its xAPI, with a slash at the end."""
    speaks: Mapped[Edition]
    """The edition of xAPI in which it gets them."""
    key: Mapped[str] = mapped_column(sa.Text)
    secret_sealed: Mapped[str] = mapped_column(sa.Text)
    verbs: Mapped[list[str]]
    """Verb IRIs; empty for all."""
    activities: Mapped[list[str]]
    """Beginnings of activity IRIs; empty for all."""
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[datetime | None]
    children_asked_by: Mapped[uuid.UUID | None]
    children_asked_at: Mapped[datetime | None]
    children_agreed_by: Mapped[uuid.UUID | None]
    children_agreed_at: Mapped[datetime | None]
    sent: Mapped[int] = mapped_column(default=0)
    """Statements the store has taken, or had already."""
    left_out: Mapped[int] = mapped_column(default=0)
    """Statements that were not sent because they are, or may be, a child's."""
    unsayable: Mapped[int] = mapped_column(default=0)
    """Statements that were not sent because they say what its edition has no words for."""
    last_sent_at: Mapped[datetime | None]

    @property
    def includes_children(self) -> bool:
        """Whether two administrators let children's statements go."""
        return self.children_agreed_by is not None
