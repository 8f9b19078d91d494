"""Write letters about what people were told, in the worker; idempotent."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app import clock
from app.following import queries, service
from app.following.events import NotificationLetterDue, NotificationsTold
from app.following.letters import as_letter
from app.following.models import Notification
from app.identity import queries as identity
from app.identity.models import User
from app.notify import service as notify
from app.notify.hours import wait_for_office
from app.outbox import service as outbox
from app.outbox.context import settings
from app.outbox.errors import NotNow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun

KEPT: Final = timedelta(days=730)
"""How long a notification stays."""


def on_notifications_told(session: "Session", event: NotificationsTold) -> None:
    """Settle who of them gets a letter: adults with an address who have not said no."""
    people = identity.people_of(session, event.user_ids, on=clock.day_of(event.occurred_at))
    for one in people.values():
        if one.is_minor or one.is_disabled or identity.mail_address(session, one.id) is None:
            continue
        if queries.wants_letters(session, one.id):
            outbox.publish(session, NotificationLetterDue(event.key, one.id, event.occurred_at))


def on_notification_letter_due(session: "Session", event: NotificationLetterDue) -> None:
    """Write to one person once; whoever has read the page meanwhile needs no letter.

    Raises:
        NotNow: The person works for the city, and offices are closed.
    """
    now = clock.now()
    user = session.get(User, event.user_id)
    row = session.scalars(
        sa.select(Notification).where(
            Notification.user_id == event.user_id, Notification.key == event.key
        )
    ).one_or_none()
    if user is None or user.email is None or row is None or row.read_at is not None:
        return
    who = identity.person(session, user.id, on=clock.day_of(now))
    if who.works_for_city and (wait := wait_for_office(now)):
        raise NotNow(wait)
    site = settings()
    letter = as_letter(user, row, url=site.public_url, city=site.city)
    key = f"following:{event.user_id}:{event.key}"
    notify.send_once(session, notify.mailer_of(site), letter, key=key, now=now)


def on_day_begun(session: "Session", event: "DayBegun") -> None:  # noqa: ARG001  any day will do
    """Forget what was told long ago."""
    service.forget_old(session, before=clock.now() - KEPT)
