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
    if not is_due(session, credential, registry.name):
        return _delivery(session, credential.id, registry.name)
    receipt = registry.deliver(
        credential.jwt or "", (credential.di or "").encode(), person=credential.user_id, now=now
    )
    return note(session, credential, registry.name, receipt, now=now)


def is_due(session: "Session", credential: Credential, registry: str) -> bool:
    """Say whether a registry should get a credential as it is now."""
    if credential.state is not CredentialState.ISSUED:
        return False
    delivery = _delivery(session, credential.id, registry)
    is_there = delivery.state is DeliveryState.DELIVERED
    return not is_there or delivery.sha256 not in {None, credential.sha256}


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
    delivery.attempts += 1
    delivery.receipt = receipt.reference
    if receipt.is_accepted:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now
        delivery.sha256, delivery.last_error = sha256 or credential.sha256, None
    else:
        delivery.state, delivery.last_error = DeliveryState.REFUSED, (receipt.reason or "")[:400]
        delivery.delivered_at = None
    session.add(
        CredentialAudit(
            credential_id=credential.id,
            what=AuditEvent.DELIVERED if receipt.is_accepted else AuditEvent.REFUSED,
            note=registry,
            sha256=sha256 or credential.sha256,
            at=now,
        )
    )
    session.flush()
    return delivery


def _delivery(session: "Session", credential_id: "uuid.UUID", registry: str) -> Delivery:
    found = session.scalar(
        sa.select(Delivery).filter_by(credential_id=credential_id, registry_name=registry)
    )
    if found is None:
        found = Delivery(
            credential_id=credential_id,
            registry_name=registry,
            state=DeliveryState.WAITING,
            attempts=0,
        )
        session.add(found)
        session.flush()
    return found
