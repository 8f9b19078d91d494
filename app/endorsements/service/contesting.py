"""Contest what the registry attests, take that back, and settle it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.clock import day_of
from app.endorsements import rules
from app.endorsements.errors import Refused
from app.endorsements.models import Contest, Endorsement, PriorLearning
from app.endorsements.rules import Outcome
from app.frameworks import queries as frameworks
from app.talent import doubts
from app.talent.rules import Source, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.models import SkillAttestation


@dataclass(frozen=True, slots=True)
class Answer:
    """How a contest is settled.

    Attributes:
        outcome: Upheld, corrected or withdrawn.
        reason: Why, in words that the person reads.
        level: For a correction of what is not signed: the level that is right.
    """

    outcome: Outcome
    reason: str
    level: int | None = None


def contest(
    session: "Session", attestation_id: uuid.UUID, words: str, *, by: uuid.UUID, now: datetime
) -> Contest:
    """Say that something the registry attests of oneself is wrong; it goes on counting, marked.

    Args:
        session: The caller's transaction.
        attestation_id: What is contested, signed or not.
        words: What is wrong.
        by: Whose attestation it is.
        now: When.

    Raises:
        Refused: ``not_theirs`` (of somebody else, or none), ``again`` (it is contested already,
            or counts no more).
    """
    row = doubts.attestation(session, attestation_id)
    if row is None or row.person_id != by:
        raise Refused("not_theirs")
    if row.contested_since is not None or row.state is not State.ACTIVE:
        raise Refused("again")
    found = Contest(
        person_id=by,
        attestation_id=row.id,
        received_id=row.received_credential_id,
        ground_id=row.ground_id,
        item_ref=row.item_ref,
        level=row.level,
        source=row.source,
        title=row.received.title if row.received else row.title,
        words=words,
        opened_on=day_of(now),
        outcome=Outcome.OPEN,
    )
    session.add(found)
    doubts.mark(session, row, now=now)
    _record(session, "endorsements.contested", found, by=by, now=now)
    return found


def drop(session: "Session", found: Contest, *, by: uuid.UUID, now: datetime) -> None:
    """Take back what one contested.

    Raises:
        Refused: ``not_theirs`` or ``settled``.
    """
    if found.person_id != by:
        raise Refused("not_theirs")
    _expect_open(found)
    row = doubts.attestation(session, found.attestation_id)
    if row is not None:
        doubts.unmark(session, row, now=now)
    _close(found, Outcome.DROPPED, "", by=by, now=now)
    found.seen_on = day_of(now)
    _record(session, "endorsements.contest_dropped", found, by=by, now=now)


def settle(
    session: "Session", found: Contest, answer: Answer, *, by: uuid.UUID, now: datetime
) -> None:
    """Settle a contest, for the registry.

    Raises:
        Refused: ``own`` (of oneself, or about what one attested), ``settled``, ``signed`` (a
            credential of our own is corrected or taken back first), ``level``.
    """
    _expect_open(found)
    endorsement = session.get(Endorsement, found.ground_id) if found.ground_id else None
    if by == found.person_id or (endorsement is not None and endorsement.endorser_id == by):
        raise Refused("own")
    row = doubts.attestation(session, found.attestation_id)
    if answer.outcome not in possible(found, row):
        raise Refused("signed")
    if row is not None:
        _carry_out(session, row, answer, now=now)
    _tell_ground(session, found, answer, now=now)
    _close(found, answer.outcome, answer.reason, by=by, now=now)
    if row is not None and answer.outcome is Outcome.CORRECTED:
        found.level_after = row.level
    session.flush()
    _record(session, "endorsements.settled", found, by=by, now=now)


def possible(found: Contest, row: "SkillAttestation | None") -> tuple[Outcome, ...]:
    """Return how a contest may be settled, as what it is about stands now."""
    is_mended = (
        row is None
        or row.state is State.REVOKED
        or row.received_credential_id != found.received_id
    )
    return rules.outcomes(
        is_signed=found.source is Source.SIGNED_CREDENTIAL,
        is_own=row is None or doubts.is_own(row),
        is_mended=is_mended,
    )


def _carry_out(
    session: "Session", row: "SkillAttestation", answer: Answer, *, now: datetime
) -> None:
    is_signed_here = doubts.is_own(row)
    if answer.outcome is Outcome.UPHELD or is_signed_here:
        doubts.unmark(session, row, now=now)
    elif answer.outcome is Outcome.WITHDRAWN:
        doubts.let_fall(session, row, answer.reason, now=now)
    else:
        item = frameworks.find_item(row.item_ref)
        level = answer.level
        if level is None or item is None or item.level(level) is None or level == row.level:
            raise Refused("level")
        doubts.correct_level(session, row, level, now=now)


def _tell_ground(session: "Session", found: Contest, answer: Answer, *, now: datetime) -> None:
    """Let what stands behind it say the same, where it is kept here."""
    if found.ground_id is None or answer.outcome is Outcome.UPHELD:
        return
    level = answer.level if answer.outcome is Outcome.CORRECTED else None
    endorsement = session.get(Endorsement, found.ground_id)
    if endorsement is not None:
        if level is not None:
            endorsement.level = level
        else:
            endorsement.withdrawn_on, endorsement.withdrawn_reason = day_of(now), answer.reason
    prior = session.get(PriorLearning, found.ground_id)
    if prior is not None:
        rest = {ref: one for ref, one in prior.accepted.items() if ref != found.item_ref}
        prior.accepted = rest if level is None else {**rest, found.item_ref: level}


def _expect_open(found: Contest) -> None:
    if found.outcome is not Outcome.OPEN:
        raise Refused("settled")


def _close(found: Contest, outcome: Outcome, answer: str, *, by: uuid.UUID, now: datetime) -> None:
    found.outcome, found.answer = outcome, answer
    found.settled_on, found.settled_by_id = day_of(now), by


def _record(
    session: "Session", action: str, found: Contest, *, by: uuid.UUID, now: datetime
) -> None:
    session.flush()
    details = {"contest": str(found.id), "outcome": found.outcome.value}
    audit.record(session, action, now=now, by=by, subject=found.person_id, details=details)
