"""Trust an issuer elsewhere, end it, and keep what it publishes."""

from typing import TYPE_CHECKING

from app.audit import service as audit
from app.exchange.errors import AlreadyTrusted
from app.exchange.events import IssuerCheckDue, ListCheckDue, ListRead
from app.exchange.models import HeldList, TrustedIssuer
from app.exchange.queries import trust as trusted
from app.outbox import service as outbox

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.exchange.documents import FetchedList, Found


def trust(
    session: "Session",
    found: "Found",
    *,
    name: str,
    own: str,
    by: "uuid.UUID | None",
    now: "datetime",
) -> TrustedIssuer:
    """Believe an issuer elsewhere from now on.

    Args:
        session: The unit of work.
        found: What it showed of itself, fetched just now.
        name: What people here call it.
        own: This installation's own issuer.
        by: The administrator.
        now: The present instant.

    Raises:
        AlreadyTrusted: It is on the list, or it is ourselves.
    """
    if found.issuer == own or trusted.living_issuer(session, found.issuer) is not None:
        raise AlreadyTrusted
    issuer = TrustedIssuer(
        did=found.issuer,
        name=name,
        document=found.document,
        fetched_at=now,
        added_at=now,
        added_by=by,
    )
    session.add(issuer)
    session.flush()
    audit.record(session, "issuer.trusted", now=now, by=by, subject=issuer.id)
    return issuer


def end_trust(
    session: "Session", issuer: TrustedIssuer, *, by: "uuid.UUID | None", now: "datetime"
) -> None:
    """Believe an issuer no more. What came from it stays, and fails every look at it."""
    issuer.removed_at = now
    session.flush()
    audit.record(session, "issuer.distrusted", now=now, by=by, subject=issuer.id)


def keep_document(
    session: "Session", issuer_id: "uuid.UUID", found: "Found", *, now: "datetime"
) -> None:
    """Keep an issuer's document as it is now."""
    issuer = session.get_one(TrustedIssuer, issuer_id)
    issuer.document, issuer.fetched_at = found.document, now
    session.flush()


def list_at(session: "Session", url: str, *, issuer: str) -> HeldList:
    """Return the row of a status list, made at the first credential that names it."""
    held = trusted.held_list(session, url)
    if held is None:
        held = HeldList(url=url, issuer=issuer)
        session.add(held)
        session.flush()
    return held


def keep_list(
    session: "Session", list_id: "uuid.UUID", fetched: "FetchedList", *, now: "datetime"
) -> None:
    """Keep a status list as it is now, and tell that it was read."""
    held = session.get_one(HeldList, list_id)
    if fetched.encoded is not None:
        held.encoded = fetched.encoded
    held.etag, held.checked_at = fetched.etag, now
    session.flush()
    outbox.publish(session, ListRead(list_id, now))


def ask_again(session: "Session", *, now: "datetime") -> int:
    """Have every issuer's document and list read again; return how many lists there are."""
    for issuer in trusted.living_issuers(session):
        outbox.publish(session, IssuerCheckDue(issuer.id, now))
    lists = trusted.held_lists(session)
    for held in lists:
        outbox.publish(session, ListCheckDue(held.id, now))
    return len(lists)
