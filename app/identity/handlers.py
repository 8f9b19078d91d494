"""What identity does when something has happened."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from app import clock
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.identity import service
from app.identity.events import DayBegun
from app.identity.models import User
from app.notify import service as notify
from app.outbox import service as outbox
from app.outbox.context import settings
from app.outbox.errors import NotNow
from app.ui.strings import in_language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import PasswordResetRequested

A_DAY = timedelta(days=1)

SUBJECT = N_("寺子屋：新しいパスワードを決めるページ")
BODY = (
    N_("新しいパスワードを決めるためのページです。1時間のあいだ、1回だけ使えます。"),
    "%(url)s",
    N_(
        "心当たりがないときは、このメールを消してください。パスワードは、前のまま変わりません。"
        "寺子屋の職員が、パスワードをたずねることはありません。"
    ),
    "%(city)s",
)
"""Paragraphs, in the language in which the person reads pages."""


def on_password_reset_requested(session: "Session", event: "PasswordResetRequested") -> None:
    """Mail a link for a new password to the address of the account, once an event."""
    key = f"password-reset:{event.user_id}:{event.occurred_at.isoformat()}"
    user = session.get(User, event.user_id)
    if user is None or user.email is None or user.disabled_at is not None:
        return
    if notify.was_sent(session, key):
        return
    now, site = clock.now(), settings()
    link = service.issue_reset_link(session, user.id, now=now, lives=service.MAILED_FOR)
    locale = user.settings.get("display", {}).get("locale", JAPANESE)
    values = {"url": link.url(site.public_url), "city": site.city}
    body = "\n\n".join(in_language(locale, paragraph, **values) for paragraph in BODY)
    subject = in_language(locale, SUBJECT)
    letter = notify.Letter(to=user.email, subject=subject, body=f"{body}\n")
    notify.send_once(session, notify.mailer_of(site), letter, key=key, now=now)


def on_day_begun(session: "Session", event: DayBegun) -> None:
    """Close the accounts of those who left, once a day, and wait for the next day.

    Raises:
        NotNow: The day has not begun.
    """
    now = clock.now()
    begins = datetime.combine(event.day, time(), clock.JST).astimezone(UTC)
    if now < begins:
        raise NotNow(begins - now)
    today = clock.day_of(now)
    service.disable_leavers(session, on=today, now=now)
    outbox.publish(session, DayBegun(today + A_DAY, now))
