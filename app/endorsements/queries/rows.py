"""Rows with the names that pages show beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.endorsements import rules
from app.endorsements.models import (
    Contest,
    Endorsement,
    EndorsementInvitation,
    PriorLearning,
)
from app.endorsements.rules import Outcome, Stage
from app.frameworks import queries as frameworks

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem
    from app.identity.models import User

Claimed = tuple["FrameworkItem", int, int]
"""An item, the level that was claimed, and the one that counts; 0 for none."""


@dataclass(frozen=True, slots=True)
class EndorsementRow:
    """An endorsement with whose it is and who gave it; ``item`` is None for one of no file."""

    row: Endorsement
    person: str
    endorser: str
    item: "FrameworkItem | None"
    today: date

    @property
    def is_standing(self) -> bool:
        """Whether it counts."""
        return self.row.withdrawn_on is None and self.row.expires_on >= self.today


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """Who was asked to endorse whom, for what."""

    row: EndorsementInvitation
    person: str
    partner: str
    today: date

    @property
    def lasts(self) -> bool:
        """Whether the partner may endorse today."""
        return rules.is_invited(self.row.ends_on, self.row.ended_on, today=self.today)


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A contest with whose it is; ``settled_by`` is empty while it is open."""

    row: Contest
    person: str
    settled_by: str
    item: "FrameworkItem | None"
    today: date

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.row.outcome is Outcome.OPEN

    @property
    def days(self) -> int:
        """For how many days it has waited."""
        return rules.days_waited(self.row.opened_on, self.row.settled_on or self.today)


@dataclass(frozen=True, slots=True)
class PriorRow:
    """Something that was learned elsewhere, with whose it is and whether a file shows it."""

    row: PriorLearning
    person: str
    answered_by: str
    file: str
    """The suffix of its file; empty for none."""
    today: date

    @property
    def is_open(self) -> bool:
        """Whether the person may still change it, and HR has still to answer."""
        return self.row.stage in rules.OPEN

    @property
    def waits(self) -> bool:
        """Whether it is HR's turn."""
        return self.row.stage is Stage.WAITING

    @property
    def days(self) -> int:
        """For how many days it has waited."""
        return rules.days_waited(self.row.handed_on, self.row.answered_on or self.today)

    @property
    def claims(self) -> tuple[Claimed, ...]:
        """What is claimed, in the order of refs, with what of it counts."""
        return claims_of(self.row.asked, self.row.accepted)


def claims_of(asked: Mapping[str, int], accepted: Mapping[str, int]) -> tuple[Claimed, ...]:
    """Return claims by item; of items that no framework of ours has any more, none."""
    return tuple(
        (item, asked[ref], accepted.get(ref, 0))
        for ref in sorted(asked)
        if (item := frameworks.find_item(ref)) is not None
    )


def name_of(user: "User | None") -> str:
    """Return how a page names somebody; nothing for nobody."""
    return user.name if user else ""
