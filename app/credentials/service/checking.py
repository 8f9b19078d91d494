"""Verify a credential in either form, completely. For the worker: it canonicalizes."""

from typing import TYPE_CHECKING

from app.credentials import proofs
from app.credentials.queries import trust
from app.credentials.verify import verify

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.credentials.verdict import Verdict

VERIFIER = "terakoya/1"
"""Kept beside every verdict; raised when a check changes its meaning."""


def check_credential(session: "Session", document: bytes | str, *, now: "datetime") -> "Verdict":
    """Verify a document against the issuers this installation trusts.

    Only documents that this house signed itself come here; what strangers hand in goes through
    ``sandbox``, where time and memory are bounded.
    """
    return verify(document, trust.OwnResolver(session), now=now, check_proof=proofs.is_intact)
