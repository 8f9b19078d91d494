"""What is to happen to somebody's data."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ErasureDue:
    """A person's account is closed, and all that is held of them has to go.

    Attributes:
        by_id: Who asked for it: the person, or an administrator.
    """

    user_id: uuid.UUID
    by_id: uuid.UUID | None
    occurred_at: datetime
