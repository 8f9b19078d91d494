"""What this package tells the packages above it."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AnswersChanged:
    """What is allowed of somebody may be another today.

    Told with each answer, and when a guardian's answers begin or cease to count; not when time
    passes or a text is asked anew.
    """

    person_id: uuid.UUID
    occurred_at: datetime
