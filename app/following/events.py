"""What a letter may follow."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NotificationsTold:
    """People were told something new; ``key`` is that of their notifications."""

    key: str
    user_ids: tuple[uuid.UUID, ...]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class NotificationLetterDue:
    """One of them is to be written to, staff as soon as offices are open."""

    key: str
    user_id: uuid.UUID
    occurred_at: datetime
