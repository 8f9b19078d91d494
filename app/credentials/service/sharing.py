"""Let the holder show a credential to others by a link, and stop it again."""

import secrets
from typing import TYPE_CHECKING

from app.clock import day_of
from app.config import CONSENT_AGE
from app.credentials.errors import NotShareable
from app.credentials.models import (
    AuditEvent,
    Credential,
    CredentialAudit,
    CredentialState,
    Visibility,
)
from app.credentials.queries.pages import missing_consent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person

TOKEN_BYTES = 16


def share_credential(
    session: "Session",
    credential: Credential,
    *,
    holder: "Person",
    now: "datetime",
    consent_age: int = CONSENT_AGE,
) -> str:
    """Make the link's token, or return the one there is.

    Raises:
        NotShareable: The holder is under age and nobody agreed, or it is not signed yet.
    """
    is_refused = missing_consent(session, holder, on=day_of(now), consent_age=consent_age)
    if is_refused or credential.state is CredentialState.PENDING:
        raise NotShareable(credential.number)
    if credential.share_token is None:
        credential.share_token = secrets.token_urlsafe(TOKEN_BYTES)
        credential.visibility = Visibility.LINK
        _note(session, credential, AuditEvent.SHARED, holder, now)
    return credential.share_token


def stop_sharing(
    session: "Session", credential: Credential, *, holder: "Person", now: "datetime"
) -> None:
    """End the link; a later one will have another address."""
    if credential.share_token is not None:
        credential.share_token, credential.visibility = None, Visibility.PRIVATE
        _note(session, credential, AuditEvent.UNSHARED, holder, now)


def _note(
    session: "Session",
    credential: Credential,
    what: AuditEvent,
    holder: "Person",
    now: "datetime",
) -> None:
    session.add(CredentialAudit(credential_id=credential.id, what=what, by_id=holder.id, at=now))
    session.flush()
