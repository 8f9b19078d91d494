"""Delete what is kept of somebody who left long ago."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.endorsements.models import (
    Contest,
    Endorsement,
    EndorsementInvitation,
    PriorLearning,
    PriorLearningFile,
)

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session


def forget(session: "Session", person_id: "uuid.UUID") -> None:
    """Delete all that was said of somebody, and what they handed in; idempotent.

    What they said of others stays: it is those people's.
    """
    own = sa.select(PriorLearning.id).where(PriorLearning.person_id == person_id)
    files = PriorLearningFile.prior_id.in_(own)
    session.execute(
        sa.delete(PriorLearningFile).where(files).execution_options(synchronize_session=False)
    )
    for table in (PriorLearning, Contest, Endorsement, EndorsementInvitation):
        session.execute(
            sa.delete(table)
            .where(table.person_id == person_id)
            .execution_options(synchronize_session=False)
        )
