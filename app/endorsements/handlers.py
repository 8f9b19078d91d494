"""What is done, in the worker, when something has happened."""

from typing import TYPE_CHECKING

from app import clock
from app.clock import day_of
from app.endorsements import rules, service
from app.endorsements.letters import as_letter
from app.endorsements.models import EndorsementInvitation
from app.identity.models import User
from app.notify import service as notify
from app.outbox.context import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.endorsements.events import PartnerAsked
    from app.personnel.events import RetentionOver


def on_partner_asked(session: "Session", event: "PartnerAsked") -> None:
    """Write to a partner who was asked to endorse somebody, once."""
    now = clock.now()
    row = session.get(EndorsementInvitation, event.invitation_id)
    if row is None or not rules.is_invited(row.ends_on, row.ended_on, today=day_of(now)):
        return
    partner = session.get_one(User, row.partner_id)
    if partner.email is None or partner.disabled_at is not None:
        return
    person, site = session.get_one(User, row.person_id), settings()
    letter = as_letter(row, partner, person.name, url=site.public_url, city=site.city)
    key = f"endorsements:{row.partner_id}:{row.id}"
    notify.send_once(session, notify.mailer_of(site), letter, key=key, now=now)


def on_retention_over(session: "Session", event: "RetentionOver") -> None:
    """Delete what was said of somebody who left long ago; idempotent."""
    service.forget(session, event.user_id)
