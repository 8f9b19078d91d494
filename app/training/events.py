"""What somebody asked of the worker."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TrainingReceived:
    """A list is there, or something about it was changed: it is to be read and compared."""

    import_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class TrainingApproved:
    """Somebody looked at a dry run and wants it."""

    import_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class TrainingUndoAsked:
    """An import is to be undone."""

    import_id: uuid.UUID
    occurred_at: datetime
