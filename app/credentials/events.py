"""What other packages, and the next step here, may learn from this one."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CredentialAwarded:
    """Every fact of a credential is settled; it waits for its signatures."""

    credential_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class CredentialIssued:
    """A credential was signed, checked and stored."""

    credential_id: uuid.UUID
    user_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class CredentialRevoked:
    """A credential no longer holds; the status list is to be signed again."""

    credential_id: uuid.UUID
    occurred_at: datetime
