"""Where slices of a draft's files that somebody saw earlier stand now."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.authoring.errors import NoSuchSlice
from app.authoring.models import DraftChange, DraftFile
from app.authoring.rules import Span, carried, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
        span: Where it stands; None when its file is gone.
        data: What stands there; empty when it was removed.
    """

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
    paths = {one.path for one in anchors}
    later = _changes(session, draft_id, paths, after=min(one.number for one in anchors))
    return [_found(one, files.get(one.path), later[one.path]) for one in anchors]


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
    data = session.scalar(
        sa.select(DraftFile.data).where(
            DraftFile.draft_id == draft_id, DraftFile.path == anchor.path
        )
    )
    span = anchor.span
    if data is None or anchor.number != number or not 0 <= span.start <= span.end <= len(data):
        raise NoSuchSlice(anchor.path)
    return span.of(data)


def _found(
    anchor: Anchor, data: bytes | None, changes: "Iterable[tuple[int, DraftChange]]"
) -> Found:
    if data is None:
        return Found(None, b"")
    span = carried(anchor.span, (one.splice for number, one in changes if number > anchor.number))
    return Found(span, span.of(data))


def _changes(
    session: "Session", draft_id: uuid.UUID, paths: "Iterable[str]", *, after: int
) -> dict[str, list[tuple[int, DraftChange]]]:
    found: dict[str, list[tuple[int, DraftChange]]] = defaultdict(list)
    for one in session.scalars(
        sa.select(DraftChange)
        .where(
            DraftChange.draft_id == draft_id,
            DraftChange.path.in_(list(paths)),
            DraftChange.number > after,
        )
        .order_by(DraftChange.number)
    ):
        found[one.path].append((one.number, one))
    return found
