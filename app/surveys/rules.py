"""What may be shown of answers that were added up, and when people are reminded. Pure."""

import re
from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final, TypeVar

Key = Hashable
K = TypeVar("K", bound=Hashable)

FEW: Final = 5
"""Below this many answers a figure says more about persons than about a group."""
SOME: Final = 2 * FEW
"""Below this many people to ask, too few answer for what is in no row of its own."""
LEVELS: Final = range(5)
"""0 never heard of it, 1 heard of it, 2 can explain it, 3 uses it, 4 can teach it."""
REACHED: Final = 3
"""From this level on somebody uses it at work."""
BOUNDS: Final = (2, 3, 4)
"""Levels from which on a share may be asked for."""
_ABOVE_LEVELS: Final = 1
"""So many answers lie below the first level of the framework: 2 is its level 1."""

_GRADE: Final = re.compile(r"\d+[^\d\s]")

LONG: Final = timedelta(days=14)
SHORT: Final = timedelta(days=6)


class Why(StrEnum):
    """Why somebody is written to."""

    OPENED = "opened"
    REMINDER = "reminder"


class Phase(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


def counted_at(tree: Sequence[tuple[K, K | None]], own: Mapping[K, int]) -> dict[K, K]:
    """Return where the people of each place are counted, so that few of them stand alone.

    A section of fewer than ``FEW`` people to ask counts with what is above it. People who are
    directly in a bureau count with its first section (主管課) where they are fewer than ``SOME``.

    Args:
        tree: Places with what is above them, each parent before its children.
        own: How many people are asked who are directly in a place.
    """
    people = {key: own.get(key, 0) for key, _above in tree}
    totals = dict(people)
    target: dict[K, K] = {}
    for key, above in reversed(tree):
        if above is None:
            continue
        totals[above] += totals[key]
        if totals[key] < FEW:
            target[key] = above
            people[above] += people.pop(key)
    for key, _above in tree:
        first = next((one for one, above in tree if above == key and one in people), None)
        if first is not None and 0 < people.get(key, 0) < SOME:
            target[key] = first
            people[first] += people.pop(key)
    return {key: _followed(target, key) for key, _above in tree}


def _followed(target: Mapping[K, K], key: K) -> K:
    while key in target:
        key = target[key]
    return key


def counted_as(grades: Mapping[str, int]) -> dict[str, str]:
    """Return under which name each grade is counted: few people with the grade below them.

    Args:
        grades: How many people of a grade are asked; without a name, those of no known grade.

    Returns:
        The names of all that are counted together, 「6級・7級」, for each.
    """
    parts: list[list[str]] = []
    heads = 0
    for name in sorted((one for one in grades if one), key=by_grade_name, reverse=True):
        if parts and heads < FEW:
            parts[-1].append(name)
            heads += grades[name]
        else:
            parts.append([name])
            heads = grades[name]
    if len(parts) > 1 and heads < FEW:
        last = parts.pop()
        parts[-1] += last
    told = {name: "・".join(part[::-1]) for part in parts for name in part}
    return told | ({"": ""} if "" in grades else {})


def grade_of(text: str) -> str:
    """Return the grade of what the register says: 「2級」 of 「2級13号給」.

    What does not begin with a number stays as it is.
    """
    grade = _GRADE.match(text.strip())
    return grade[0] if grade else text.strip()


@dataclass(frozen=True, slots=True)
class Node:
    """People whose answers are counted together, within those of ``parent``.

    Attributes:
        key: Whose.
        parent: What contains them all; None for everybody.
        invited: How many were asked, those of nodes below included.
        answered: How many of them answered.
    """

    key: Key
    parent: Key | None
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class Cell:
    """People who are in one section and of one grade."""

    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which groups may be read."""

    sections: frozenset[Key]
    grades: frozenset[Key]


def shown(nodes: Sequence[Node], barred: Iterable[Key] = ()) -> frozenset[Key]:
    """Return the nodes whose figures may be read.

    A node below ``FEW`` answers is hidden with all below it. What is left of a shown node when
    the shown nodes below it are taken away has people with ``FEW`` answers at least, or nobody:
    else the one of those with the fewest people to ask is hidden as well, the last of several
    (complementary suppression): mostly the same one each year.

    Args:
        nodes: A tree, each parent before its children.
        barred: Keys that are hidden in any case.
    """
    found: dict[Key, Node] = {}
    kept_out = set(barred)
    for one in nodes:
        is_under_shown = one.parent is None or one.parent in found
        if is_under_shown and one.answered >= FEW and one.key not in kept_out:
            found[one.key] = one
    while (smallest := _to_hide(found)) is not None:
        _drop(found, smallest)
    return frozenset(found)


def _to_hide(found: Mapping[Key, Node]) -> Key | None:
    """Return the child that has to go first, or None where nothing can be worked out."""
    for one in found.values():
        below = [other for other in found.values() if other.parent == one.key]
        invited = one.invited - sum(other.invited for other in below)
        answered = one.answered - sum(other.answered for other in below)
        if below and invited > 0 and answered < FEW:
            return min(reversed(below), key=lambda other: other.invited).key
    return None


def _drop(found: dict[Key, Node], key: Key) -> None:
    del found[key]
    for below in [other.key for other in found.values() if other.parent == key]:
        _drop(found, below)


def pattern(
    sections: Sequence[Node], grades: Sequence[Node], cells: Mapping[tuple[Key, Key], Cell]
) -> Pattern:
    """Settle which sections and grades may be read, of one round and for all its items.

    Args:
        sections: The tree of sections; the first is the city.
        grades: The grades below the city, which comes first with the same key.
        cells: How many people are in a section itself, not below it, and of a grade. Who
            answered is known, what they answered is not.

    Returns:
        Sections by themselves first; then as many grades as leave nothing to be worked out of
        both together, the greatest kept longest.
    """
    seen = shown(sections)
    if not seen:
        return Pattern(frozenset(), frozenset())
    near = _nearest(sections, seen)
    barred: set[Key] = set()
    counts = {one.key: one for one in grades}
    while True:
        kept = shown(grades, barred)
        left = kept - {grades[0].key}
        if not left or is_safe(_crossed(cells, near, left)):
            return Pattern(seen, left)
        barred.add(min(left, key=lambda key: (counts[key].answered, str(key))))


def _nearest(nodes: Sequence[Node], seen: frozenset[Key]) -> dict[Key, Key]:
    """Return under which shown node each one stands: what is left of it holds them."""
    near: dict[Key, Key] = {}
    for one in nodes:
        near[one.key] = one.key if one.key in seen or one.parent is None else near[one.parent]
    return near


def _crossed(
    cells: Mapping[tuple[Key, Key], Cell], near: Mapping[Key, Key], grades: frozenset[Key]
) -> dict[tuple[Key, Key], Cell]:
    """Add cells up whose people no figure tells apart."""
    found: dict[tuple[Key, Key], Cell] = {}
    for (section, grade), cell in cells.items():
        place = (near[section], grade if grade in grades else None)
        before = found.get(place, Cell(0, 0))
        found[place] = Cell(before.invited + cell.invited, before.answered + cell.answered)
    return found


def is_safe(cells: Mapping[tuple[Key, Key], Cell]) -> bool:
    """Say whether rows and columns of a table tell nothing of fewer than ``FEW`` answers.

    Whatever sums of rows and columns tell of a set of cells, its cells are those of some rows
    that are in none of some columns, where these columns lie wholly within these rows. The
    smallest such set with a given cell is a minimum cut: of a network in which a row leads to a
    column for as many as answered, and a column back to its rows without a limit.

    Args:
        cells: By row and column; a place without people may be missing.
    """
    filled = {place: cell for place, cell in cells.items() if cell.invited > 0}
    near: dict[tuple[int, Key], list[tuple[int, Key]]] = {}
    for row, column in filled:
        near.setdefault((0, row), []).append((1, column))
        near.setdefault((1, column), []).append((0, row))
    return all(
        cell.answered >= FEW or _flow(filled, near, row, column) >= FEW
        for (row, column), cell in filled.items()
    )


def _flow(
    cells: Mapping[tuple[Key, Key], Cell],
    near: Mapping[tuple[int, Key], Sequence[tuple[int, Key]]],
    row: Key,
    column: Key,
) -> int:
    """Return how much flows from a row to a column, or ``FEW`` if it is no less."""
    left = {place: cell.answered for place, cell in cells.items()}
    total = 0
    while total < FEW:
        way = _way(left, near, (0, row), (1, column))
        if way is None:
            break
        steps = list(pairwise(way))
        least = min(left[a[1], b[1]] for a, b in steps if a[0] == 0)
        for a, b in steps:
            if a[0] == 0:
                left[a[1], b[1]] -= least
            else:
                left[b[1], a[1]] += least
        total += least
    return min(total, FEW)


def _way(
    left: Mapping[tuple[Key, Key], int],
    near: Mapping[tuple[int, Key], Sequence[tuple[int, Key]]],
    start: tuple[int, Key],
    end: tuple[int, Key],
) -> list[tuple[int, Key]] | None:
    """Return a shortest way on which something still flows."""
    came: dict[tuple[int, Key], tuple[int, Key] | None] = {start: None}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in near[here]:
            if there in came or (here[0] == 0 and left[here[1], there[1]] <= 0):
                continue
            came[there] = here
            if there == end:
                return _back(came, end)
            queue.append(there)
    return None


def _back(
    came: Mapping[tuple[int, Key], tuple[int, Key] | None], end: tuple[int, Key]
) -> list[tuple[int, Key]]:
    way, here = [end], came[end]
    while here is not None:
        way.append(here)
        here = came[here]
    return way[::-1]


def share(counts: Sequence[int], bound: int) -> int:
    """Return how many percent of the answers are at a level or above; 0 without answers."""
    total = sum(counts)
    return round(100 * sum(counts[bound:]) / total) if total else 0


def step(percent: int) -> int:
    """Place a share on the drawn scale: 1 (below 30 %) to 5 (80 % and more)."""
    return 1 + sum(percent >= bound for bound in (30, 45, 60, 80))


def reminder_day(opens: date, closes: date) -> date | None:
    """Return when those are reminded who have not answered; None where there is no time."""
    if closes - opens < SHORT:
        return None
    return closes - timedelta(days=7 if closes - opens >= LONG else 3)


def phase(opened_on: date | None, closed_on: date | None) -> Phase:
    """Return where a round stands."""
    if closed_on is not None:
        return Phase.CLOSED
    return Phase.PLANNED if opened_on is None else Phase.OPEN


def takes_answers(
    opened_on: date | None, closed_on: date | None, closes_on: date, *, today: date
) -> bool:
    """Say whether somebody may answer: the last day is included."""
    return phase(opened_on, closed_on) is Phase.OPEN and today <= closes_on


def framework_level(answer: int) -> int:
    """Return the framework's level that an answer speaks of; 0 for none."""
    return max(0, answer - _ABOVE_LEVELS)


def weakest(answers: Mapping[str, int], most: int) -> tuple[str, ...]:
    """Return the items that somebody does not use yet, the least known first."""
    below = [ref for ref, level in answers.items() if level < REACHED]
    return tuple(sorted(below, key=lambda ref: answers[ref])[:most])


def is_answer_to(items: Sequence[str], answers: Mapping[str, int]) -> bool:
    """Say whether every item that is asked is answered with a level, and nothing else is."""
    return set(answers) == set(items) and all(level in LEVELS for level in answers.values())


def by_grade_name(name: str) -> tuple[int, str]:
    """Return what grades sort by: 「2級」 before 「10級」, those without a name last."""
    digits = "".join(letter for letter in name if letter.isdecimal())
    return (int(digits) if digits else 999 if name else 1000, name)
