"""Where slices of a draft's files that somebody saw earlier stand now."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.authoring import queries
from app.authoring.errors import NoSuchSlice
from app.authoring.rules import Place, Span, followed, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Anchor:
    """A slice as it was seen: its file, its place, and the draft's number at that time."""

    path: str
    span: Span
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """A slice as it is now.

    Attributes:
        path: Its file, which may be another one; where that is gone, the one in which it was.
        span: Where it stands; None when its file is gone.
        data: What stands there; empty when it was removed.
    """

    path: str
    span: Span | None
    data: bytes

    @property
    def text(self) -> str:
        """What stands there, as an editor shows it; empty when it is no text."""
        return text_of(self.data) or ""


def find(
    session: "Session",
    draft_id: uuid.UUID,
    anchors: "Sequence[Anchor]",
    files: "Mapping[str, bytes]",
) -> list[Found]:
    """Return where slices stand now, in the same order; one query, none for nothing.

    Args:
        session: Any.
        draft_id: The draft.
        anchors: The slices as they were seen.
        files: The files of the draft as they are now.
    """
    if not anchors:
        return []
    changes = queries.changes_since(session, draft_id, min(one.number for one in anchors))
    found = []
    for one in anchors:
        later = (x for number, done in changes.items() if number > one.number for x in done)
        place = followed(Place(one.path, one.span), list(later))
        if place is None or place.path not in files:
            found.append(Found(one.path, None, b""))
        else:
            found.append(Found(place.path, place.span, place.span.of(files[place.path])))
    return found


def slice_of(session: "Session", draft_id: uuid.UUID, anchor: Anchor, *, number: int) -> bytes:
    """Return what stands at a place of a draft's file now.

    Args:
        session: Any.
        draft_id: The draft.
        anchor: The place, at the draft's present number.
        number: That number.

    Raises:
        NoSuchSlice: The file is not there or has no such place, or it was changed meanwhile.
    """
    data = queries.data_of(session, draft_id, [anchor.path]).get(anchor.path)
    span = anchor.span
    if data is None or anchor.number != number or not 0 <= span.start <= span.end <= len(data):
        raise NoSuchSlice(anchor.path)
    return span.of(data)
