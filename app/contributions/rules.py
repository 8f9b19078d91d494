"""Kinds of needs, how far an offer is, and what may come next. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

MOST_HOURS: Final = 200
"""Of one offer."""
MOST_PUPILS: Final = 400
HALVES: Final = 30
"""Minutes: hours are given in halves."""


class NeedKind(StrEnum):
    """What is needed."""

    SKILL = "skill"
    HOURS = "hours"
    PLACE = "place"
    THING = "thing"


class NeedState(StrEnum):
    """Whether a need still asks."""

    OPEN = "open"
    MET = "met"
    CLOSED = "closed"


class OfferState(StrEnum):
    """How far an offer is."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DONE = "done"
    THANKED = "thanked"


class Step(StrEnum):
    """What can be done with an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    FINISH = "finish"
    THANK = "thank"


_AFTER: Final[Mapping[Step, tuple[frozenset[OfferState], OfferState]]] = MappingProxyType(
    {
        Step.ACCEPT: (frozenset({OfferState.OFFERED}), OfferState.ACCEPTED),
        Step.DECLINE: (frozenset({OfferState.OFFERED}), OfferState.DECLINED),
        Step.WITHDRAW: (
            frozenset({OfferState.OFFERED, OfferState.ACCEPTED}),
            OfferState.WITHDRAWN,
        ),
        Step.FINISH: (frozenset({OfferState.ACCEPTED}), OfferState.DONE),
        Step.THANK: (frozenset({OfferState.DONE}), OfferState.THANKED),
    }
)

UNDER_WAY: Final = (OfferState.OFFERED, OfferState.ACCEPTED)
GIVEN: Final = (OfferState.DONE, OfferState.THANKED)


def after(state: OfferState, step: Step) -> OfferState | None:
    """Return how far an offer is after a step; None where the step cannot be taken."""
    before, then = _AFTER[step]
    return then if state in before else None


def steps(state: OfferState) -> frozenset[Step]:
    """Return the steps that can be taken from a state."""
    return frozenset(step for step in Step if after(state, step) is not None)


def minutes_of(hours: float) -> int:
    """Return hours as minutes, to the nearest half hour."""
    return round(hours * 60 / HALVES) * HALVES


def hours_of(minutes: int) -> float:
    """Return minutes as hours, in halves as they were noted."""
    return minutes / 60


def told_hours(minutes: int) -> str:
    """Return hours as they are written: 「2」, 「1.5」."""
    return f"{hours_of(minutes):g}"
