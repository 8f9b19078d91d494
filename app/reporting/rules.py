"""Who is counted where, what is too few to be told, and why a figure differs. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from app.frameworks.wording import Label

FEW: Final = 5
"""Below this many people a figure says more about persons than about a department."""

APRIL: Final = 4
QUARTER: Final = 3

Times = Mapping[str, int]
"""Person → how many times they count in a list; once in most."""


class Form(StrEnum):
    """What a report is printed as."""

    PDF = "pdf"
    XLSX = "xlsx"


class Why(StrEnum):
    """Why a figure differs from what was printed for the same day."""

    REGISTER_IN = "register_in"
    """Who was not in the register of that day then, and is now."""
    REGISTER_OUT = "register_out"
    """Who was in the register of that day then, and is no more."""
    FACT_IN = "fact_in"
    """What was recorded later for a day before."""
    FACT_OUT = "fact_out"
    """What was taken back or corrected for a day before."""
    FORGOTTEN = "forgotten"
    """Whose records are gone: erased, or kept no longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A department as it was called on the day; ``parent`` comes before it in every list."""

    id: str
    name: str
    path: str
    depth: int
    parent: str | None


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target asked for on the day.

    ``is_rate``: the goal is a percentage, and no number of people. ``grades`` are its letters,
    best first, each with the least percentage of the goal. ``role``: the role level it is about.
    """

    id: str
    name: str
    is_rate: bool
    goal: int
    by: date
    grades: tuple[tuple[str, int], ...]
    role: str = ""
    is_of_all: bool = True
    """Whether it is the whole city's, and no department's."""

    def letter(self, reached: int, people: int) -> str | None:
        """Return the letter of a result; None where nobody is meant."""
        if not people:
            return None
        value = Fraction(100 * reached, people) if self.is_rate else Fraction(reached)
        return next(one for one, least in self.grades if 100 * value >= least * self.goal)


@dataclass(frozen=True, slots=True)
class Duty:
    """A required course that was assigned by the day, due in its period or later."""

    id: str
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What was so on a day, with who is behind it.

    Attributes:
        as_of: The day.
        since: The first day of its period.
        places: The city and its departments in 建制順.
        home: Person → the place they are listed under; who is nowhere is absent.
        lists: Code → who counts, and how many times.
        kinds: Kinds of employment that occur, by code.
        frameworks: Ref → the keys of its groups, of those that anybody is attested in.
        roles: Codes of the city's role levels.
        goals: Targets.
        duties: Required courses.
        labels: What frameworks, groups and role levels are called, by the code of their list.
    """

    as_of: date
    since: date
    places: tuple[Place, ...]
    home: Mapping[str, str]
    lists: Mapping[str, Times]
    kinds: tuple[str, ...] = ()
    frameworks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    roles: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    duties: tuple[Duty, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    def people(self, code: str) -> Times:
        """Return a list; an empty one where nobody counts."""
        return self.lists.get(code, {})

    def heads(self, code: str) -> dict[str, int]:
        """Return how many people of a list each place has, with everything below it."""
        return roll_up(self.places, Counter(self._own(code)))

    def times(self, code: str) -> dict[str, int]:
        """Return how many times the people of each place count, with everything below it."""
        own: Counter[str] = Counter()
        for person, times in self.people(code).items():
            if person in self.home:
                own[self.home[person]] += times
        return roll_up(self.places, own)

    def hidden(self, code: str) -> frozenset[str]:
        """Return the places of whose people in a list too few are left to tell of."""
        own = Counter(self._own(code))
        return hidden(self.places, own, nowhere=len(self.people(code)) - sum(own.values()))

    def _own(self, code: str) -> list[str]:
        return [self.home[one] for one in self.people(code) if one in self.home]


def roll_up(places: Sequence[Place], own: Mapping[str, int]) -> dict[str, int]:
    """Add every place's own count to all those above it."""
    totals = {one.id: own.get(one.id, 0) for one in places}
    for one in reversed(places):
        if one.parent in totals:
            totals[one.parent] += totals[one.id]
    return totals


def below(places: Sequence[Place], place_id: str) -> frozenset[str]:
    """Return a place and everything under it."""
    inside = {place_id}
    for one in places:
        if one.parent in inside:
            inside.add(one.id)
    return frozenset(inside)


def hidden(places: Sequence[Place], own: Mapping[str, int], *, nowhere: int = 0) -> frozenset[str]:
    """Return the places of which nothing is told, so that nobody stands in too small a group.

    A place with fewer than ``FEW`` people is one. Taking the shown ones from what they belong to
    leaves those hidden and those listed there itself: as long as these are fewer than ``FEW``,
    the smallest of the shown ones is hidden as well. What is below a hidden place is hidden.

    Args:
        places: Each before those below it.
        own: Place → how many are listed there itself.
        nowhere: How many are in the whole, and in no place.
    """
    heads = roll_up(places, own)
    found: set[str] = set()
    for one in places:
        is_top = one.parent not in heads
        rest = own.get(one.id, 0) + (nowhere if is_top else 0)
        children = [each for each in places if each.parent == one.id]
        if is_top and heads[one.id] + nowhere < FEW:
            found.add(one.id)
        if one.id in found:
            found.update(each.id for each in children)
        else:
            _hide(children, heads, rest, found)
    return frozenset(found)


def _hide(siblings: Iterable[Place], heads: Mapping[str, int], rest: int, found: set[str]) -> None:
    shown = sorted((one for one in siblings if heads[one.id]), key=lambda one: heads[one.id])
    while shown and (heads[shown[0].id] < FEW or 0 < rest < FEW):
        one = shown.pop(0)
        found.add(one.id)
        rest += heads[one.id]


def share(n: int, of: int) -> str | None:
    """Return a percentage with one place, half rounded up: ``66.7``; None of nobody."""
    if of <= 0:
        return None
    return str((Decimal(100 * n) / of).quantize(Decimal("0.1"), ROUND_HALF_UP))


def signed(difference: int) -> str:
    """Return a difference with its sign: ``+12``, ``−3``; 0 without one."""
    return f"{difference:+,}".replace("-", "−") if difference else "0"


def reasons(
    printed: int,
    before: Times,
    after: Times,
    *,
    known_before: Iterable[str],
    known_after: Iterable[str],
) -> tuple[tuple[Why, int], ...]:
    """Return why a figure of one day differs from what was printed; the numbers add up to it.

    Args:
        printed: The figure as it was printed.
        before: Who was behind it then, of those who are still known.
        after: Who is behind it now.
        known_before: Who was in the register of that day then.
        known_after: Who is in the register of that day now.
    """
    found: Counter[Why] = Counter()
    found[Why.FORGOTTEN] = sum(before.values()) - printed
    then, now = set(known_before), set(known_after)
    for person in {*before, *after}:
        more = after.get(person, 0) - before.get(person, 0)
        if more > 0:
            found[Why.FACT_IN if person in then else Why.REGISTER_IN] += more
        elif more < 0:
            found[Why.FACT_OUT if person in now else Why.REGISTER_OUT] += more
    return tuple((why, found[why]) for why in Why if found[why])


def fiscal_year_begins(day: date) -> date:
    """Return the first of April of the fiscal year of a day."""
    return date(day.year if day.month >= APRIL else day.year - 1, APRIL, 1)


def last_quarter(today: date) -> date:
    """Return the last day of the quarter before the one ``today`` is in."""
    first_month = (today.month - 1) // QUARTER * QUARTER + 1
    return date(today.year, first_month, 1) - timedelta(days=1)
