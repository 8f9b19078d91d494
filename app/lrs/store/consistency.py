"""What holds of the order of storing, though several write at once."""

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.lrs.models import StoredStatement
from app.xapi.instants import to_milliseconds

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_OLDEST_WRITER = sa.text(
    "SELECT min(xact_start) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_xid IS NOT NULL"
    " AND pid <> pg_backend_pid()"
)
LONGEST_DELAY = timedelta(seconds=10)
"""How long after its time a statement gets its place where several write at once: it may wait for
another writer's new words. On SQLite, writers take turns, and there is no such time."""

_ORDERED = sa.select(StoredStatement.seq)
_NEAR = 200
"""Statements of about one time that are looked at; one would do, more come nearer."""
_NEWEST = sa.select(StoredStatement.stored).order_by(StoredStatement.seq.desc()).limit(1)


def consistent_through(session: "Session", *, now: "datetime") -> "datetime":
    """Return the instant up to which no statement can appear any more.

    Ask before the statements are read. On PostgreSQL whoever is writing now may commit what was
    stored when it began, but nothing before. On SQLite there is one writer, and it takes the time
    while it holds the lock: if nobody holds it, everything up to now is there; otherwise
    everything up to the newest statement is.
    """
    if session.connection().dialect.name == "sqlite":
        if not _is_being_written(session):
            return to_milliseconds(now)
        newest = session.scalar(_NEWEST)
    else:
        newest = session.scalar(_OLDEST_WRITER)
    return to_milliseconds(now if newest is None else min(newest, now))


def begin_writing(session: "Session") -> None:
    """Let readers see from now on that this transaction writes; call it before taking the time.

    PostgreSQL begins a transaction with its first statement, and numbers it with its first row.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SELECT pg_current_xact_id()")


def place_before(session: "Session", since: "datetime") -> int | None:
    """Return a ``seq`` before which nothing was stored after ``since``; None knows of none.

    A statement gets its place after its time, by at most ``_delay``. So what was stored that much
    before ``since`` has its place before everything that was stored after it.
    """
    try:
        earlier = _ORDERED.where(StoredStatement.stored <= since - _delay(session))
    except OverflowError:  # the year 1
        return None
    near = earlier.order_by(StoredStatement.stored.desc()).limit(_NEAR).subquery()
    found: int | None = session.scalar(sa.select(sa.func.max(near.c.seq)))
    return found


def place_behind(session: "Session", until: "datetime") -> int | None:
    """Return a ``seq`` behind which nothing was stored up to ``until``; None knows of none."""
    try:
        later = _ORDERED.where(StoredStatement.stored > until + _delay(session))
    except OverflowError:  # the year 9999
        return None
    near = later.order_by(StoredStatement.stored).limit(_NEAR).subquery()
    found: int | None = session.scalar(sa.select(sa.func.min(near.c.seq)))
    return found


def _delay(session: "Session") -> timedelta:
    is_sqlite = session.connection().dialect.name == "sqlite"
    return timedelta(0) if is_sqlite else LONGEST_DELAY


def _is_being_written(session: "Session") -> bool:
    """Try the write lock on a connection apart, without waiting, and let it go."""
    apart = session.connection().engine.raw_connection()
    try:
        cursor = apart.cursor()
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        cursor.execute("ROLLBACK")
        return False
    finally:
        cursor.execute("PRAGMA busy_timeout=5000")
        apart.close()
