"""What happened to しおり."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BookmarkClaimed:
    """What a guest learned has moved into an account; the guest has nothing left."""

    guest_id: uuid.UUID
    occurred_at: datetime
