"""Take a credential back, for good."""

from typing import TYPE_CHECKING

from app.audit import service as audit
from app.credentials.errors import NotRevocable
from app.credentials.events import CredentialRevoked
from app.credentials.models import AuditEvent, Credential, CredentialAudit, CredentialState
from app.outbox import service as outbox

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session


def revoke_credential(
    session: "Session",
    credential: Credential,
    *,
    reason: str,
    by: "uuid.UUID | None",
    now: "datetime",
) -> None:
    """Revoke an issued credential; the page says so at once, the signed list soon after.

    Args:
        session: The caller's transaction.
        credential: An issued credential.
        reason: For the holder and whoever has the link; never in the public list.
        by: Who decided; None for the command line.
        now: When.

    Raises:
        NotRevocable: It was never issued, or is revoked already.
    """
    if credential.state is not CredentialState.ISSUED:
        raise NotRevocable(
            f"{credential.number} は、まだ出ていないか、もう取り消されています。"
            "何も変わっていません。"
        )
    credential.state = CredentialState.REVOKED
    credential.revoked_at, credential.revoked_reason = now, reason
    session.add(
        CredentialAudit(
            credential_id=credential.id,
            what=AuditEvent.REVOKED,
            by_id=by,
            note=reason,
            sha256=credential.sha256,
            at=now,
        )
    )
    session.flush()
    audit.record(
        session,
        "credential.revoked",
        now=now,
        by=by,
        subject=credential.user_id,
        details={"number": credential.number},
    )
    outbox.publish(session, CredentialRevoked(credential.id, now))
