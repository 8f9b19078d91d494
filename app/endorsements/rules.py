"""How long an endorsement holds, how a contest ends, and what may be counted of a claim. Pure."""

import enum
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final


class Capacity(enum.StrEnum):
    """As what somebody endorses."""

    CHIEF = "chief"
    PARTNER = "partner"


class Outcome(enum.StrEnum):
    """Where a contest stands, and how it ended."""

    OPEN = "open"
    UPHELD = "upheld"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"
    """Its person took it back."""


class Stage(enum.StrEnum):
    """Where prior learning stands."""

    WAITING = "waiting"
    ASKED = "asked"
    """HR has a question; it is the person's turn."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


OPEN: Final = (Stage.WAITING, Stage.ASKED)
"""Stages in which the person may still change it."""

LASTS_YEARS: Final = 3
MOST_YEARS: Final = 5
INVITED_DAYS: Final = 60
MOST_INVITED_DAYS: Final = 180


def years_later(day: date, years: int) -> date:
    """Return the same day so many years later; of a leap day, the day before."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_good_day(given_on: date) -> date:
    """Return until when an endorsement holds that says nothing else."""
    return years_later(given_on, LASTS_YEARS)


def may_last(given_on: date, expires_on: date) -> bool:
    """Say whether an endorsement of a day may hold until another."""
    return given_on <= expires_on <= years_later(given_on, MOST_YEARS)


def may_invite(today: date, ends_on: date) -> bool:
    """Say whether somebody may be asked until a day."""
    return today <= ends_on <= today + timedelta(days=MOST_INVITED_DAYS)


def is_invited(ends_on: date, ended_on: date | None, *, today: date) -> bool:
    """Say whether an invitation lasts: to the end of its last day, unless it was ended before."""
    return ended_on is None and today <= ends_on


def outcomes(*, is_signed: bool, is_own: bool, is_mended: bool) -> tuple[Outcome, ...]:
    """Return how a contest may be settled.

    Args:
        is_signed: What it is about is a signed credential.
        is_own: That this installation issued.
        is_mended: That has been corrected or taken back since it was contested.
    """
    if not is_signed:
        return (Outcome.UPHELD, Outcome.CORRECTED, Outcome.WITHDRAWN)
    if not is_own:
        return (Outcome.UPHELD, Outcome.WITHDRAWN)
    return (Outcome.CORRECTED, Outcome.WITHDRAWN) if is_mended else (Outcome.UPHELD,)


def granted(asked: Mapping[str, int], given: Mapping[str, int]) -> dict[str, int]:
    """Return what counts of a claim.

    Args:
        asked: Item ref → level, as claimed.
        given: Item ref → level, as assessed; 0 for what does not count.

    Raises:
        ValueError: More is given than was asked for.
    """
    if any(level > asked.get(ref, 0) for ref, level in given.items()):
        raise ValueError("more than was claimed")
    return {ref: given[ref] for ref in asked if given.get(ref, 0) > 0}


def days_waited(since: date, today: date) -> int:
    """Return for how many days something waits; the first day is 0."""
    return max(0, (today - since).days)
