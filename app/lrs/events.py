"""What the store tells the packages above it."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StatementsStored:
    """A batch was stored; only told while ``StoreSetting.announces``.

    Attributes:
        statement_ids: 1 to 50; a larger batch is told in several events.
    """

    statement_ids: tuple[uuid.UUID, ...]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ReportReceived:
    """A client that may report on them sent statements that name a registration.

    Told once a batch and registration; whether the registration exists is for others to know.
    """

    registration_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's statements and documents are gone; what others keep of them goes as well."""

    user_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class RecordsErased:
    """A step of an erasure is done. It does not say whose, as nothing does afterwards.

    Attributes:
        registration_ids: Those whose statements went; 500 at most, and perhaps none.
    """

    registration_ids: tuple[uuid.UUID, ...]
    occurred_at: datetime
