"""React to what happened to credentials, here and elsewhere."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app import clock
from app.credentials import sandbox
from app.credentials.errors import TooBusy
from app.credentials.models import Credential
from app.credentials.openbadges import start_of_day
from app.credentials.verify import verify
from app.exchange.models import HeldList
from app.exchange.queries.trust import FRESH, TrustedResolver
from app.exchange.service import fetching
from app.exchange.service.registries import wire_of
from app.outbox import service as outbox
from app.outbox.context import settings
from app.outbox.errors import NotNow
from app.talent import arrivals, service, standings
from app.talent.events import ArrivalDue
from app.talent.models import ReceiptState, ReceivedCredential

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from typing import Any

    from sqlalchemy.orm import Session

    from app.credentials.events import CredentialRevoked
    from app.exchange.documents import CheckProof
    from app.exchange.events import ListRead
    from app.identity.events import DayBegun
    from app.outbox.relay import Errand, Note
    from app.personnel.events import RetentionOver

A_MOMENT = timedelta(seconds=5)


def on_credential_revoked(session: "Session", event: "CredentialRevoked") -> None:
    """Grey what the credential attested, with the issuer's reason; idempotent."""
    credential = session.get(Credential, event.credential_id)
    reason = (credential.revoked_reason if credential else None) or service.TAKEN_BACK
    uri = f"urn:uuid:{event.credential_id}"
    service.revoke(session, uri, reason=reason, now=clock.now())


def on_list_read(session: "Session", event: "ListRead") -> None:
    """Grey what an issuer elsewhere has taken back; idempotent."""
    held = session.get(HeldList, event.list_id)
    if held is not None:
        service.fall(session, held, now=clock.now())


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Try once more what still waits for something elsewhere.

    Raises:
        NotNow: The day has not begun.
    """
    now, begins = clock.now(), start_of_day(event.day)
    if now < begins:
        raise NotNow(begins - now)
    waiting = sa.select(ReceivedCredential).where(ReceivedCredential.state == ReceiptState.WAITING)
    arrivals.look_again(session, list(session.scalars(waiting)), now=now)


def let_expired_fall(session: "Session", event: "DayBegun") -> None:
    """Sum up anew what has expired, so that what else is attested counts; idempotent.

    Raises:
        NotNow: The day has not begun.
    """
    now, begins = clock.now(), start_of_day(event.day)
    if now < begins:
        raise NotNow(begins - now)
    today = clock.day_of(now)
    standings.refold(session, standings.whose_expired(session, today=today), today=today)


def on_retention_over(session: "Session", event: "RetentionOver") -> None:
    """Empty the registry of somebody who left long ago; idempotent."""
    service.forget(session, event.user_id)


def make_on_arrival_due(
    check_proof: "CheckProof",
) -> "Callable[[Session, ArrivalDue], Errand | None]":
    """Return the handler that settles what came from elsewhere.

    Args:
        check_proof: ``credentials.proofs.is_intact``; the worker alone has it.
    """

    def on_arrival_due(session: "Session", event: ArrivalDue) -> "Errand | None":
        now = clock.now()
        row = session.get(ReceivedCredential, event.received_id)
        if row is None or row.state is not ReceiptState.WAITING:
            return None
        issuer, list_url = arrivals.names_in(row)
        needed = fetching.for_credential(session, issuer, list_url, now=now)
        if needed is not None:
            return partial(_fetch, needed, check_proof, row.id)
        resolver = TrustedResolver(session, read_since=now - FRESH)
        if row.jwt:
            arrivals.settle(session, row, verify(row.jwt, resolver, now=now), now=now)
            return None
        return partial(_check_apart, row.id, row.di, resolver.snapshot(issuer, list_url))

    on_arrival_due.__qualname__ = "on_arrival_due"  # the name delivery rows keep
    return on_arrival_due


def _fetch(needed: fetching.Errand, check_proof: "CheckProof", received_id: "uuid.UUID") -> "Note":
    fetched = needed.run(wire_of(settings()), check_proof, now=clock.now())

    def note(session: "Session") -> None:
        now = clock.now()
        needed.keep(session, fetched, now=now)
        outbox.publish(session, ArrivalDue(received_id, now))

    return note


def _check_apart(received_id: "uuid.UUID", document: bytes, snapshot: "dict[str, Any]") -> "Note":
    try:
        found = sandbox.check_document(document, snapshot, now=clock.now())
    except TooBusy:
        raise NotNow(A_MOMENT) from None

    def note(session: "Session") -> None:
        row = session.get(ReceivedCredential, received_id)
        if row is not None and row.state is ReceiptState.WAITING:
            arrivals.settle(session, row, found, now=clock.now())

    return note
