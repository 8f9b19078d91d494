"""What is fetched of an issuer elsewhere: asked inside a transaction, fetched outside of any."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.exchange import documents
from app.exchange.models import HeldList, TrustedIssuer
from app.exchange.queries import trust
from app.exchange.service import issuers

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.exchange.documents import CheckProof, FetchedList, Found
    from app.wire.exchange import Wire

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: either may be None where it was not asked for."""

    document: "Found | None"
    status_list: "FetchedList | None"


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be fetched for one list; it holds no row, so that no transaction need be open.

    Attributes:
        document: The issuer's document as it is held.
        wants_document: Whether to fetch it anew first.
    """

    issuer_id: "uuid.UUID"
    did: str
    document: Json
    wants_document: bool
    list_id: "uuid.UUID | None"
    list_url: str
    etag: str | None

    def run(self, wire: "Wire", check_proof: "CheckProof", *, now: "datetime") -> Fetched:
        """Fetch it.

        Raises:
            NotReached: Something could not be had.
            NotAnIssuer: The document will not do any more.
        """
        found = documents.look_up(self.did, wire) if self.wants_document else None
        if self.list_id is None:
            return Fetched(found, None)
        fetched = documents.fetch_list(
            self.list_url,
            issuer=self.did,
            document=self.document if found is None else found.document,
            etag=self.etag,
            wire=wire,
            check_proof=check_proof,
            now=now,
        )
        return Fetched(found, fetched)

    def keep(self, session: "Session", fetched: Fetched, *, now: "datetime") -> None:
        """Write down what came."""
        if fetched.document is not None:
            issuers.keep_document(session, self.issuer_id, fetched.document, now=now)
        if fetched.status_list is not None and self.list_id is not None:
            issuers.keep_list(session, self.list_id, fetched.status_list, now=now)


def for_credential(
    session: "Session", did: str, list_url: str, *, now: "datetime"
) -> Errand | None:
    """Return what must be fetched before a credential can be settled; None for nothing."""
    issuer = trust.living_issuer(session, did)
    if issuer is None:
        return None
    held = issuers.list_at(session, list_url, issuer=did) if list_url else None
    is_read = held is None or (held.checked_at is not None and now < held.checked_at + trust.FRESH)
    wants_document = now >= issuer.fetched_at + trust.FRESH
    if is_read and not wants_document:
        return None
    return _errand(issuer, None if is_read else held, wants_document=wants_document)


def for_list(session: "Session", list_id: "uuid.UUID") -> Errand | None:
    """Return what is fetched for a list; None where its issuer is trusted no more."""
    held = session.get(HeldList, list_id)
    issuer = None if held is None else trust.living_issuer(session, held.issuer)
    return None if issuer is None else _errand(issuer, held, wants_document=False)


def for_issuer(session: "Session", issuer_id: "uuid.UUID") -> Errand | None:
    """Return what is fetched for an issuer's document; None where it is trusted no more."""
    issuer = session.get(TrustedIssuer, issuer_id)
    if issuer is None or issuer.removed_at is not None:
        return None
    return _errand(issuer, None, wants_document=True)


def _errand(issuer: TrustedIssuer, held: HeldList | None, *, wants_document: bool) -> Errand:
    return Errand(
        issuer_id=issuer.id,
        did=issuer.did,
        document=dict(issuer.document),
        wants_document=wants_document,
        list_id=None if held is None else held.id,
        list_url="" if held is None else held.url,
        etag=None if held is None or held.encoded is None else held.etag,
    )
