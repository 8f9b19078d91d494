"""Send a letter, once."""

import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.notify.mailer import FileMailer, Letter, Mailer, SmtpMailer
from app.notify.models import Message

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.config import Settings

__all__ = [
    "FileMailer",
    "Letter",
    "Mailer",
    "SmtpMailer",
    "forget_keys",
    "mailer_of",
    "send_once",
    "was_sent",
]


def mailer_of(settings: "Settings") -> Mailer:
    """Return the site's mailer: its mail server, or the folder ``mail`` of the instance."""
    if settings.smtp_url is not None:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return FileMailer(settings.instance_dir / "mail", settings.mail_from)


def was_sent(session: "Session", key: str) -> bool:
    """Say whether the message of this key has gone out, before making what it would carry."""
    return bool(session.scalar(sa.select(sa.exists().where(Message.key == key))))


def forget_keys(session: "Session", word: str) -> None:
    """Delete the notes that letters were sent whose key holds a word, such as a person's id."""
    session.execute(sa.delete(Message).where(Message.key.contains(word, autoescape=True)))


def send_once(
    session: "Session", mailer: Mailer, letter: Letter, *, key: str, now: "datetime"
) -> bool:
    """Send ``letter`` unless the message of ``key`` has been sent; say whether it was sent now.

    Args:
        session: The unit of work; the mark «sent» commits with it.
        mailer: Where to.
        letter: What.
        key: What the message is about, e.g. ``password-reset:<user>:<instant>``.
        now: The present instant.

    Raises:
        OSError: The mail server did not take it; nothing is marked.
    """
    if was_sent(session, key):
        return False
    message_id = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@terakoya.invalid>"
    session.add(Message(key=key, message_id=message_id, sent_at=now))
    session.flush()  # the unique key stops a second worker before anything leaves the house
    mailer.send(letter, message_id=message_id)
    return True
