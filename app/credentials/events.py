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


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """A credential is to be signed anew under its own id."""

    correction_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class KeysWanted:
    """An issuer was founded, or its keys are to be followed by others: the worker makes them."""

    issuer: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class KeyWithdrawn:
    """Somebody else may hold a key: it left the issuer's document, and its work is done anew."""

    issuer: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class IssuerRenamed:
    """An issuer has another name, and everything it signed is to be signed anew under it."""

    issuer: str
    occurred_at: datetime
    by_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CredentialEnds:
    """A credential ends before long, and its holder is to be told once."""

    credential_id: uuid.UUID
    occurred_at: datetime
