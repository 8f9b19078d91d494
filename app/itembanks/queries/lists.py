"""Lists of questions that wait to be taken in."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.itembanks.errors import NoSuchItem
from app.itembanks.listing import Listing
from app.itembanks.models import ItemImport

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A list that waits to be taken in."""

    id: uuid.UUID
    name: str
    listing: Listing


def import_page(session: "Session", import_id: uuid.UUID, *, by: uuid.UUID) -> ImportPage:
    """Return a list that somebody brought; nobody else sees it.

    Raises:
        NoSuchItem: There is none, or it is somebody else's.
    """
    kept = session.scalars(
        sa.select(ItemImport).where(ItemImport.id == import_id, ItemImport.by_id == by)
    ).one_or_none()
    if kept is None:
        raise NoSuchItem(import_id)
    return ImportPage(kept.id, kept.name, Listing.from_json(kept.found))
