"""Lists of questions: kept as they were read, and taken in whole."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.itembanks import sources
from app.itembanks.errors import NoSuchItem
from app.itembanks.item_text import NewItem
from app.itembanks.listing import Listing
from app.itembanks.models import LONGEST_NAME, BankItem, ItemBank, ItemImport
from app.itembanks.service.items import add_items

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KEPT_FOR: Final = timedelta(days=2)
"""Somebody comes back after lunch, or tomorrow; then it is read anew."""


def keep_list(
    session: "Session", name: str, listing: Listing, *, by: uuid.UUID, now: datetime
) -> ItemImport:
    """Keep a list that was read until somebody takes it in; old ones go.

    Args:
        session: The open transaction.
        name: Of the file.
        listing: What was read of it, outside of any transaction.
        by: Who brought it; nobody else sees it.
        now: The present instant.
    """
    session.execute(sa.delete(ItemImport).where(ItemImport.at < now - KEPT_FOR))
    kept = ItemImport(name=name[:LONGEST_NAME], found=listing.to_json(), by_id=by, at=now)
    session.add(kept)
    session.flush()
    return kept


def take_list(
    session: "Session",
    import_id: uuid.UUID,
    bank_id: uuid.UUID,
    rows: Collection[int],
    *,
    by: uuid.UUID,
    now: datetime,
) -> list[BankItem]:
    """Take the questions of a kept list into a bank, all of those that were chosen or none.

    Args:
        session: The open transaction.
        import_id: The list.
        bank_id: The bank.
        rows: The rows of the questions that are wanted.
        by: Who takes them; only what they brought themselves.
        now: The present instant.

    Raises:
        NoSuchItem: There is no such list or bank.
        UnknownTag: A framework was taken off the shelf since.
    """
    kept = session.scalars(
        sa.select(ItemImport).where(ItemImport.id == import_id, ItemImport.by_id == by)
    ).one_or_none()
    bank = session.get(ItemBank, bank_id)
    if kept is None or bank is None:
        raise NoSuchItem(import_id)
    chosen = [one for one in Listing.from_json(kept.found).found if one.row in rows]
    taken = set(session.scalars(sa.select(BankItem.key).where(BankItem.bank_id == bank_id)))
    wanted = []
    for one in chosen:
        key = sources.next_key(f"{bank.key}-1", taken)
        taken.add(key)
        wanted.append(NewItem(one.text.called(key), one.grades, one.refs))
    items = add_items(session, bank_id, wanted, by=by, now=now)
    session.delete(kept)
    session.flush()
    return items
