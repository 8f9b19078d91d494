"""React to what happened to credentials."""

from typing import TYPE_CHECKING

from app import clock
from app.credentials.models import Credential
from app.i18n.marks import N_
from app.talent import service

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.credentials.events import CredentialRevoked

UNTOLD = N_("発行者が取り消しました。")


def on_credential_revoked(session: "Session", event: "CredentialRevoked") -> None:
    """Grey what the credential attested, with the issuer's reason; idempotent."""
    credential = session.get(Credential, event.credential_id)
    reason = (credential.revoked_reason if credential else None) or UNTOLD
    uri = f"urn:uuid:{event.credential_id}"
    service.revoke(session, uri, reason=reason, now=clock.now())
