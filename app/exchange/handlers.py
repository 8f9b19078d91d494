"""What the worker does: read what issuers publish, bring credentials to registries."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from app import clock
from app.credentials.models import Credential
from app.credentials.openbadges import start_of_day
from app.credentials.service import delivery
from app.exchange import rules
from app.exchange.errors import CredentialRefused
from app.exchange.gateway import HttpRegistry, TooFast, port_to
from app.exchange.service import deliveries, fetching, issuers, registries
from app.outbox.context import settings
from app.outbox.errors import NotNow
from app.outbox.relay import in_batches
from app.wire.away import Away
from app.wire.errors import NotReached

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.credentials.events import CredentialIssued
    from app.credentials.registry import Receipt
    from app.exchange.documents import CheckProof
    from app.exchange.events import DeliveryDue, IssuerCheckDue, ListCheckDue
    from app.identity.events import DayBegun
    from app.outbox.relay import Errand, Note

JITTER = 0.25
away = Away(rules.wait_after, rules.LONGEST_WAIT, JITTER)
"""The circuit breaker of each registry."""


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Have every issuer's document and status lists read again, once a day.

    Raises:
        NotNow: The day has not begun.
    """
    now, begins = clock.now(), start_of_day(event.day)
    if now < begins:
        raise NotNow(begins - now)
    issuers.ask_again(session, now=now)


def make_on_issuer_check_due(
    check_proof: "CheckProof",
) -> "Callable[[Session, IssuerCheckDue], Errand | None]":
    """Return the handler that reads an issuer's document again."""

    def on_issuer_check_due(session: "Session", event: "IssuerCheckDue") -> "Errand | None":
        return _fetching(fetching.for_issuer(session, event.issuer_id), check_proof)

    on_issuer_check_due.__qualname__ = "on_issuer_check_due"  # the name delivery rows keep
    return on_issuer_check_due


def make_on_list_check_due(
    check_proof: "CheckProof",
) -> "Callable[[Session, ListCheckDue], Errand | None]":
    """Return the handler that reads a status list again."""

    def on_list_check_due(session: "Session", event: "ListCheckDue") -> "Errand | None":
        return _fetching(fetching.for_list(session, event.list_id), check_proof)

    on_list_check_due.__qualname__ = "on_list_check_due"  # the name delivery rows keep
    return on_list_check_due


def _fetching(needed: fetching.Errand | None, check_proof: "CheckProof") -> "Errand | None":
    return None if needed is None else partial(_fetch, needed, check_proof)


def _fetch(needed: fetching.Errand, check_proof: "CheckProof") -> "Note":
    fetched = needed.run(registries.wire_of(settings()), check_proof, now=clock.now())
    return lambda session: needed.keep(session, fetched, now=clock.now())


@in_batches
def on_credential_issued(session: "Session", event: "CredentialIssued") -> None:
    """Queue a credential of the city's staff for every registry elsewhere."""
    credential = session.get(Credential, event.credential_id)
    if credential is not None:
        age = settings().consent_age
        deliveries.queue(session, credential, consent_age=age, now=clock.now())


def on_delivery_due(session: "Session", event: "DeliveryDue") -> "Errand | None":
    """Bring a credential to a registry as it is now; whether it may go is looked at once more.

    Raises:
        NotNow: The registry did not answer lately, and is left alone for a while.
    """
    now, age = clock.now(), settings().consent_age
    found = deliveries.due(
        session, event.registry_id, event.credential_id, consent_age=age, now=now
    )
    if found is None:
        return None
    wait = away.wait_for(event.registry_id, now=now)
    if wait:
        raise NotNow(wait)
    registry, credential = found
    parcel = Parcel(credential.id, credential.user_id, credential.jwt or "", credential.sha256)
    return partial(_bring, port_to(registry, settings()), parcel)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A credential as it was when its turn came."""

    credential_id: "uuid.UUID"
    user_id: "uuid.UUID"
    jwt: str = field(repr=False)
    sha256: str | None


def _bring(registry: HttpRegistry, parcel: Parcel) -> "Note":
    try:
        receipt = registry.deliver(parcel.jwt, b"", person=parcel.user_id, now=clock.now())
    except TooFast as error:
        raise NotNow(timedelta(seconds=error.seconds)) from None
    except NotReached as error:
        away.note_failure(registry.id, wait_seconds=error.wait_seconds, now=clock.now())
        raise
    except CredentialRefused as error:
        away.note_answer(registry.id)
        return partial(_give_up, parcel, error)
    away.note_answer(registry.id)
    return partial(_note, registry, parcel, receipt)


def _note(registry: HttpRegistry, parcel: Parcel, receipt: "Receipt", session: "Session") -> None:
    credential = session.get(Credential, parcel.credential_id)
    if credential is not None:  # erased meanwhile: nobody's any more
        now, sha256 = clock.now(), parcel.sha256
        delivery.note(session, credential, registry.name, receipt, sha256=sha256, now=now)
        registries.note_delivered(session, registry.id, now=now)


def _give_up(parcel: Parcel, error: CredentialRefused, session: "Session") -> None:
    """Let a person look, unless a later revision is on its way: then nobody need."""
    credential = session.get(Credential, parcel.credential_id)
    if credential is not None and credential.sha256 == parcel.sha256:
        raise error
