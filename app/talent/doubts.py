"""What the registry's people can say against an attestation, as far as the attestation goes.

The package that hears them (``endorsements``) keeps who said what. Here stands the mark that an
attestation is being looked into, and what may become of it; standings are folded anew.
"""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.talent import standings
from app.talent.models import SkillAttestation, Way
from app.talent.rules import Source, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def attestation(session: "Session", attestation_id: uuid.UUID) -> SkillAttestation | None:
    """Return an attestation as it is now; None where there is none any more."""
    return session.get(SkillAttestation, attestation_id)


def of_ground(session: "Session", ground_id: uuid.UUID) -> list[SkillAttestation]:
    """Return what a ground attests."""
    asked = sa.select(SkillAttestation).where(SkillAttestation.ground_id == ground_id)
    return list(session.scalars(asked))


def is_own(row: SkillAttestation) -> bool:
    """Whether it stands on a credential of this very installation, which is mended there."""
    return (
        row.source is Source.SIGNED_CREDENTIAL
        and row.received is not None
        and row.received.way is Way.EMBEDDED
    )


def mark(session: "Session", row: SkillAttestation, *, now: datetime) -> None:
    """Mark that it is being looked into; it goes on counting."""
    row.contested_since = day_of(now)
    standings.refold(session, [row.person_id], today=day_of(now))


def unmark(session: "Session", row: SkillAttestation, *, now: datetime) -> None:
    """Take the mark off."""
    row.contested_since = None
    standings.refold(session, [row.person_id], today=day_of(now))


def let_fall(session: "Session", row: SkillAttestation, reason: str, *, now: datetime) -> None:
    """Let it count no more, and keep why.

    Raises:
        ValueError: It stands on a credential of our own: that is taken back where it was issued.
    """
    if is_own(row):
        raise ValueError("a credential of our own is taken back where it was issued")
    row.contested_since = None
    if row.state is not State.REVOKED:
        row.state, row.state_reason, row.state_changed_on = State.REVOKED, reason, day_of(now)
    standings.refold(session, [row.person_id], today=day_of(now))


def correct_level(session: "Session", row: SkillAttestation, level: int, *, now: datetime) -> None:
    """Let it attest another level.

    Raises:
        ValueError: It is signed: what is signed says itself which level it is.
    """
    if row.source is Source.SIGNED_CREDENTIAL:
        raise ValueError("a signed credential says its level itself")
    row.level, row.contested_since = level, None
    standings.refold(session, [row.person_id], today=day_of(now))
