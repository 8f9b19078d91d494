"""Found an issuer, name its office, rename it, end it."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.credentials import did
from app.credentials.errors import IssuerRefused
from app.credentials.events import IssuerRenamed, KeysWanted
from app.credentials.models import Issuer
from app.identity import queries as identity
from app.outbox import service as outbox

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

RESERVED = frozenset({"city", "add"})
"""What addresses of pages say already."""


def found_issuer(
    session: "Session",
    *,
    slug: str,
    organization_id: "uuid.UUID",
    name: str,
    office: str,
    by: "uuid.UUID",
    now: "datetime",
) -> Issuer:
    """Make an issuer for an organization, and ask the worker for its keys.

    Its address (``did:web:…:issuers:<slug>``) is its identity and never changes.

    Raises:
        IssuerRefused: The address or the organization has an issuer already, or the address has
            other letters than a to z, digits and hyphens.
    """
    try:
        issuer = did.below(identity.installation(session).issuer_did, slug)
    except ValueError:
        raise IssuerRefused("spelling") from None
    if slug in RESERVED or session.get(Issuer, issuer) is not None:
        raise IssuerRefused("taken")
    if session.scalar(sa.select(Issuer).filter_by(organization_id=organization_id)) is not None:
        raise IssuerRefused("has_one")
    row = Issuer(
        did=issuer,
        slug=slug,
        organization_id=organization_id,
        name=name,
        office=office,
        founded_on=day_of(now),
    )
    session.add(row)
    session.flush()
    _note(session, "credentials.issuer_founded", row, by=by, now=now)
    outbox.publish(session, KeysWanted(issuer, now))
    return row


def name_issuer(
    session: "Session",
    issuer: str,
    *,
    name: str,
    office: str,
    by: "uuid.UUID",
    now: "datetime",
) -> Issuer:
    """Call an issuer by another name from now on; the city's own gets its row here.

    What was signed before keeps the old name until it is signed anew (``correcting``).
    """
    row = session.get(Issuer, issuer)
    if row is None:
        row = Issuer(did=issuer, name=name, office=office, founded_on=day_of(now))
        session.add(row)
    row.name, row.office = name, office
    session.flush()
    _note(session, "credentials.issuer_named", row, by=by, now=now)
    return row


def reissue_all(session: "Session", issuer: str, *, by: "uuid.UUID", now: "datetime") -> None:
    """Have everything signed anew that names an issuer otherwise than it is called now."""
    outbox.publish(session, IssuerRenamed(issuer, now, by))


def end_issuer(
    session: "Session",
    row: Issuer,
    *,
    successor: str | None,
    city: str,
    by: "uuid.UUID",
    now: "datetime",
) -> None:
    """Let an issuer award nothing more; what it signed holds, and everything of it stays served.

    Raises:
        IssuerRefused: It has ended already, or would be its own successor.
    """
    if row.ended_on is not None:
        raise IssuerRefused("ended")
    if successor == row.did:
        raise IssuerRefused("itself")
    if successor is not None and session.get(Issuer, successor) is None:  # the city's own
        session.add(Issuer(did=successor, name=city, office="", founded_on=day_of(now)))
        session.flush()
    row.ended_on = day_of(now)
    row.successor_did = successor
    session.flush()
    _note(session, "credentials.issuer_ended", row, by=by, now=now)


def _note(
    session: "Session", action: str, row: Issuer, *, by: "uuid.UUID", now: "datetime"
) -> None:
    audit.record(session, action, now=now, by=by, details={"issuer": row.did})
