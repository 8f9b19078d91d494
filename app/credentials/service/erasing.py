"""Let a person's credentials go: their papers, and what must stay of them in the status lists."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.credentials import press
from app.credentials.models import Credential, CredentialState, SpentStatusEntry
from app.outbox.context import settings

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session


def keep_places(session: "Session", user_id: "uuid.UUID") -> None:
    """Keep where a person's credentials stand in the status lists; they may go then.

    A place that is kept is never given again, and one of a revoked credential goes on saying so.
    The papers and pictures that were made of them go at once.
    """
    for one in session.scalars(sa.select(Credential).where(Credential.user_id == user_id)):
        press.forget(one.id, instance_dir=settings().instance_dir)
        session.merge(
            SpentStatusEntry(
                number=one.status_list_number,
                index=one.status_index,
                is_revoked=one.state is CredentialState.REVOKED,
            )
        )
    session.flush()
