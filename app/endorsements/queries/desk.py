"""The desk of whoever answers for contests and claims: what waits first, and for how long."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.endorsements.models import (
    Contest,
    EndorsementInvitation,
    PriorLearning,
    PriorLearningFile,
)
from app.endorsements.queries.given import endorsements, invitations
from app.endorsements.queries.rows import (
    ContestRow,
    EndorsementRow,
    InvitationRow,
    PriorRow,
    name_of,
)
from app.endorsements.rules import Outcome, Stage
from app.frameworks import queries as frameworks
from app.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

PAGE = 50
LISTS = ("contests", "learning", "endorsements", "partners")
"""The lists of the desk, as the address names them."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait: open contests, claims at HR's turn, partners who are asked."""

    contests: int
    learning: int
    partners: int


@dataclass(frozen=True, slots=True)
class Desk:
    """One list of the desk; the others are empty."""

    counts: Counts
    contests: "Sequence[ContestRow]" = ()
    learning: "Sequence[PriorRow]" = ()
    endorsements: "Sequence[EndorsementRow]" = ()
    partners: "Sequence[InvitationRow]" = ()

    @property
    def is_full(self) -> bool:
        """Whether there may be more behind this page."""
        rows = (*self.contests, *self.learning, *self.endorsements, *self.partners)
        return len(rows) == PAGE


def desk(session: "Session", shown: str, *, page: int, today: "date") -> Desk:
    """Return one of ``LISTS``, fifty at a time, and how many wait in each; two queries."""
    counts, offset = waiting(session, today=today), (page - 1) * PAGE
    if shown == "learning":
        rows = priors(session, today=today, limit=PAGE, offset=offset)
        return Desk(counts, learning=rows)
    if shown == "endorsements":
        said = endorsements(session, today=today, limit=PAGE, offset=offset)
        return Desk(counts, endorsements=said)
    if shown == "partners":
        asked = invitations(session, today=today, limit=PAGE, offset=offset)
        return Desk(counts, partners=asked)
    return Desk(counts, contests=contests(session, today=today, limit=PAGE, offset=offset))


def waiting(session: "Session", *, today: "date") -> Counts:
    """Return how many wait; one query."""
    invited = EndorsementInvitation
    row = session.execute(
        sa.select(
            open_contests().label("contests"),
            waiting_priors().label("learning"),
            sa.select(sa.func.count())
            .where(invited.ended_on.is_(None), invited.ends_on >= today)
            .scalar_subquery()
            .label("partners"),
        )
    ).one()
    return Counts(row.contests, row.learning, row.partners)


def open_contests() -> sa.ScalarSelect[int]:
    """Return how many contests are open, as part of a query."""
    return sa.select(sa.func.count()).where(Contest.outcome == Outcome.OPEN).scalar_subquery()


def waiting_priors() -> sa.ScalarSelect[int]:
    """Return how many claims wait for HR, as part of a query."""
    return sa.select(sa.func.count()).where(PriorLearning.stage == Stage.WAITING).scalar_subquery()


def contests(
    session: "Session",
    *where: sa.ColumnElement[bool],
    today: "date",
    limit: int = PAGE,
    offset: int = 0,
) -> "Sequence[ContestRow]":
    """Return contests with names: open ones first, the oldest of them first; one query."""
    person, settler = aliased(User), aliased(User)
    is_settled = Contest.settled_on.is_not(None)
    found = session.execute(
        sa.select(Contest, person, settler)
        .join(person, person.id == Contest.person_id)
        .outerjoin(settler, settler.id == Contest.settled_by_id)
        .where(*where)
        .order_by(
            is_settled, Contest.settled_on.desc(), Contest.opened_on, Contest.item_ref, Contest.id
        )
        .limit(limit)
        .offset(offset)
    )
    return [
        ContestRow(one, name_of(whose), name_of(by), frameworks.find_item(one.item_ref), today)
        for one, whose, by in found
    ]


def priors(
    session: "Session",
    *where: sa.ColumnElement[bool],
    today: "date",
    limit: int = PAGE,
    offset: int = 0,
) -> "Sequence[PriorRow]":
    """Return what was learned elsewhere: what waits first, the oldest first; one query."""
    person, answerer = aliased(User), aliased(User)
    rank = sa.case({Stage.WAITING: 0, Stage.ASKED: 1}, value=PriorLearning.stage, else_=2)
    found = session.execute(
        sa.select(PriorLearning, person, answerer, PriorLearningFile.suffix)
        .join(person, person.id == PriorLearning.person_id)
        .outerjoin(answerer, answerer.id == PriorLearning.answered_by_id)
        .outerjoin(PriorLearningFile, PriorLearningFile.prior_id == PriorLearning.id)
        .where(*where)
        .order_by(
            rank, PriorLearning.answered_on.desc(), PriorLearning.handed_on, PriorLearning.id
        )
        .limit(limit)
        .offset(offset)
    )
    return [
        PriorRow(one, name_of(whose), name_of(by), suffix or "", today)
        for one, whose, by, suffix in found
    ]


def contest_shown(
    session: "Session", contest_id: uuid.UUID, *, today: "date"
) -> ContestRow | None:
    """Return one contest with names; None where there is none."""
    found = contests(session, Contest.id == contest_id, today=today)
    return found[0] if found else None


def prior_shown(session: "Session", prior_id: uuid.UUID, *, today: "date") -> PriorRow | None:
    """Return one claim with names; None where there is none."""
    found = priors(session, PriorLearning.id == prior_id, today=today)
    return found[0] if found else None


def prior_file(
    session: "Session", prior_id: uuid.UUID, *, of: uuid.UUID | None = None
) -> PriorLearningFile | None:
    """Return the file that shows a claim; ``of``: only where it is that person's."""
    asked = (
        sa.select(PriorLearningFile)
        .join(PriorLearning, PriorLearning.id == PriorLearningFile.prior_id)
        .where(PriorLearning.id == prior_id)
    )
    if of is not None:
        asked = asked.where(PriorLearning.person_id == of)
    return session.scalar(asked)
