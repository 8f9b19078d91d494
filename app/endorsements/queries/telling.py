"""What the registry's pages tell of the grounds that are kept here."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.endorsements.models import Endorsement, PriorLearning
from app.endorsements.queries.rows import name_of
from app.identity.models import User
from app.talent.telling import Told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def tell_endorsements(
    session: "Session", ground_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, Told]:
    """Return why people were endorsed, and by whom."""
    found = session.execute(
        sa.select(Endorsement, User)
        .join(User, User.id == Endorsement.endorser_id)
        .where(Endorsement.id.in_(ground_ids))
    )
    return {
        one.id: Told(reason=one.reason, said_by=name_of(endorser), thing=one.thing, link=one.link)
        for one, endorser in found
    }


def tell_prior_learning(
    session: "Session", ground_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, Told]:
    """Return why what was learned elsewhere counts, and who assessed it."""
    found = session.execute(
        sa.select(PriorLearning, User)
        .outerjoin(User, User.id == PriorLearning.answered_by_id)
        .where(PriorLearning.id.in_(ground_ids))
    )
    return {
        one.id: Told(reason=one.answer, said_by=name_of(assessor), link=one.link)
        for one, assessor in found
    }


def told_of(session: "Session", ground_id: uuid.UUID | None) -> Told | None:
    """Return what is told of a ground of either kind; None for one that is kept elsewhere."""
    if ground_id is None:
        return None
    told = tell_endorsements(session, [ground_id]) or tell_prior_learning(session, [ground_id])
    return told.get(ground_id)
