"""The issuers elsewhere, as pages show them."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.clock import day_of
from app.exchange import rules
from app.exchange.models import TrustedIssuer
from app.exchange.queries import trust

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class IssuerView:
    """A trusted issuer; days are days in Japan.

    Attributes:
        keys: The names of the keys it answers for.
        fetched_on: When its document was read last.
        lists_checked_on: When the longest unread of its status lists was read; None for none.
    """

    id: uuid.UUID
    did: str
    name: str
    keys: tuple[str, ...]
    added_on: date
    fetched_on: date
    lists_checked_on: date | None

    @property
    def url(self) -> str:
        """Where its document is."""
        return rules.document_url(self.did)


def trusted(session: "Session") -> tuple[IssuerView, ...]:
    """Return the issuers that are trusted today, by name."""
    read: dict[str, list[date]] = {}
    for held in trust.held_lists(session):
        if held.checked_at is not None:
            read.setdefault(held.issuer, []).append(day_of(held.checked_at))
    return tuple(_view(one, read.get(one.did, [])) for one in trust.living_issuers(session))


def _view(row: TrustedIssuer, read: list[date]) -> IssuerView:
    return IssuerView(
        id=row.id,
        did=row.did,
        name=row.name,
        keys=tuple(f"{key.alg} #{key.fragment}" for key in rules.keys_in(row.document, row.did)),
        added_on=day_of(row.added_at),
        fetched_on=day_of(row.fetched_at),
        lists_checked_on=min(read, default=None),
    )
