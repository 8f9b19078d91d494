"""What tools of learning put down for a person: states and profiles."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.lrs.models import Document
from app.lrs.rules import key_of
from app.xapi.compare import identifier

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.xapi.statement import Agent


def documents_of(session: "Session", *actors: "Agent") -> "list[dict[str, object]]":
    """Return the documents of all of a person's accounts.

    Their content is text, Latin-1 where it is no UTF-8.
    """
    keys = [key_of(identifier(actor.as_json()) or "") for actor in actors]
    rows = session.scalars(sa.select(Document).where(Document.agent_key.in_(keys)))
    return [
        {
            "kind": row.kind,
            "id": row.document_id,
            "content_type": row.content_type,
            "content": _text(row.content),
            "updated_at": row.updated_at,
        }
        for row in rows
    ]


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")
