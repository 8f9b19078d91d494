"""What the next step here learns from the one before."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BatchDue:
    """A batch has members without a credential."""

    batch_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawalAgreed:
    """A second person has agreed that a batch be taken back, and some of it still holds."""

    batch_id: uuid.UUID
    occurred_at: datetime
