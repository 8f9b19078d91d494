"""Two lists of units that became of one list, put together. Pure."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from app.authoring.merging.rules.cutting import Unit
from app.authoring.merging.rules.disputes import Agreed, Dispute, Part, Side, Units

_ALIKE: Final = 0.5
"""How much two units without a name have to have in common to be one that was changed."""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a list of units.

    Attributes:
        base: The list.
        at: For each of them what it is now; None for one that is not there any more.
        come: For each gap, the one at the end included, the units that are new there.
    """

    base: Units
    at: list[Unit | None] = field(default_factory=list)
    come: list[list[Unit]] = field(default_factory=list)


def became(base: Units, now: Units) -> Became:
    """Say what became of some units, which are now these."""
    pairs = _pairs(base, now)
    found = Became(base, [None] * len(base), [[] for _ in range(len(base) + 1)])
    by_now, gap = {j: i for i, j in pairs.items()}, 0
    for j, unit in enumerate(now):
        if j in by_now:
            found.at[by_now[j]] = unit
            gap = by_now[j] + 1
        else:
            found.come[gap].append(unit)
    return found


def _pairs(base: Units, now: Units) -> dict[int, int]:
    """Return which unit became which; both in ascending order."""
    matcher = difflib.SequenceMatcher(
        None, [one.body for one in base], [one.body for one in now], autojunk=False
    )
    pairs = {
        block.a + n: block.b + n
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    }
    for more in (_by_name, _by_likeness):
        edges = [(-1, -1), *sorted(pairs.items()), (len(base), len(now))]
        for (i1, j1), (i2, j2) in pairwise(edges):
            pairs |= more(base, now, range(i1 + 1, i2), range(j1 + 1, j2))
    return pairs


def _by_name(base: Units, now: Units, here: range, there: range) -> dict[int, int]:
    named, found, least = {now[j].name: j for j in there if now[j].name}, dict[int, int](), -1
    for i in here:
        j = named.get(base[i].name, -1)
        if j > least:
            found[i] = least = j
    return found


def _by_likeness(base: Units, now: Units, here: range, there: range) -> dict[int, int]:
    mine = [i for i in here if not base[i].name]
    others = [j for j in there if not now[j].name]
    if len(mine) == len(others):
        return dict(zip(mine, others, strict=True))
    found, least = dict[int, int](), 0
    for i in mine:
        likely = [(_likeness(base[i], now[j]), -n) for n, j in enumerate(others) if n >= least]
        best, n = max(likely, default=(0.0, 0))
        if best >= _ALIKE:
            found[i] = others[-n]
            least = 1 - n
    return found


def _likeness(one: Unit, other: Unit) -> float:
    text, another = (each.body.decode("utf-8", "replace") for each in (one, other))
    return float(difflib.SequenceMatcher(None, text, another, autojunk=False).quick_ratio())


# -- putting together -----------------------------------------------------------------------------

Came = Callable[[Unit, Side], list[Part]]
"""(a unit that came, on which side) → what it is in the end: a moved one may be changed there."""


def one_of(
    base: Unit | None, theirs: Unit | None, ours: Unit | None, group: str = ""
) -> list[Part]:
    """Return what becomes of one unit."""
    if _same(theirs, ours) or _same(theirs, base):
        kept = _with_tail(base, ours, theirs)
    elif _same(ours, base):
        kept = _with_tail(base, theirs, ours)
    else:
        return [Dispute(_some(base), _some(theirs), _some(ours), group)]
    return [Agreed((kept,))] if kept else []


def put_together(
    theirs: Became, ours: Became, leaves: Callable[[Unit], bool], came: Came
) -> list[Part]:
    """Return the parts of what two lists are together that became of the same one.

    Args:
        theirs: What became of it there.
        ours: What became of it here.
        leaves: Whether a unit is moved to elsewhere, by whichever side.
        came: See ``Came``.
    """
    parts: list[Part] = []
    for gap in range(len(theirs.base) + 1):
        parts += _gap(theirs.come[gap], ours.come[gap], leaves, came)
        if gap < len(theirs.base) and not leaves(theirs.base[gap]):
            parts += one_of(theirs.base[gap], theirs.at[gap], ours.at[gap])
    return parts


def _gap(
    theirs: Sequence[Unit], ours: Sequence[Unit], leaves: Callable[[Unit], bool], came: Came
) -> Iterator[Part]:
    there = [(one, came(one, Side.THEIRS)) for one in theirs]
    here = [(one, came(one, Side.OURS)) for one in ours]
    is_plain = not any(leaves(one) for one in (*theirs, *ours))
    said = [one.body for one in theirs]
    if said == [one.body for one in ours]:
        kept = there if not is_plain else here
        for _one, parts in kept:
            yield from parts
    elif not theirs or not ours:
        for _one, parts in (*there, *here):
            yield from parts
    elif not is_plain:
        yield from _beside_moved(there, here, leaves)
    elif all(one.is_single and one.name for one in (*theirs, *ours)):
        yield from _entries(tuple(theirs), tuple(ours))
    else:
        yield Dispute((), tuple(theirs), tuple(ours))


def _beside_moved(
    theirs: Sequence[tuple[Unit, list[Part]]],
    ours: Sequence[tuple[Unit, list[Part]]],
    leaves: Callable[[Unit], bool],
) -> Iterator[Part]:
    """Yield what came to one place on both sides, and after it what was moved there."""
    there, here = (tuple(one for one, _ in side if not leaves(one)) for side in (theirs, ours))
    said, also = {one.body for one in there}, {one.body for one in here}
    if said <= also or also <= said:
        yield Agreed(here if said <= also else there)
    else:
        yield Dispute((), there, here)
    moved = [(one, parts) for one, parts in (*theirs, *ours) if leaves(one)]
    for _one, parts in sorted(moved, key=lambda each: each[0].name):
        yield from parts


def _entries(theirs: Units, ours: Units) -> Iterator[Part]:
    """Yield the entries of both, each in its table; those of one name are held together."""
    there, here = _tables(theirs), _tables(ours)
    for table in dict.fromkeys(("", *there, *here)):
        found, others = there.get(table, {}), here.get(table, {})
        for name, unit in found.items():
            yield from one_of(None, unit, others.get(name, unit))
        new = tuple(unit for name, unit in others.items() if name not in found)
        yield from [Agreed(new)] if new else []


def _tables(units: Units) -> dict[str, dict[str, Unit]]:
    """Return entries by the table they stand in, "" before the first, and by name."""
    found: dict[str, dict[str, Unit]] = {}
    table = ""
    for unit in units:
        table = unit.name if unit.name.startswith("[") else table
        found.setdefault(table, {})[unit.name] = unit
    return found


def _same(one: Unit | None, other: Unit | None) -> bool:
    return one == other or (one is not None and other is not None and one.body == other.body)


def _with_tail(base: Unit | None, kept: Unit | None, other: Unit | None) -> Unit | None:
    """Return a unit with the blank lines after it that one of the sides changed."""
    if kept is None or base is None or other is None or kept.tail != base.tail:
        return kept
    gap = min(kept.gap, other.gap) if kept.tail == other.tail else other.gap
    return Unit(kept.body, other.tail, kept.name, is_single=kept.is_single, gap=gap)


def _some(unit: Unit | None) -> Units:
    return (unit,) if unit else ()
