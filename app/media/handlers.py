"""Remove the bytes of files that were taken out of a library, in the worker."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import sqlalchemy as sa

from app import clock
from app.media.models import MediaFile
from app.media.storage.choosing import storage_of
from app.outbox.context import settings
from app.outbox.errors import NotNow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.media.events import MediaRemoved
    from app.outbox.relay import Errand, Note

REST: Final = timedelta(hours=1)
"""Longer than any upload: who sends the same file just now finds its bytes."""


class HoldsBytes(Protocol):
    """Says whether somebody above holds bytes of the same storage, by their hash."""

    def __call__(self, session: "Session", sha256: str, /) -> bool:
        """Say so."""


def make_on_media_removed(
    *others: HoldsBytes,
) -> "Callable[[Session, MediaRemoved], Errand | None]":
    """Return the handler that removes a file's bytes, unless somebody holds them, or again does.

    Args:
        others: Ask whoever keeps bytes in the storage besides the library.
    """

    def on_media_removed(session: "Session", event: "MediaRemoved") -> "Errand | None":
        rest = event.occurred_at + REST - clock.now()
        if rest > timedelta(0):
            raise NotNow(rest)
        held = sa.select(MediaFile.id).where(MediaFile.sha256 == event.sha256).limit(1)
        if session.scalar(held) is not None or any(ask(session, event.sha256) for ask in others):
            return None
        return partial(_errand, event)

    return on_media_removed


def _errand(event: "MediaRemoved") -> "Note":
    storage = storage_of(settings())
    storage.delete(f"{event.sha256}.{event.suffix}")
    storage.delete(f"{event.sha256}-small.webp")
    return _nothing_more


def _nothing_more(_session: "Session") -> None:
    """There is nothing to write down."""
