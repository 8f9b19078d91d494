"""What a home tells of: what is new for its person, and what waits for HR."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.endorsements.models import (
    Contest,
    Endorsement,
    EndorsementInvitation,
    PriorLearning,
)
from app.endorsements.queries.desk import open_contests, waiting_priors
from app.endorsements.rules import Outcome, Stage

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class News:
    """What is new: endorsements, answers to contests, answers to claims; and what waits for HR."""

    endorsed: int
    answered: int
    assessed: int
    contests: int
    learning: int

    @property
    def is_some(self) -> bool:
        """Whether anything of the person's is new."""
        return bool(self.endorsed or self.answered or self.assessed)


def news(person_id: uuid.UUID, *, settles: bool) -> tuple[sa.ColumnElement[int], ...]:
    """Return the columns of ``News``, each a query of its own; the home asks several at once.

    Args:
        person_id: Whose home it is.
        settles: Whether they answer for contests and claims as well.
    """
    told = (
        _count(Endorsement.person_id == person_id, Endorsement.seen_on.is_(None)),
        _count(
            Contest.person_id == person_id,
            Contest.outcome != Outcome.OPEN,
            Contest.seen_on.is_(None),
        ),
        _count(
            PriorLearning.person_id == person_id,
            PriorLearning.stage != Stage.WAITING,
            PriorLearning.seen_on.is_(None),
        ),
    )
    waiting = (open_contests(), waiting_priors()) if settles else (sa.literal(0), sa.literal(0))
    return (*told, *waiting)


def asked_of(session: "Session", partner_id: uuid.UUID, *, today: "date") -> int:
    """Return about how many people a partner is asked today; one query."""
    one = EndorsementInvitation
    asked = sa.select(sa.func.count(one.person_id.distinct())).where(
        one.partner_id == partner_id, one.ended_on.is_(None), one.ends_on >= today
    )
    return session.scalar(asked) or 0


def _count(*where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).where(*where).scalar_subquery()
