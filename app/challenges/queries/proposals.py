"""What was proposed: to be read by moderators, by whoever said it, and, once published, by all.

No page names who proposed something: moderators judge what is said, and answer by the house.
"""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.challenges.errors import NoSuchProposal
from app.challenges.models import Challenge, ChallengeProposal, ChallengeState, ProposalState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

MOST = 200
"""Of what was decided; more are not shown at once."""


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal, and the challenge that was made of it, if one was; it may be a draft."""

    row: ChallengeProposal
    challenge: Challenge | None


def proposals(session: "Session", *, waiting: bool) -> list[ProposalRow]:
    """Return what waits, the oldest first; or what was decided, the newest first; one query."""
    query = _all()
    if waiting:
        query = query.where(ChallengeProposal.state == ProposalState.WAITING)
        query = query.order_by(ChallengeProposal.proposed_at, ChallengeProposal.id)
    else:
        query = query.where(ChallengeProposal.state != ProposalState.WAITING)
        query = query.order_by(ChallengeProposal.decided_at.desc(), ChallengeProposal.id)
    return _built(session, query.limit(MOST))


def proposal(session: "Session", proposal_id: uuid.UUID) -> ProposalRow:
    """Return one of them; one query.

    Raises:
        NoSuchProposal: There is none.
    """
    found = _built(session, _all().where(ChallengeProposal.id == proposal_id))
    if not found:
        raise NoSuchProposal(proposal_id)
    return found[0]


def own_proposals(session: "Session", person_id: uuid.UUID) -> list[ProposalRow]:
    """Return what somebody proposed, the newest first; one query."""
    return _built(
        session,
        _all()
        .where(ChallengeProposal.person_id == person_id)
        .order_by(ChallengeProposal.proposed_at.desc(), ChallengeProposal.id),
    )


def published_proposals(session: "Session") -> "Sequence[ChallengeProposal]":
    """Return what everybody reads, the newest first: nobody's name, but a school's; one query."""
    return session.scalars(
        sa.select(ChallengeProposal)
        .where(ChallengeProposal.state == ProposalState.PUBLISHED)
        .options(joinedload(ChallengeProposal.organization))
        .order_by(ChallengeProposal.decided_at.desc(), ChallengeProposal.id)
        .limit(MOST)
    ).all()


def _all() -> "sa.Select[ChallengeProposal, Challenge]":
    return (
        sa.select(ChallengeProposal, Challenge)
        .outerjoin(
            Challenge,
            sa.and_(Challenge.proposal_id == ChallengeProposal.id, Challenge.is_off.is_(False)),
        )
        .options(joinedload(ChallengeProposal.organization))
    )


def _built(
    session: "Session", query: "sa.Select[ChallengeProposal, Challenge]"
) -> list[ProposalRow]:
    found: dict[uuid.UUID, ProposalRow] = {}
    for row, challenge in session.execute(query):
        kept = found.get(row.id)
        if kept is None or (kept.challenge and kept.challenge.state is ChallengeState.DRAFT):
            found[row.id] = ProposalRow(row, challenge)
    return list(found.values())
