"""What other packages learn from here."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AdoptionMoved:
    """A proposal has come to another state; ``state`` is a value of ``rules.AdoptionState``."""

    adoption_id: uuid.UUID
    project_id: uuid.UUID
    state: str
    occurred_at: datetime
