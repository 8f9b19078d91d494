"""Find the bytes that statements come with."""

from typing import TYPE_CHECKING

import orjson

from app.lrs.attached import hashes_of, may_have_attachments
from app.lrs.store import attachments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.lrs.models import Attachment


def attachments_with_bytes(session: "Session", docs: "Iterable[str]") -> "Iterator[Attachment]":
    """Go through the attachments of statements whose bytes are kept here, each once.

    Args:
        session: Any.
        docs: The statements as JSON text.
    """
    named: set[str] = set()
    for doc in docs:
        if may_have_attachments(doc):
            named |= hashes_of(orjson.loads(doc))
    for sha2 in sorted(named):
        found = attachments.read(session, sha2)
        if found is not None:
            yield found
