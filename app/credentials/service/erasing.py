"""Delete a person's credentials, and keep their places in the status lists."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.credentials.models import Credential, CredentialState, SpentStatusEntry

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session


def keep_places(session: "Session", user_id: "uuid.UUID") -> None:
    """Keep where a person's credentials stand in the status lists; they may go then.

    A place that is kept is never given again, and one of a revoked credential goes on saying so.
    """
    for one in session.scalars(sa.select(Credential).where(Credential.user_id == user_id)):
        session.merge(
            SpentStatusEntry(
                number=one.status_list_number,
                index=one.status_index,
                is_revoked=one.state is CredentialState.REVOKED,
            )
        )
    session.flush()
