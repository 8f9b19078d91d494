"""When an assignment is done, when people are written to, and when they are not. Pure."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from app.clock import months_before


class State(StrEnum):
    """How far somebody has come with an assignment."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    EXEMPT = "exempt"


OPEN: Final = (State.NOT_STARTED, State.UNDER_WAY)
"""Who has still to do it."""


class Exemption(StrEnum):
    """Why somebody need not do it."""

    ON_LEAVE = "on_leave"
    SECONDED = "seconded"
    PRIOR_LEARNING = "prior_learning"
    OTHER = "other"


class Why(StrEnum):
    """Why somebody is written to."""

    DAY = "day"
    """So many days before the due day, or the day after."""
    BY_HAND = "by_hand"
    """Whoever is responsible asked those who have not begun."""
    DUE_CHANGED = "due_changed"


REMINDERS: Final = (14, 3, -1)
"""Days before the due day on which people are written to; below zero after it."""
MOST_DAYS: Final = 90
MOST_REMINDERS: Final = 5


def state_of(courses: Collection[str], done: Collection[str], begun: Collection[str]) -> State:
    """Return how far somebody is.

    Args:
        courses: Slugs of all courses of the assignment; at least one.
        done: Of those, the finished ones that count.
        begun: Of those, the ones under way.
    """
    if set(courses) <= set(done):
        return State.DONE
    return State.UNDER_WAY if done or begun else State.NOT_STARTED


def counts_before(
    completed_on: date, *, assigned_on: date, months: int | None, holds: bool
) -> bool:
    """Say whether a course counts that was finished before it was assigned.

    Args:
        completed_on: When it was finished.
        assigned_on: When it was assigned.
        months: How old that may be; 0 for «none counts»; None where the credential decides.
        holds: Whether its credential is neither revoked nor over.
    """
    if months is None:
        return holds
    return months > 0 and completed_on >= months_before(assigned_on, months)


def is_reminded(due_on: date, reminders: Iterable[int], *, today: date) -> bool:
    """Say whether ``today`` is one of the days on which people are written to."""
    return (due_on - today).days in set(reminders)


def read_days(text: str) -> tuple[int, ...]:
    """Read 「14、3」: days before, the earliest letter first; nothing is no letter.

    Raises:
        ValueError: Something else, more than ``MOST_REMINDERS``, or more than ``MOST_DAYS``.
    """
    words = [word for word in re.split(r"[\s,、，・]+", text.strip()) if word]
    days = sorted({int(word) for word in words}, reverse=True)
    if len(days) > MOST_REMINDERS or any(not 0 <= day <= MOST_DAYS for day in days):
        raise ValueError(text)
    return tuple(days)
