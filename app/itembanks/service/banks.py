"""Make banks."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.itembanks import sources
from app.itembanks.errors import BankTaken
from app.itembanks.models import ItemBank

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FIRST_KEY = "mondai-1"
"""「問題」: what a bank is called when nobody gives it a key of its own."""


@dataclass(frozen=True, slots=True)
class NewBank:
    """What a bank is made from; ``key`` may be empty, then one is found."""

    title: str
    license: str
    organization_id: uuid.UUID
    key: str = ""


def create_bank(session: "Session", wanted: NewBank, *, by: uuid.UUID, now: datetime) -> ItemBank:
    """Make an empty bank.

    Raises:
        BankTaken: Another one has the key.
    """
    taken = set(session.scalars(sa.select(ItemBank.key)))
    if wanted.key in taken:
        raise BankTaken(wanted.key)
    bank = ItemBank(
        key=wanted.key or sources.next_key(FIRST_KEY, taken),
        title=wanted.title,
        license=wanted.license,
        organization_id=wanted.organization_id,
        created_by_id=by,
        created_at=now,
    )
    session.add(bank)
    session.flush()
    return bank
