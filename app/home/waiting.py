"""What waits for somebody on their home, asked of several packages at once."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import queries as adoption
from app.endorsements import queries as endorsements
from app.endorsements.policy import settles
from app.endorsements.queries import News
from app.following import queries as following
from app.mistakes import queries as mistakes
from app.mistakes.policy import may_answer
from app.surveys import queries as surveys
from app.talent.policy import headed_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.queries import Person


@dataclass(frozen=True, slots=True)
class Cue:
    """A self-check that still waits for an answer, until a day; ``questions`` counts them."""

    name: str
    closes_on: date
    questions: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits.

    Attributes:
        mistakes: How many reports of mistakes nobody answered; None for those who may not.
        said: What is new about somebody's skills.
        check: The self-check that asks them, if one does.
        late: How many answers to proposals are overdue, of their own and of whom they head.
        new: How many proposals have nobody yet who answers, there as well.
        told: How many notifications they have not read.
    """

    mistakes: int | None = None
    said: News | None = None
    check: Cue | None = None
    late: int = 0
    new: int = 0
    told: int = 0


def waiting_for(session: "Session", who: "Person", *, today: date, told: int = 0) -> Waiting:
    """Return what waits for somebody of the staff; one query.

    For everybody else it is what they were ``told``, which was asked for with their projects.
    """
    if who.audience != "staff":
        return Waiting(told=told)
    reports = may_answer(who)
    cue = surveys.cue(who.id, today=today)
    one_row = sa.select(sa.literal(1).label("one")).subquery("one_row")
    found = session.execute(
        sa.select(
            mistakes.open_ones() if reports else sa.null(),
            *endorsements.news(who.id, settles=settles(who)),
            *adoption.home_cues(who.id, headed_by(who), today=today),
            following.new_of(who.id),
            *(cue.c.name, cue.c.closes_on, cue.c["items"]),
        ).select_from(one_row.outerjoin(cue, sa.true()))
    ).one()
    count, *said, late, new, told, name, closes_on, items = found
    check = None if name is None else Cue(name, closes_on, len(items))
    return Waiting(count, News(*said), check, late, new, told)
