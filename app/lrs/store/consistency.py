"""Up to when everything that was stored can be seen (X-Experience-API-Consistent-Through)."""

import sqlite3
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
