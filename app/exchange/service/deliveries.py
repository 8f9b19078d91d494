"""Whose credentials go to registries elsewhere, and their places in the queue."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.consents import queries as consents
from app.consents.rules import Purpose
from app.credentials.models import Credential
from app.credentials.service import delivery
from app.exchange.events import DeliveryDue
from app.exchange.models import Registry
from app.exchange.queries import registries
from app.i18n.marks import N_
from app.identity import queries as identity
from app.identity.models import OrganizationKind, Role
from app.outbox import service as outbox

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import PostView

NOT_STAFF = N_("市の職員ではない人の修了証は、よその登録簿に送りません。")
NO_CONSENT = N_("未成年の人の修了証で、保護者の同意がないので、送りません。")


def queue(session: "Session", credential: Credential, *, consent_age: int, now: "datetime") -> int:
    """Put a credential in the queue of every registry; return of how many.

    Nothing is queued for whoever it may not be sent of.
    """
    found = registries.living(session)
    if not found:
        return 0
    if reason_not_to(session, credential.user_id, consent_age=consent_age, now=now) is not None:
        return 0
    for registry in found:
        outbox.publish(session, DeliveryDue(registry.id, credential.id, now))
    return len(found)


def reason_not_to(
    session: "Session", person_id: "uuid.UUID", *, consent_age: int, now: "datetime"
) -> str | None:
    """Say why somebody's credentials do not leave the house; None where they may.

    Args:
        session: Any.
        person_id: The holder.
        consent_age: The setting of that name.
        now: The present instant: consent is looked at as it stands.
    """
    today = day_of(now)
    who = identity.person(session, person_id, on=today)
    if not any(_is_of_city(post) for post in who.all_posts):
        return NOT_STAFF
    if not who.is_minor:
        return None
    found = consents.decision(
        session, person_id, Purpose.CREDENTIALS, on=today, consent_age=consent_age
    )
    return None if found.is_allowed else NO_CONSENT


def _is_of_city(post: "PostView") -> bool:
    is_place = post.organization_kind in {OrganizationKind.CITY, OrganizationKind.DEPARTMENT}
    return is_place and post.role not in {Role.GUARDIAN, Role.PARTNER}


def due(
    session: "Session",
    registry_id: "uuid.UUID",
    credential_id: "uuid.UUID",
    *,
    consent_age: int,
    now: "datetime",
) -> tuple[Registry, Credential] | None:
    """Return what is to be sent where; None where nothing is, or no longer."""
    registry = session.get(Registry, registry_id)
    credential = session.get(Credential, credential_id)
    if registry is None or registry.ended_at is not None or credential is None:
        return None
    if reason_not_to(session, credential.user_id, consent_age=consent_age, now=now) is not None:
        return None
    if not delivery.is_due(session, credential, registry.told_as):
        return None
    return registry, credential


def send_again(session: "Session", registry_id: "uuid.UUID", *, now: "datetime") -> int:
    """Give what gave up on its way to a registry another ten tries; return how many there are."""
    dead = registries.dead(session, registry_id)
    for seq, handler in dead:
        outbox.send_again(session, seq, handler, now=now)
    return len(dead)


def queue_earlier(
    session: "Session", registry: Registry, *, consent_age: int, now: "datetime"
) -> int:
    """Queue what was issued before a registry was added; return how many go to it."""
    held = sa.select(Credential).order_by(Credential.issued_at, Credential.id)
    count = 0
    for credential in session.scalars(held):
        if not delivery.is_due(session, credential, registry.told_as):
            continue
        if reason_not_to(session, credential.user_id, consent_age=consent_age, now=now) is None:
            outbox.publish(session, DeliveryDue(registry.id, credential.id, now))
            count += 1
    return count
