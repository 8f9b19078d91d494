"""The database: the model base, portable column types, and the one transaction door."""

import enum
import fcntl
import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

Json = dict[str, Any]

PATIENCE_SECONDS = 2.0
LOOK_SECONDS = 0.0003
"""How long a writer waits for its turn on SQLite, and how often it looks."""
LOCK_SECONDS = 15
"""How long it waits after that for SQLite's own lock, before it fails. The longest that anybody
holds it is a roster of 20,000 people: 2 s on a machine that is free, and many times that on one
that is not. An answer that comes late is better than one that is lost; and who fails early makes
no room for others, since the next who writes waits in the same place."""


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps no offset, so it is put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times, and store the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give every instant its UTC offset back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of every table: constraint names and column types are settled here."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "pk": "pk_%(table_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            uuid.UUID: sa.Uuid,
            Json: sa.JSON().with_variant(JSONB, "postgresql"),
            list[str]: sa.JSON().with_variant(JSONB, "postgresql"),
            enum.StrEnum: sa.Enum(
                enum.StrEnum,
                native_enum=False,
                length=32,
                values_callable=lambda members: [m.value for m in members],
            ),
        },
    )


class Model(Base):
    """A table with a UUID key, made here and not by the database."""

    __abstract__ = True

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


def _dumps(value: object) -> str:
    return orjson.dumps(value).decode()


db = SQLAlchemy(
    model_class=Base,
    engine_options={
        "json_serializer": _dumps,
        "json_deserializer": orjson.loads,
        "hide_parameters": True,  # names and answers do not belong into logs
    },
    session_options={"autoflush": False, "expire_on_commit": False},
)
"""autoflush is off: a service says ``session.flush()`` where a later read depends on it. What was
read stays readable after the commit, so that a page can be drawn without asking again."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the unit of work of one request, command or delivery; commit if it ends well.

    On SQLite the write lock is taken at the start, so that what is read cannot change
    before it is acted on. PostgreSQL ignores the option.
    """
    session: Session = db.session()
    with _turn(db.engine):
        try:
            _begin_to_write(session)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def alone(session: Session, turn: int) -> None:
    """Wait until no other transaction holds ``turn``, and hold it until this one ends.

    SQLite has one writer at a time anyway; on PostgreSQL it is an advisory lock of this number.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(turn)))


def _begin_to_write(session: Session) -> None:
    """End the read that loaded the signed-in user, and take the write lock.

    On SQLite on the same connection: to give it back and take it again costs more than both.
    """
    if session.in_transaction() and db.engine.dialect.name == "sqlite":
        session.expire_all()
        connection = session.connection()
        connection.connection.cursor().execute("ROLLBACK")  # cannot fail, see _begin_sqlite
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    session.rollback()
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Let the writers of a SQLite file take turns.

    SQLite itself lets a waiting writer sleep for 1, 2, 5 … 100 ms, most of it after the lock is
    free again; a lock beside the file tells within ``LOOK_SECONDS``. It is only politeness: who
    waits longer than ``PATIENCE_SECONDS`` goes on, to SQLite's own lock. The kernel gives back
    the turn of a process that was killed.
    """
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        yield
        return
    try:
        turn = os.open(f"{file}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # somebody else's file: SQLite's own lock is there
        yield
        return
    try:
        for _ in range(round(PATIENCE_SECONDS / LOOK_SECONDS)):
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(LOOK_SECONDS)
            else:
                break
        yield
    finally:
        os.close(turn)


@contextmanager
def transaction_apart() -> Iterator[Session]:
    """Open a unit of work beside the request's own, on a connection of its own.

    For what must be kept whatever becomes of the request, such as usage figures. Never inside
    ``transaction()``: on SQLite it would wait for the lock that its own caller holds.
    """
    engine = db.engine.execution_options(sqlite_begin="IMMEDIATE")
    with (
        _turn(engine),
        Session(engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


def reading() -> Session:
    """Return the request's session for a page that only reads."""
    session: Session = db.session()
    return session


def overwrite_deleted(session: Session) -> None:
    """Let this connection overwrite with zeros what it deletes. SQLite only."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: "DBAPIConnection", _: "ConnectionPoolEntry") -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver opens no transaction; we do
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged statement survives a power cut
            f"busy_timeout={LOCK_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    mode = connection.get_execution_options().get("sqlite_begin")
    if (
        mode is None
    ):  # no lock is taken, so there is no error that SQLAlchemy would have to translate
        connection.connection.cursor().execute("BEGIN DEFERRED")
    else:
        connection.exec_driver_sql(f"BEGIN {mode}")
