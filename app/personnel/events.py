"""What happened to somebody's employment that others have to hear."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LeavesChanged:
    """It may be told otherwise who is away: what hangs on it is to be settled anew."""

    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class RetentionOver:
    """Somebody left so long ago that nothing of the register and the registry is kept of them.

    What they learned is theirs and stays: it is no part of either.
    """

    user_id: uuid.UUID
    occurred_at: datetime
