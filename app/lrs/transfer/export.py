"""All statements as JSON Lines, in the order of ``stored``.

``since`` of xAPI means stored strictly later, so the order is that of ``stored`` (``seq`` within
one instant), and an export can go on where another has ended. It ends where the store is
consistent: what is being stored at this very moment is for the next one, and none is missed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.lrs.attached import attachments_of, may_have_attachments
from app.lrs.models import StoredStatement
from app.lrs.store import attachments as store
from app.lrs.store.consistency import consistent_through
from app.lrs.transfer.file import START, Place

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.lrs.transfer.attachments import Folder

AT_ONCE = 1000
"""Statements of a page, about 1.5 MB."""


@dataclass(slots=True)
class Unwritten:
    """Attachments that could not be written: bytes that are not here, or not what they should."""

    missing: int = 0
    damaged: int = 0


def pages(
    session: "Session",
    *,
    now: "datetime",
    since: "datetime | None" = None,
    until: "datetime | None" = None,
    place: Place = START,
) -> Iterator[list[str]]:
    """Go through the stored statements as texts without line breaks.

    Each page is a short read of its own, so nobody waits for an export, however long it takes.

    Args:
        session: Outside of a transaction: it is rolled back after each page.
        now: The present; what is stored later is not looked at.
        since: Only what was stored later than this.
        until: Only what was stored at this instant or earlier.
        place: Where a broken-off export has come to; ``since`` counts besides.

    Raises:
        ValueError: A stored text has a line break, so it was not written by ``service``.
    """
    through = consistent_through(session, now=now)
    through = through if until is None else min(until, through)
    table = StoredStatement
    wanted = (
        sa.select(table.stored, table.seq, table.id, table.doc)
        .where(table.stored <= through)
        .order_by(table.stored, table.seq)
        .limit(AT_ONCE)
    )
    if since is not None:
        wanted = wanted.where(table.stored > since)
    start = wanted if place.stored is None else wanted.where(table.stored >= place.stored)
    rows = session.execute(start).all()
    while rows:
        last = rows[-1]
        yield [_line(row.doc) for row in rows if str(row.id) not in place.ids]
        session.rollback()
        later = sa.or_(table.stored > last.stored, table.seq > last.seq)
        rows = session.execute(wanted.where(table.stored >= last.stored, later)).all()


def write_attachments(
    session: "Session", docs: Collection[str], folder: "Folder", unwritten: Unwritten
) -> None:
    """Write the bytes that statements name and that are not in the folder yet.

    Args:
        session: Any; only read.
        docs: Statements, as text.
        folder: Where to.
        unwritten: Counts what could not be written.

    Raises:
        OSError: The folder cannot be written.
    """
    for doc in docs:
        if not may_have_attachments(doc):
            continue
        for _, told in attachments_of(orjson.loads(doc)):
            sha2 = told["sha2"].lower()
            if folder.has(sha2):
                continue
            kept = store.read(session, sha2)
            if kept is not None:
                unwritten.damaged += not folder.write(sha2, kept.content)
            elif "fileUrl" not in told:
                unwritten.missing += 1


def _line(doc: str) -> str:
    if "\n" in doc or "\r" in doc:
        raise ValueError("a stored statement has a line break")
    return doc
