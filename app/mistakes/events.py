"""What was told."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MistakeReported:
    """A reader told of a mistake in a lesson."""

    report_id: uuid.UUID
    occurred_at: datetime
