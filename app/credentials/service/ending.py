"""Tell holders in time that a credential ends; each by an event of its own, and once."""

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.credentials.events import CredentialEnds
from app.credentials.models import Credential, CredentialState
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

TOLD_BEFORE = timedelta(days=60)
"""So long before its end a holder is told, and may be awarded it again."""

A_DAY = timedelta(days=1)


def tell_of_ends(session: "Session", *, now: "datetime") -> int:
    """Publish what enters its last sixty days within the day from ``now``; return how many.

    A day on which no worker ran is made up for by what each credential's page says itself.
    """
    ending = session.scalars(
        sa.select(Credential.id).where(
            Credential.state == CredentialState.ISSUED,
            Credential.valid_until > now + TOLD_BEFORE - A_DAY,
            Credential.valid_until <= now + TOLD_BEFORE,
        )
    ).all()
    for credential_id in ending:
        outbox.publish(session, CredentialEnds(credential_id, now))
    return len(ending)
