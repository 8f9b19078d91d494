"""What is to be fetched, what was learned, and what is to be brought."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssuerCheckDue:
    """A trusted issuer's document is to be read again."""

    issuer_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ListCheckDue:
    """A status list elsewhere is to be read again."""

    list_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ListRead:
    """A status list elsewhere was read, and is what it now says."""

    list_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryDue:
    """A credential is to be brought to a registry elsewhere, as it is when its turn comes."""

    registry_id: uuid.UUID
    credential_id: uuid.UUID
    occurred_at: datetime
