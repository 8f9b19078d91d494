"""Publishing a new version of a text."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.consents import texts
from app.consents.errors import TextRefused
from app.consents.models import PublishedText
from app.consents.queries import versions_of
from app.consents.rules import Notice, Purpose
from app.consents.texts import Words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def publish_text(
    session: "Session",
    key: Notice | Purpose,
    words: Mapping[str, Words],
    *,
    asks_again: bool,
    by: uuid.UUID,
    now: "datetime",
) -> int:
    """Publish words as the next version of a text.

    Args:
        session: The unit of work.
        key: Which text.
        words: In every language of ``texts.LANGUAGES``.
        asks_again: What was agreed to earlier versions counts no more.
        by: The administrator.
        now: The present instant.

    Returns:
        The number of the version.

    Raises:
        TextRefused: With every fault.
    """
    if faults := texts.faults(words):
        raise TextRefused(faults)
    number = versions_of(session, key)[0].number + 1
    session.add(
        PublishedText(
            key=key.value,
            number=number,
            body=texts.body_of(words),
            asks_again=asks_again,
            published_at=now,
            published_by_id=by,
        )
    )
    details = {"key": key.value, "number": number, "asks_again": asks_again}
    audit.record(session, "consent.text_published", now=now, by=by, details=details)
    session.flush()
    return number
