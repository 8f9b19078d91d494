"""What is to be sent on."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StatementsDue:
    """Statements that a forwarder is to get; one request.

    Attributes:
        statement_ids: 1 to 50.
    """

    forwarder_id: uuid.UUID
    statement_ids: tuple[uuid.UUID, ...]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class BackfillDue:
    """Older statements that a forwarder is to get: the next 50, and then this again.

    So a long backfill never stands before newer work in the queue.

    Attributes:
        after_seq: Statements up to this one are done with.
        until_seq: The last one, included.
    """

    forwarder_id: uuid.UUID
    after_seq: int
    until_seq: int
    occurred_at: datetime
