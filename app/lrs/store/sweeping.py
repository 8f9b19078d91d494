"""What an erasure leaves behind: attachments, free pages, the log, words in free text."""

import uuid
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.db import Base
from app.lrs.attached import MARKS, hashes_of
from app.lrs.models import Attachment, Document, KnownActivity, StoredStatement

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_STATEMENTS = Base.metadata.tables[StoredStatement.__tablename__]
_ATTACHMENTS = Base.metadata.tables[Attachment.__tablename__]
_AT_ONCE = 500
_LOOKED_AT = 5_000
"""Statements a short read looks through for attachments."""


def empty_log(engine: sa.Engine) -> bool:
    """Move SQLite's write-ahead log into the database and empty it.

    Returns:
        Whether no page of before is left in it; False while somebody reads. True on PostgreSQL,
        whose log is the administrator's business.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()  # a checkpoint cannot run inside a transaction
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages_in_log, _pages_moved = cursor.fetchall()[0]
        return not busy
    finally:
        raw.close()


def has_attachments(session: "Session") -> bool:
    """Whether any bytes are kept at all."""
    return (
        session.connection().execute(sa.select(_ATTACHMENTS.c.sha2).limit(1)).first() is not None
    )


def hashes_named(session: "Session", *, after: int) -> Iterator[tuple[int, set[str]]]:
    """Go through the hashes that statements name, a page of statements at a time.

    Yields:
        The last ``seq`` looked at, and the hashes. Each page is a short transaction of its own
        if the caller ends it.
    """
    marks = sa.or_(*(_STATEMENTS.c.doc.contains(mark, autoescape=True) for mark in MARKS))
    while True:
        page = (
            sa.select(_STATEMENTS.c.seq)
            .where(_STATEMENTS.c.seq > after)
            .order_by(_STATEMENTS.c.seq)
            .limit(_LOOKED_AT)
            .subquery()
        )
        last = session.connection().execute(sa.select(sa.func.max(page.c.seq))).scalar()
        if last is None:
            return
        docs = session.connection().execute(
            sa.select(_STATEMENTS.c.doc).where(
                _STATEMENTS.c.seq > after, _STATEMENTS.c.seq <= last, marks
            )
        )
        yield last, {sha2 for doc in docs.scalars() for sha2 in hashes_of(orjson.loads(doc))}
        after = last


def stop_storing(session: "Session") -> None:
    """Keep other writers out until the transaction ends. SQLite's writer is alone anyway."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(sa.text("LOCK TABLE statement IN SHARE ROW EXCLUSIVE MODE"))


def delete_attachments_but(session: "Session", named: Collection[str]) -> int:
    """Delete the bytes that no hash of ``named`` names; return how many attachments that were."""
    kept = session.connection().execute(sa.select(_ATTACHMENTS.c.sha2)).scalars()
    orphans = sorted(sha2 for sha2 in kept if sha2.lower() not in named)
    for start in range(0, len(orphans), _AT_ONCE):
        page = orphans[start : start + _AT_ONCE]
        session.connection().execute(sa.delete(_ATTACHMENTS).where(_ATTACHMENTS.c.sha2.in_(page)))
    return len(orphans)


def mentions(session: "Session", text: str) -> list[uuid.UUID]:
    """Return the ids of statements whose text holds ``text`` anywhere. Reads every statement."""
    found = sa.select(_STATEMENTS.c.id).where(_STATEMENTS.c.doc.contains(text, autoescape=True))
    return list(session.connection().execute(found.limit(_AT_ONCE)).scalars())


def mentions_elsewhere(session: "Session", text: str) -> int:
    """Return how many definitions of activities, and ids of documents, hold ``text``."""
    columns = (KnownActivity.iri, KnownActivity.definition, Document.document_id)
    return sum(
        session.scalar(sa.select(sa.func.count()).where(column.contains(text, autoescape=True)))
        or 0
        for column in columns
    )
