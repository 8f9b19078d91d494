"""Propose what the city should work on, and answer each proposal."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.challenges import policy
from app.challenges.errors import ChallengeRefused, NoSuchProposal
from app.challenges.models import Challenge, ChallengeProposal, ProposalState
from app.challenges.rules import Lines
from app.challenges.service.drafting import Written, draft
from app.following import service as following
from app.identity import service as identity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person

MOST_BY_PERSON = 5
"""In 15 minutes."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody proposes; ``organization_id``: the school for which they say it, or None."""

    title: str
    trouble: str
    wish: str
    organization_id: uuid.UUID | None = None


def propose(
    session: "Session", person: "Person", said: Said, *, now: "datetime"
) -> ChallengeProposal:
    """Keep a proposal, which then waits for a moderator.

    Raises:
        ChallengeRefused: ``minor`` (their teacher proposes for them), ``school`` (they do not
            speak for it).
        TooManyAttempts: They proposed too much within 15 minutes.
    """
    if not policy.may_propose(person):
        raise ChallengeRefused("minor")
    schools = {post.organization_id for post in policy.speaks_for(person)}
    if said.organization_id is not None and said.organization_id not in schools:
        raise ChallengeRefused("school")
    what = f"proposal:{person.id}"
    identity.take_turn(session, what, address=None, limit=MOST_BY_PERSON, now=now)
    row = ChallengeProposal(
        person_id=person.id,
        organization_id=said.organization_id,
        title=said.title,
        trouble=said.trouble,
        wish=said.wish,
        proposed_at=now,
    )
    session.add(row)
    session.flush()
    return row


def publish_proposal(
    session: "Session", proposal_id: uuid.UUID, *, by: uuid.UUID, now: "datetime"
) -> ChallengeProposal:
    """Let everybody read a proposal; the proposer is told.

    Raises:
        NoSuchProposal: There is none.
        ChallengeRefused: ``settled`` (it does not wait any more).
    """
    row = _waiting(session, proposal_id)
    _decide(session, row, ProposalState.PUBLISHED, by=by, now=now)
    return row


def return_proposal(
    session: "Session", proposal_id: uuid.UUID, reason: str, *, by: uuid.UUID, now: "datetime"
) -> ChallengeProposal:
    """Publish a proposal not, and say why; errors as in ``publish_proposal``."""
    row = _waiting(session, proposal_id)
    row.reason = reason
    _decide(session, row, ProposalState.RETURNED, by=by, now=now)
    return row


def take_proposal(
    session: "Session",
    proposal_id: uuid.UUID,
    organization_id: uuid.UUID,
    *,
    by: uuid.UUID,
    now: "datetime",
    places: frozenset[uuid.UUID],
) -> Challenge:
    """Make a draft of a department's from a proposal that waits or that everybody reads.

    Raises:
        NoSuchProposal: There is none.
        ChallengeRefused: ``department`` (not one of ``places``), ``settled`` (it was returned, or
            another department was quicker).
    """
    if organization_id not in places:
        raise ChallengeRefused("department")
    row = _held(session, proposal_id)
    if row.state not in (ProposalState.WAITING, ProposalState.PUBLISHED):
        raise ChallengeRefused("settled")
    lines = Lines(trouble=row.trouble[:300])
    written = Written(organization_id, row.title, "live", lines)
    made = draft(session, written, by=by, now=now, proposal_id=row.id)
    _decide(session, row, ProposalState.TAKEN, by=by, now=now)
    return made


def _held(session: "Session", proposal_id: uuid.UUID) -> ChallengeProposal:
    row = session.get(ChallengeProposal, proposal_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NoSuchProposal(proposal_id)
    return row


def _waiting(session: "Session", proposal_id: uuid.UUID) -> ChallengeProposal:
    row = _held(session, proposal_id)
    if row.state is not ProposalState.WAITING:
        raise ChallengeRefused("settled")
    return row


def _decide(
    session: "Session",
    row: ChallengeProposal,
    state: ProposalState,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    row.state, row.decided_at, row.decided_by_id = state, now, by
    session.flush()
    if row.person_id is not None:
        kind = f"proposal.{state.value}"
        told = following.Told(kind, f"{kind}:{row.id}", "/my/proposals", {"title": row.title})
        following.tell(session, [row.person_id], told, now=now)
    audit.record(
        session,
        f"challenges.proposal_{state.value}",
        now=now,
        by=by,
        details={"proposal": str(row.id)},
    )
