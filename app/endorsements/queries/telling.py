"""What the registry's pages tell of the grounds that are kept here."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.endorsements.models import Endorsement, PriorLearning
from app.endorsements.queries.rows import name_of
from app.identity.models import User
from app.talent.grounds import Behind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def behind_endorsement(session: "Session", ground_id: uuid.UUID) -> Behind | None:
    """Return why somebody was endorsed, and by whom."""
    found = session.execute(
        sa.select(Endorsement, User)
        .join(User, User.id == Endorsement.endorser_id)
        .where(Endorsement.id == ground_id)
    ).one_or_none()
    if found is None:
        return None
    one, endorser = found
    return Behind(one.reason, name_of(endorser), one.thing, one.link)


def behind_prior(session: "Session", ground_id: uuid.UUID) -> Behind | None:
    """Return why something that was learned elsewhere counts, and who assessed it."""
    found = session.execute(
        sa.select(PriorLearning, User)
        .outerjoin(User, User.id == PriorLearning.answered_by_id)
        .where(PriorLearning.id == ground_id)
    ).one_or_none()
    if found is None:
        return None
    one, assessor = found
    return Behind(one.answer, name_of(assessor), link=one.link)


def behind(session: "Session", ground_id: uuid.UUID | None) -> Behind | None:
    """Return what is behind a ground of either kind; None for one that is kept elsewhere."""
    if ground_id is None:
        return None
    return behind_endorsement(session, ground_id) or behind_prior(session, ground_id)
