"""The rounds there are, the newest first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.surveys import rules
from app.surveys.models import GroupKind, SurveyGroup, SurveyRound
from app.surveys.rules import FEW, Phase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Line:
    """A round with how many of the whole city answered; ``answered`` None where they are few."""

    row: SurveyRound
    phase: Phase
    invited: int
    answered: int | None

    @property
    def percent(self) -> int:
        """The share of those asked who answered, in percent."""
        return round(100 * (self.answered or 0) / self.invited) if self.invited else 0


def rounds(session: "Session") -> list[Line]:
    """Return all rounds; one query."""
    rows = session.execute(
        sa.select(SurveyRound, SurveyGroup.invited, SurveyGroup.answered)
        .join(
            SurveyGroup,
            sa.and_(SurveyGroup.round_id == SurveyRound.id, SurveyGroup.kind == GroupKind.CITY),
            isouter=True,
        )
        .order_by(SurveyRound.opens_on.desc(), SurveyRound.created_at.desc())
    )
    return [
        Line(row, rules.phase(row.opened_on, row.closed_on), invited or 0, _told(answered))
        for row, invited, answered in rows
    ]


def _told(answered: int | None) -> int | None:
    return answered if answered is not None and answered >= FEW else None
