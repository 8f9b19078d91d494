"""Note that somebody has had on their page what was new."""

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.endorsements.models import Contest, Endorsement, PriorLearning

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.endorsements.queries.own import Unseen


def note_read(session: "Session", new: "Unseen", *, now: datetime) -> None:
    """Note that a person has had these on the page, so that their home tells of them no more."""
    for table, ids in (
        (Endorsement, new.endorsements),
        (Contest, new.contests),
        (PriorLearning, new.priors),
    ):
        if ids:
            session.execute(sa.update(table).where(table.id.in_(ids)).values(seen_on=day_of(now)))
