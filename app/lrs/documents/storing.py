"""Write and find documents. The session given is inside a transaction."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

import orjson
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.db import Base
from app.lrs.documents.rules import (
    BarePut,
    Conditions,
    Content,
    etag_of,
    expect,
    expect_for_put,
    expect_json,
    merged,
)
from app.lrs.models import Document, DocumentKind
from app.lrs.rules import key_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_TABLE = Base.metadata.tables[Document.__tablename__]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where documents stand: what they are about.

    Attributes:
        kind: Which resource they belong to.
        activity: Its IRI; None for profiles of agents.
        agent: The canonical identifier (``app.xapi.compare.identifier``); None for profiles of
            activities.
        registration: Of a state that belongs to one. On looking for several documents, None means
            those of every registration and of none.
    """

    kind: DocumentKind
    activity: str | None = None
    agent: str | None = None
    registration: uuid.UUID | None = None

    def slot(self, document_id: str) -> str:
        """Return the name of a place on this shelf: 32 hexadecimal digits."""
        registration = str(self.registration) if self.registration else None
        name = [self.kind, self.activity, self.agent, registration, document_id]
        return blake2b(orjson.dumps(name), digest_size=16).hexdigest()

    @property
    def activity_key(self) -> int | None:
        """The activity's key, as in the statements' tables."""
        return key_of(self.activity) if self.activity is not None else None

    @property
    def agent_key(self) -> int | None:
        """The agent's key, as in the statements' tables."""
        return key_of(self.agent) if self.agent is not None else None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it is now; ``etag`` is without quotes."""

    content: Content
    etag: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentIds:
    """The ids on a shelf, the longest unchanged first, and the newest time of writing."""

    ids: tuple[str, ...]
    updated_at: datetime | None


_Decision: TypeAlias = Callable[[StoredDocument | None], Content]
"""Makes the new content of a place from the old one, or raises."""


def find(session: "Session", shelf: Shelf, document_id: str) -> StoredDocument | None:
    """Return a document, or None if there is none."""
    return _look(session, _select(shelf.slot(document_id)))


def find_ids(session: "Session", shelf: Shelf, *, since: datetime | None = None) -> DocumentIds:
    """Return the ids on a shelf.

    Args:
        session: Any.
        shelf: Which one.
        since: Only of documents that were written after this instant.
    """
    newest = sa.func.max(_TABLE.c.updated_at)
    asked = sa.select(_TABLE.c.document_id, newest).where(*_on(shelf))
    if since is not None:
        asked = asked.where(_TABLE.c.updated_at > since)
    rows = session.execute(asked.group_by(_TABLE.c.document_id)).all()
    found = sorted((updated_at, document_id) for document_id, updated_at in rows)
    return DocumentIds(tuple(it for _, it in found), found[-1][0] if found else None)


def put(
    session: "Session",
    shelf: Shelf,
    document_id: str,
    content: Content,
    *,
    conditions: Conditions,
    bare: BarePut,
    now: datetime,
) -> str:
    """Store a document, in place of the one that may be there.

    Args:
        session: Inside a transaction.
        shelf: Where.
        document_id: Which.
        content: Its bytes are kept as they are.
        conditions: Of the request.
        bare: What is allowed without conditions.
        now: The time of writing.

    Returns:
        The new entity tag, without quotes.

    Raises:
        ContentRefused: It says it is JSON and is not.
        ConditionFailed: The conditions do not hold.
        ConditionMissing: There are none.
    """
    expect_json(content)

    def decide(old: StoredDocument | None) -> Content:
        expect_for_put(conditions, old.etag if old else None, bare)
        return content

    return _write(session, shelf, document_id, decide, now)


def merge(
    session: "Session",
    shelf: Shelf,
    document_id: str,
    content: Content,
    *,
    conditions: Conditions,
    most_bytes: int,
    now: datetime,
) -> str:
    """Merge a JSON object into the document that is there; if there is none, store it as it came.

    Arguments and result are those of ``put``; ``most_bytes`` is how large a merged document may
    become.

    Raises:
        ContentRefused: It says it is JSON and is not, or the two cannot be merged.
        ContentTooLarge: The result would be.
        ConditionFailed: The conditions do not hold.
    """

    def decide(old: StoredDocument | None) -> Content:
        expect(conditions, old.etag if old else None)
        if old is not None:
            return merged(old.content, content, most_bytes=most_bytes)
        expect_json(content)
        return content

    return _write(session, shelf, document_id, decide, now)


def delete(session: "Session", shelf: Shelf, document_id: str, *, conditions: Conditions) -> None:
    """Delete a document, if it is there.

    Raises:
        ConditionFailed: The conditions do not hold.
    """
    slot = shelf.slot(document_id)
    old = _look(session, _select(slot).with_for_update())
    expect(conditions, old.etag if old else None)
    session.execute(sa.delete(_TABLE).where(_TABLE.c.slot == slot))


def delete_all(session: "Session", shelf: Shelf) -> int:
    """Delete every document of a shelf; return how many there were."""
    return _delete(session, _on(shelf))


def erase_of_agent(session: "Session", agent_key: int) -> int:
    """Delete every state and profile of an agent; return how many there were.

    Args:
        session: Inside a transaction.
        agent_key: ``key_of`` its canonical identifier.
    """
    return _delete(session, [_TABLE.c.agent_key == agent_key])


def _write(
    session: "Session", shelf: Shelf, document_id: str, decide: _Decision, now: datetime
) -> str:
    slot = shelf.slot(document_id)
    while True:
        old = _look(session, _select(slot).with_for_update())
        content = decide(old)
        etag = etag_of(content.body)
        values = {
            "content_type": content.media_type,
            "content": content.body,
            "etag": etag,
            "updated_at": now,
        }
        if old is not None:
            session.execute(sa.update(_TABLE).where(_TABLE.c.slot == slot).values(values))
            return etag
        if _is_inserted(session, _named(shelf, document_id) | values):
            return etag
        # Somebody else has just put a document there: judge again by what it is.


def _named(shelf: Shelf, document_id: str) -> dict[str, object]:
    return {
        "slot": shelf.slot(document_id),
        "kind": shelf.kind,
        "activity_key": shelf.activity_key,
        "agent_key": shelf.agent_key,
        "registration": shelf.registration,
        "document_id": document_id,
    }


def _is_inserted(session: "Session", row: dict[str, object]) -> bool:
    try:
        with session.begin_nested():
            session.execute(sa.insert(_TABLE).values(row))
    except IntegrityError:
        return False
    return True


def _select(slot: str) -> "sa.Select[str, bytes, str, datetime]":
    model = Document
    columns = sa.select(model.content_type, model.content, model.etag, model.updated_at)
    return columns.where(model.slot == slot)


def _look(
    session: "Session", asked: "sa.Select[str, bytes, str, datetime]"
) -> StoredDocument | None:
    for media_type, body, etag, updated_at in session.execute(asked):
        return StoredDocument(Content(media_type, body), etag, updated_at)
    return None


def _on(shelf: Shelf) -> list[sa.ColumnElement[bool]]:
    found = [
        _TABLE.c.kind == shelf.kind,
        _TABLE.c.activity_key == shelf.activity_key,  # IS NULL where the shelf has none
        _TABLE.c.agent_key == shelf.agent_key,
    ]
    if shelf.registration is not None:
        found.append(_TABLE.c.registration == shelf.registration)
    return found


def _delete(session: "Session", where: list[sa.ColumnElement[bool]]) -> int:
    # In one order for everybody, so that two who delete many cannot wait in a circle.
    slots = session.scalars(
        sa.select(_TABLE.c.slot).where(*where).order_by(_TABLE.c.slot).with_for_update()
    ).all()
    if slots:
        session.execute(sa.delete(_TABLE).where(*where))
    return len(slots)
