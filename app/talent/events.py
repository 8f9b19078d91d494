"""What the registry has still to do."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ArrivalDue:
    """Something that came from elsewhere waits for what only the worker can look at."""

    received_id: uuid.UUID
    occurred_at: datetime
