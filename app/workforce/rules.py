"""What is missing, which step comes next, who is meant, which letter it is. Pure."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FEW = 5
"""Below this many people a share says more about persons than about a department."""

Levels = Mapping[str, int]
"""Item ref → level."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Of whom a profile asks something, by rule; everything that is given has to fit.

    Attributes:
        everyone: The whole staff; what else is given narrows it.
        departments: Ids of departments, whatever is below them included.
        titles: Words, one of which stands in the title of the post.
        role_level: Ref of a city role level that is held; "" for any.
    """

    everyone: bool = False
    departments: tuple[uuid.UUID, ...] = ()
    titles: tuple[str, ...] = ()
    role_level: str = ""

    @property
    def is_given(self) -> bool:
        """Whether there is a rule at all."""
        return self.everyone or bool(self.departments or self.titles or self.role_level)

    def fits(self, places: Iterable[uuid.UUID], title: str, levels: Levels) -> bool:
        """Say whether somebody is meant.

        Args:
            places: The department of the person, and all above it.
            title: Of the post under which the person is listed.
            levels: Where the person stands.
        """
        return (
            self.is_given
            and (not self.departments or not set(self.departments).isdisjoint(places))
            and (not self.titles or any(word in title for word in self.titles))
            and (not self.role_level or self.role_level in levels)
        )

    def to_json(self) -> dict[str, Any]:
        """Encode for the database."""
        return {
            "everyone": self.everyone,
            "departments": [str(one) for one in self.departments],
            "titles": list(self.titles),
            "role_level": self.role_level,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Membership":
        """Decode what ``to_json`` wrote."""
        return cls(
            data["everyone"],
            tuple(uuid.UUID(one) for one in data["departments"]),
            tuple(data["titles"]),
            data["role_level"],
        )


def missing(needs: Levels, levels: Levels) -> dict[str, int]:
    """Return, by item, how many levels are missing; items that are met are left out."""
    return {
        ref: needed - levels.get(ref, 0)
        for ref, needed in needs.items()
        if levels.get(ref, 0) < needed
    }


@dataclass(frozen=True, slots=True)
class Raise:
    """An item that a course raises, and from where to where; ``before`` 0 is from nothing."""

    item_ref: str
    before: int
    after: int


def raises(aligned: Iterable[tuple[str, int]], needs: Levels, levels: Levels) -> tuple[Raise, ...]:
    """Return what a course raises of what is missing, in the order of the needs.

    Args:
        aligned: (item ref, level) of the course; an item may be named several times.
        needs: What is asked for.
        levels: Where somebody stands.

    Returns:
        Only items that are missing and that the course leads further than the person is; never
        beyond the course's own level.
    """
    highest: dict[str, int] = {}
    for ref, level in aligned:
        highest[ref] = max(level, highest.get(ref, 0))
    lacking = missing(needs, levels)
    return tuple(
        Raise(ref, levels.get(ref, 0), highest[ref])
        for ref in lacking
        if highest.get(ref, 0) > levels.get(ref, 0)
    )


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be reached by a day: a number of people, or a percentage."""

    by: date
    goal: int


def step_on(steps: Sequence[Step], on: date) -> Step:
    """Return the step that counts on a day: the next to come, or the last when all are past.

    Raises:
        ValueError: There is none.
    """
    if not steps:
        raise ValueError("a target has a step at least")
    ordered = sorted(steps, key=lambda one: one.by)
    return next((one for one in ordered if one.by >= on), ordered[-1])


GRADES: tuple[tuple[str, int], ...] = (("A", 100), ("B", 80), ("C", 50), ("D", 0))
"""Letter → from which percentage of the step on; the rule of a target unless it has its own."""


def grade(reached: float, goal: int, bounds: Sequence[tuple[str, int]] = GRADES) -> str:
    """Return the letter of a result.

    Args:
        reached: People, or a percentage, as the goal is.
        goal: Of the step; at least 1.
        bounds: Letter → least percentage of the goal, best first; the last one is from 0.

    Raises:
        ValueError: The goal is nothing to reach.
    """
    if goal < 1:
        raise ValueError("a goal is 1 at least")
    return next(letter for letter, least in bounds if 100 * reached >= least * goal)


def read_step(line: str) -> Step | None:
    """Read 「2027-03-31 60」; None for what is no step."""
    day, _, goal = unicodedata.normalize("NFKC", line).strip().partition(" ")
    try:
        by = date.fromisoformat(day)
    except ValueError:
        return None
    number = _whole(goal, 99_999)
    return Step(by, number) if number else None


def read_share(line: str) -> tuple[str, int] | None:
    """Read 「総務局 税務課 5」: a place and a number; None for what has none of either."""
    place, _, number = unicodedata.normalize("NFKC", line).strip().rpartition(" ")
    goal = _whole(number, 99_999)
    return (" ".join(place.split()), goal) if place.strip() and goal else None


def read_grade(line: str) -> tuple[str, int] | None:
    """Read 「A 100」; None for what is no letter with its least percentage."""
    letter, _, least = unicodedata.normalize("NFKC", line).strip().partition(" ")
    number = _whole(least, 999)
    if len(letter) != 1 or not letter.isupper() or number is None:
        return None
    return letter, number


def are_grades(bounds: Sequence[tuple[str, int]]) -> bool:
    """Say whether letters fall from best to worst, each with a bound of its own, down to 0."""
    least = [bound for _letter, bound in bounds]
    letters = {letter for letter, _bound in bounds}
    return (
        len(bounds) > 1
        and least == sorted(set(least), reverse=True)
        and least[-1] == 0
        and len(letters) == len(bounds)
    )


def _whole(text: str, most: int) -> int | None:
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 6):  # noqa: PLR2004
        return None
    return int(digits) if int(digits) <= most else None
