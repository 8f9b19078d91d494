"""What happened to people that others may want to hear."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PasswordResetRequested:
    """Somebody who typed this person's e-mail address asked for a link by mail.

    The event holds no token: the handler makes the link, so that no secret rests in the outbox.
    """

    user_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DayBegun:
    """A day in Japan begins: its delivery waits for it, and tells of the next one."""

    day: date
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class GuestMade:
    """Somebody began to learn without an account."""

    user_id: uuid.UUID
    occurred_at: datetime
