"""Remove the bytes of files that were taken out of a library, in the worker."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app import clock
from app.media.models import MediaFile
from app.media.storage.choosing import storage_of
from app.outbox.context import settings
from app.outbox.errors import NotNow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.media.events import MediaRemoved
    from app.outbox.relay import Errand, Note

REST: Final = timedelta(hours=1)
"""Longer than any upload: who sends the same file just now finds its bytes."""


def on_media_removed(session: "Session", event: "MediaRemoved") -> "Errand | None":
    """Remove a file's bytes, unless a library holds them, or holds them again.

    Raises:
        NotNow: It was taken out a moment ago.
    """
    rest = event.occurred_at + REST - clock.now()
    if rest > timedelta(0):
        raise NotNow(rest)
    held = sa.select(MediaFile.id).where(MediaFile.sha256 == event.sha256).limit(1)
    if session.scalar(held) is not None:
        return None
    return partial(_errand, event)


def _errand(event: "MediaRemoved") -> "Note":
    storage = storage_of(settings())
    storage.delete(f"{event.sha256}.{event.suffix}")
    storage.delete(f"{event.sha256}-small.webp")
    return _nothing_more


def _nothing_more(_session: "Session") -> None:
    """There is nothing to write down."""
