"""What was said of somebody, what they object to, and what they handed in."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.endorsements.models import Contest, Endorsement, PriorLearning
from app.endorsements.queries.desk import contests, priors
from app.endorsements.queries.given import endorsements
from app.endorsements.queries.rows import ContestRow, EndorsementRow, PriorRow
from app.talent.models import SkillAttestation
from app.talent.rules import Source, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Unseen:
    """Ids of what is new: endorsements, contests that are settled, prior learning answered."""

    endorsements: "Sequence[uuid.UUID]"
    contests: "Sequence[uuid.UUID]"
    priors: "Sequence[uuid.UUID]"

    @property
    def is_some(self) -> bool:
        """Whether anything is."""
        return bool(self.endorsements or self.contests or self.priors)


@dataclass(frozen=True, slots=True)
class Own:
    """The person's own page.

    Attributes:
        endorsements: The newest first.
        contests: Open ones first.
        priors: Those that wait first.
        contestable: The attestation of each endorsement that counts, by the endorsement's id.
    """

    endorsements: "Sequence[EndorsementRow]"
    contests: "Sequence[ContestRow]"
    priors: "Sequence[PriorRow]"
    contestable: "Mapping[uuid.UUID, uuid.UUID]"

    @property
    def unseen(self) -> Unseen:
        """What is here that the person has not had on the page."""
        return Unseen(
            [one.row.id for one in self.endorsements if one.row.seen_on is None],
            [one.row.id for one in self.contests if not one.is_open and not one.row.seen_on],
            [one.row.id for one in self.priors if not one.waits and one.row.seen_on is None],
        )


def own(session: "Session", person_id: uuid.UUID, *, today: "date") -> Own:
    """Return all of a person's; four queries."""
    rows = endorsements(session, Endorsement.person_id == person_id, today=today)
    return Own(
        endorsements=rows,
        contests=contests(session, Contest.person_id == person_id, today=today),
        priors=priors(session, PriorLearning.person_id == person_id, today=today),
        contestable=_contestable(session, person_id),
    )


def own_prior(
    session: "Session", prior_id: uuid.UUID, person_id: uuid.UUID, *, today: "date"
) -> PriorRow | None:
    """Return one that the person handed in; None for anybody else's."""
    found = priors(
        session, PriorLearning.id == prior_id, PriorLearning.person_id == person_id, today=today
    )
    return found[0] if found else None


def _contestable(session: "Session", person_id: uuid.UUID) -> "Mapping[uuid.UUID, uuid.UUID]":
    rows = session.execute(
        sa.select(SkillAttestation.ground_id, SkillAttestation.id).where(
            SkillAttestation.person_id == person_id,
            SkillAttestation.source == Source.ENDORSEMENT,
            SkillAttestation.state == State.ACTIVE,
            SkillAttestation.contested_since.is_(None),
        )
    )
    return {ground_id: attestation_id for ground_id, attestation_id in rows if ground_id}
