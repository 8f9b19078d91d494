"""Hand a credential to a registry, once."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.credentials.models import (
    AuditEvent,
    Credential,
    CredentialAudit,
    CredentialState,
    Delivery,
    DeliveryState,
)

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.credentials.registry import Receipt, RegistryPort


def deliver_credential(
    session: "Session", credential: Credential, registry: "RegistryPort", *, now: "datetime"
) -> Delivery:
    """Deliver an issued credential; nothing happens when this revision of it arrived before.

    A refusal is final and kept with its reason.

    Raises:
        DeliveryFailed: The registry could not be reached; nothing is kept, and it may be tried
            again.
    """
    delivery = _delivery(session, credential.id, registry.name)
    if _is_due(credential, delivery):
        receipt = registry.deliver(*forms(credential), person=credential.user_id, now=now)
        _note(session, credential, delivery, receipt, sha256=credential.sha256, now=now)
    session.add(delivery)
    session.flush()
    return delivery


def forms(credential: Credential) -> tuple[str, bytes]:
    """Return a credential in both forms, as a registry gets it."""
    return credential.jwt or "", (credential.di or "").encode()


def is_due(session: "Session", credential: Credential, registry: str) -> bool:
    """Say whether a registry should get a credential as it is now."""
    if credential.state is not CredentialState.ISSUED:
        return False
    delivery = _delivery(session, credential.id, registry)
    session.add(delivery)
    session.flush()
    return _is_due(credential, delivery)


def _is_due(credential: Credential, delivery: Delivery) -> bool:
    is_there = delivery.state is DeliveryState.DELIVERED
    is_same = is_there and delivery.sha256 in {None, credential.sha256}
    return credential.state is CredentialState.ISSUED and not is_same


def note(
    session: "Session",
    credential: Credential,
    registry: str,
    receipt: "Receipt",
    *,
    sha256: str | None = None,
    now: "datetime",
) -> Delivery:
    """Write down what a registry answered.

    Args:
        session: The unit of work.
        credential: What was brought.
        registry: The port's ``name``.
        receipt: The answer.
        sha256: Of the JWT that was brought; the present one's unless said otherwise.
        now: When it answered.
    """
    delivery = _delivery(session, credential.id, registry)
    _note(session, credential, delivery, receipt, sha256=sha256 or credential.sha256, now=now)
    session.add(delivery)
    session.flush()
    return delivery


def _note(
    session: "Session",
    credential: Credential,
    delivery: Delivery,
    receipt: "Receipt",
    *,
    sha256: str | None,
    now: "datetime",
) -> None:
    delivery.attempts += 1
    delivery.receipt = receipt.reference
    if receipt.is_accepted:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now
        delivery.sha256, delivery.last_error = sha256, None
    else:
        delivery.state, delivery.last_error = DeliveryState.REFUSED, (receipt.reason or "")[:400]
        delivery.delivered_at = None
    session.add(
        CredentialAudit(
            credential_id=credential.id,
            what=AuditEvent.DELIVERED if receipt.is_accepted else AuditEvent.REFUSED,
            note=delivery.registry_name,
            sha256=sha256,
            at=now,
        )
    )


def _delivery(session: "Session", credential_id: "uuid.UUID", registry: str) -> Delivery:
    """Return the row of a delivery; a new one is not in the session yet."""
    found = session.scalar(
        sa.select(Delivery).filter_by(credential_id=credential_id, registry_name=registry)
    )
    return found or Delivery(
        credential_id=credential_id,
        registry_name=registry,
        state=DeliveryState.WAITING,
        attempts=0,
    )
