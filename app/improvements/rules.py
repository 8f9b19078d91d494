"""What a memo saves, and what may be done with it. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MONTHS: Final = 12
MOST_MINUTES: Final = 6_000
"""Of one time: a hundred hours."""
MOST_OFTEN: Final = 999
LONGEST: Final = 200


class State(StrEnum):
    """How far a memo has come."""

    WAITING = "waiting"
    RETURNED = "returned"
    """The chief has a question."""
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


OPEN: Final = (State.WAITING, State.RETURNED)
"""The person may still change it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long something takes and how often it is done.

    Attributes:
        before: Minutes of one time before the course; 0 to ``MOST_MINUTES``.
        after: Minutes of one time since; 0 where it is no longer done.
        times: A month; 1 to ``MOST_OFTEN``.
        people: Who do it so; 1 to ``MOST_OFTEN``.
    """

    before: int
    after: int
    times: int
    people: int

    @property
    def saved(self) -> int:
        """Minutes a year; below zero where it takes longer than before."""
        return (self.before - self.after) * self.times * MONTHS * self.people


def hours(minutes: int) -> float:
    """Return minutes as hours with one place; half an hour and more away from zero."""
    sign = -1 if minutes < 0 else 1
    return sign * ((abs(minutes) * 10 + 30) // 60) / 10


def text_of(tried: str, effort: Effort) -> str:
    """Return what a memo says as one text: whoever confirms it sends back what they read."""
    return f"{effort.before}-{effort.after}-{effort.times}-{effort.people}-{tried}"


def can_change(state: State) -> bool:
    """Say whether the person may still change what they wrote."""
    return state in OPEN
