"""What somebody asked of the worker."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RosterReceived:
    """A file is there, or something in it was mended: it is to be read and compared."""

    import_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class RosterApproved:
    """Somebody looked at a dry run and wants it."""

    import_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class RosterUndoAsked:
    """An import is to be undone."""

    import_id: uuid.UUID
    occurred_at: datetime
