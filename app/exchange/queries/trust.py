"""Whom to trust besides ourselves, from what is held here; light enough for the web."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.credentials import status
from app.credentials.queries.trust import OwnResolver, own_list
from app.exchange.models import HeldList, TrustedIssuer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.credentials.verify import Statuses

Json = dict[str, Any]

FRESH = timedelta(minutes=5)
"""For how long a list is good enough to take something in: as long as issuers let it be kept."""


class TrustedResolver:
    """Believes this installation's own issuers, and those elsewhere that the city trusts."""

    def __init__(self, session: "Session", *, read_since: datetime | None = None) -> None:
        """Read through ``session``; lists elsewhere that were read before do not count."""
        self._session = session
        self._own = OwnResolver(session)
        self._read_since = read_since

    def issuer(self, issuer_id: str) -> Json | None:
        """Return an issuer's own document; None for one that is not on the list."""
        own = self._own.issuer(issuer_id)
        if own is not None:
            return own
        found = living_issuer(self._session, issuer_id)
        return None if found is None else dict(found.document)

    def status_list(self, url: str) -> "Statuses | None":
        """Return a status list whose own proof held; None while it cannot be had."""
        return self._own.status_list(url) or self._elsewhere(url)

    def _elsewhere(self, url: str) -> status.StatusList | None:
        held = held_list(self._session, url)
        if held is None or held.encoded is None or held.checked_at is None:
            return None
        if self._read_since is not None and held.checked_at < self._read_since:
            return None
        bits = status.decode(held.encoded)
        return None if bits is None else status.StatusList(held.issuer, status.PURPOSE, bits)

    def snapshot(self, issuer_id: str, list_url: str) -> Json:
        """Return what a verification apart (``credentials.sandbox``) needs of one credential."""
        document = self.issuer(issuer_id)
        read = own_list(self._session, list_url) or self._elsewhere(list_url)
        told = None if read is None else {"issuer": read.issuer, "bits": status.encode(read.bits)}
        return {
            "issuers": {} if document is None else {issuer_id: document},
            "lists": {} if told is None else {list_url: told},
        }


def living_issuer(session: "Session", did: str) -> TrustedIssuer | None:
    """Return the issuer of this name, if it is trusted today."""
    return session.scalar(
        sa.select(TrustedIssuer).where(
            TrustedIssuer.did == did, TrustedIssuer.removed_at.is_(None)
        )
    )


def living_issuers(session: "Session") -> list[TrustedIssuer]:
    """Return the issuers that are trusted today, by name."""
    asked = sa.select(TrustedIssuer).where(TrustedIssuer.removed_at.is_(None))
    return list(session.scalars(asked.order_by(TrustedIssuer.name, TrustedIssuer.id)))


def held_list(session: "Session", url: str) -> HeldList | None:
    """Return what is kept of a status list elsewhere."""
    return session.scalar(sa.select(HeldList).where(HeldList.url == url))


def held_lists(session: "Session") -> list[HeldList]:
    """Return the lists of the issuers that are trusted today."""
    trusted = sa.select(TrustedIssuer.did).where(TrustedIssuer.removed_at.is_(None))
    asked = sa.select(HeldList).where(HeldList.issuer.in_(trusted)).order_by(HeldList.url)
    return list(session.scalars(asked))
