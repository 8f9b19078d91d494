"""Which people fit, what a group lacks together, and what counts on which day. Pure."""

import enum
import uuid
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

RETENTION_YEARS: Final = 1
"""How long a closed short list is kept."""

MOST_CONDITIONS: Final = 10
"""So many skills may be asked for at once."""

MOST_MONTHS: Final = 120


class Room(enum.StrEnum):
    """How much room somebody has for other work, in the order in which it helps."""

    HELPS = "helps"
    """手伝える."""
    ADVISES = "advises"
    """相談できる."""
    BUSY = "busy"
    """いまは難しい."""


class Stage(enum.StrEnum):
    """Where the asking of somebody on a short list stands."""

    CONSIDERED = "considered"
    """候補."""
    ASKED = "asked"
    """声をかけた."""
    DECIDED = "decided"
    """決まった."""
    PASSED = "passed"
    """見送り."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An item of a framework with the least level that is asked for."""

    item_ref: str
    level: int


def wanted_by(conditions: Iterable[Condition]) -> dict[str, int]:
    """Return item ref → level, each item once: what is asked for last of it counts."""
    return {one.item_ref: one.level for one in conditions}


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of a month that is too short.

    Raises:
        ValueError: The months are below zero, or lead before the calendar.
    """
    if months < 0:
        raise ValueError("months are counted back")
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def counts_on(starts_on: date, until: date, day: date) -> bool:
    """Say whether what somebody said of their room counts on a day; both ends are included."""
    return starts_on <= day <= until


def is_forgotten(closed_on: date | None, on: date) -> bool:
    """Say whether a short list that was closed on a day is kept no longer ``on`` another."""
    return closed_on is not None and months_before(on, 12 * RETENTION_YEARS) >= closed_on


@dataclass(frozen=True, slots=True)
class Share:
    """What a group has of one need.

    Attributes:
        item_ref: What is needed.
        level: How far.
        having: Who stands there, in the order of the group.
        best: The highest level in the group; 0 where nobody stands anywhere.
    """

    item_ref: str
    level: int
    having: tuple[uuid.UUID, ...]
    best: int

    @property
    def missing(self) -> int:
        """How many levels the best of the group lacks; 0 where somebody has it."""
        return max(self.level - self.best, 0)


def shares(
    needs: Mapping[str, int],
    group: Sequence[uuid.UUID],
    levels: Mapping[uuid.UUID, Mapping[str, int]],
) -> tuple[Share, ...]:
    """Return what a group has of each need, in the order of the needs.

    Args:
        needs: Item ref → level.
        group: Who is in it.
        levels: Person → item ref → where they stand; who is not in the group does not count.
    """
    return tuple(
        Share(
            ref,
            level,
            tuple(one for one in group if levels.get(one, {}).get(ref, 0) >= level),
            max((levels.get(one, {}).get(ref, 0) for one in group), default=0),
        )
        for ref, level in needs.items()
    )


def together(
    group: Iterable[uuid.UUID], levels: Mapping[uuid.UUID, Mapping[str, int]]
) -> dict[str, int]:
    """Return item ref → the highest level in the group: where its best person stands."""
    best: dict[str, int] = {}
    for one in group:
        for ref, level in levels.get(one, {}).items():
            best[ref] = max(level, best.get(ref, 0))
    return best


def is_shown(starts_on: date, until: date | None, withdrawn_on: date | None, day: date) -> bool:
    """Say whether a sought role stands on the public page on a day."""
    begun = starts_on <= day and (until is None or day <= until)
    return begun and (withdrawn_on is None or day < withdrawn_on)
