"""Statements and their index. Only ``store`` writes them; why, says the package."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base

BigSerial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class StoredStatement(Base):
    """One statement. ``doc`` is the statement; the columns beside it are its index.

    ``seq`` grows with storing and is never used twice, but on PostgreSQL a later ``seq`` may be
    committed before an earlier one.

    Data classes: all II (学習の記録).
    """

    __tablename__ = "statement"
    __table_args__ = (
        sa.Index("ix_statement_verb_seq", "verb_key", "seq"),
        sa.Index("ix_statement_registration_seq", "registration", "seq"),
        sa.Index("ix_statement_stored", "stored"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(BigSerial, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    stored: Mapped[datetime]
    timestamp: Mapped[datetime]
    verb_key: Mapped[int] = mapped_column(sa.BigInteger)
    actor_key: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Null for an anonymous group."""
    object_key: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Of the activity, agent or group; null for statements and anonymous groups."""
    authority_key: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Who vouches for it; null for statements of this platform from before it had clients."""
    registration: Mapped[uuid.UUID | None]
    counts: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    """Whether its sender may report on the registration it names. Settled when it is stored."""
    voided: Mapped[bool] = mapped_column(default=False)
    doc: Mapped[str] = mapped_column(sa.Text)


class KnownVerb(Base):
    """A verb that was used, with the words it was first shown by (a language map, as JSON).

    Data classes: all IV.
    """

    __tablename__ = "verb"

    key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    iri: Mapped[str] = mapped_column(sa.Text)
    display: Mapped[str | None] = mapped_column(sa.Text)


class KnownAgent(Base):
    """Somebody who occurs in a statement, known by an identifier and nothing else.

    ``account_id`` is the account name where that is a UUID: our own people have such names.

    Data classes: all II (who somebody is).
    """

    __tablename__ = "agent"

    key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    identifier: Mapped[str] = mapped_column(sa.Text)
    account_id: Mapped[uuid.UUID | None] = mapped_column(index=True)


class KnownActivity(Base):
    """Something that was acted on, with its canonical definition as JSON text.

    Text, because PostgreSQL's JSON columns refuse characters that a definition may have.

    Data classes: all IV.
    """

    __tablename__ = "activity"

    key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    iri: Mapped[str] = mapped_column(sa.Text)
    definition: Mapped[str | None] = mapped_column(sa.Text)


class StatementAgent(Base):
    """An agent occurs in a statement; ``role`` is the closest one (``rules.Role``).

    Data classes: all III.
    """

    __tablename__ = "statement_agent"
    __table_args__ = (
        sa.CheckConstraint("role BETWEEN 0 AND 2", name="role_is_known"),
        {"sqlite_with_rowid": False},
    )

    agent_key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    role: Mapped[int] = mapped_column(sa.SmallInteger)


class StatementActivity(Base):
    """An activity occurs in a statement; ``role`` is the closest one (``rules.Role``).

    Data classes: all III.
    """

    __tablename__ = "statement_activity"
    __table_args__ = (
        sa.CheckConstraint("role BETWEEN 1 AND 2", name="role_is_known"),
        {"sqlite_with_rowid": False},
    )

    activity_key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    role: Mapped[int] = mapped_column(sa.SmallInteger)


class StatementReference(Base):
    """A statement points at another, directly or over others; that may come later or never.

    A filter that finds the target finds the statement as well (Communication 2.1.3), so the whole
    chain is kept: one row for each statement it leads to.

    Data classes: all III.
    """

    __tablename__ = "statement_ref"
    __table_args__ = (
        sa.Index("ix_statement_ref_seq", "seq"),
        {"sqlite_with_rowid": False},
    )

    target_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    is_voiding: Mapped[bool]
    """Only ever true of a direct row."""


class StatementReferenceWord(Base):
    """A word of a statement to which this one leads: verb, agent, activity or registration.

    It only narrows a search; whether the target fits all filters is then looked at. ``key`` is
    ``rules.key_of`` the word, a registration's being its text.

    Data classes: all III.
    """

    __tablename__ = "statement_ref_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)


class Attachment(Base):
    """The bytes of an attachment, kept once however many statements name their hash.

    Data classes: content II; all else III.
    """

    __tablename__ = "attachment"

    sha2: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    content_type: Mapped[str] = mapped_column(sa.Text)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
    stored: Mapped[datetime]


class StoreSetting(Base):
    """The one row of what the store was told about itself.

    ``announces``: every stored batch is told in the outbox (``StatementsStored``), because
    somebody listens.

    Data classes: all IV.
    """

    __tablename__ = "lrs_setting"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    announces: Mapped[bool] = mapped_column(default=False)
