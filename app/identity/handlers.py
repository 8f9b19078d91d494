"""What identity does when something has happened."""

from typing import TYPE_CHECKING

from app import clock
from app.identity import service
from app.identity.models import User
from app.notify import service as notify
from app.outbox.context import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import PasswordResetRequested

SUBJECT = "寺子屋 新しいパスワードを決めるページ"
BODY = """\
新しいパスワードを決めるためのページです。1時間のあいだ、1回だけ使えます。

{url}

心当たりがないときは、このメールを消してください。パスワードは、前のまま変わりません。
寺子屋の職員が、パスワードをたずねることはありません。

{city}
"""
"""Not through gettext: a worker has no reader, and the source language is everybody's."""


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
    body = BODY.format(url=link.url(site.public_url), city=site.city)
    letter = notify.Letter(to=user.email, subject=SUBJECT, body=body)
    notify.send_once(session, notify.mailer_of(site), letter, key=key, now=now)
