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
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.credentials.registry import RegistryPort


def deliver_credential(
    session: "Session", credential: Credential, registry: "RegistryPort", *, now: "datetime"
) -> Delivery:
    """Deliver an issued credential; nothing happens when it arrived before.

    A refusal is final and kept with its reason.

    Raises:
        DeliveryFailed: The registry could not be reached; nothing is kept, and it may be tried
            again.
    """
    delivery = _delivery(session, credential, registry.name)
    if delivery.state is DeliveryState.DELIVERED or credential.state is not CredentialState.ISSUED:
        return delivery
    receipt = registry.deliver(
        credential.jwt or "", (credential.di or "").encode(), person=credential.user_id, now=now
    )
    delivery.attempts += 1
    delivery.receipt = receipt.reference
    if receipt.is_accepted:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now
    else:
        delivery.state, delivery.last_error = DeliveryState.REFUSED, (receipt.reason or "")[:400]
    session.add(
        CredentialAudit(
            credential_id=credential.id,
            what=AuditEvent.DELIVERED if receipt.is_accepted else AuditEvent.REFUSED,
            note=registry.name,
            sha256=credential.sha256,
            at=now,
        )
    )
    session.flush()
    return delivery


def _delivery(session: "Session", credential: Credential, registry: str) -> Delivery:
    found = session.scalar(
        sa.select(Delivery).filter_by(credential_id=credential.id, registry_name=registry)
    )
    if found is None:
        found = Delivery(
            credential_id=credential.id,
            registry_name=registry,
            state=DeliveryState.WAITING,
            attempts=0,
        )
        session.add(found)
    return found
