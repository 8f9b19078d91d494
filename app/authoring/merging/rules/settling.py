"""The files that come of what was chosen. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from app.authoring.merging.rules.course import Merged, Together
from app.authoring.merging.rules.cutting import Unit
from app.authoring.merging.rules.disputes import Agreed, Dispute, Side, Units
from app.authoring.merging.rules.identity import Place
from app.authoring.rules.arranging import rekeyed

_NUMBERED: Final = re.compile(r"(\d+)(-.+)", re.DOTALL)
_MARK: Final = re.compile(r"\[([^\[\]]*)\]\{#see-[^{}]*\}")

T = TypeVar("T")
NewKey = Callable[[str], str]
"""A key that is there already → one that nothing has."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The files of a course, put together.

    Attributes:
        files: Path → bytes.
        moved: (where the draft had a file, where it is now), for those whose path is another.
    """

    files: Mapping[str, bytes]
    moved: tuple[tuple[str, str], ...]


def settled(course: Merged, chosen: Mapping[str, Side], new_key: NewKey) -> Settled:
    """Return the files that come of what was chosen.

    Args:
        course: What was put together.
        chosen: The name of each conflict → what is chosen.
        new_key: Of which the draft's one of two blocks with the same key gets another.

    Raises:
        KeyError: Of a conflict nothing was chosen.
    """
    there = [one for one in course.files if _is_there(one, chosen)]
    folders = {
        key: here if name and chosen[name] is Side.OURS else theirs
        for key, (theirs, here, name) in course.folders.items()
    }
    places = {one: _place(one, chosen) for one in there}
    kept = {place.module for place in places.values() if place.module}
    folders = _apart({key: name for key, name in folders.items() if key in kept}, _late(course))
    found: dict[str, bytes] = {}
    moved: list[tuple[str, str]] = []
    names = _told_apart(places)
    for one in there:
        place = places[one]
        path = f"{folders[place.module]}/{names[one]}" if place.module else place.name
        found[path] = _joined(list(_units(one, chosen, new_key)))
        if one.was and one.was != path:
            moved.append((one.was, path))
    for key in kept & course.spare.keys():
        found.setdefault(f"{folders[key]}/module.toml", course.spare[key])
    return Settled(found, tuple(moved))


def _is_there(one: Together, chosen: Mapping[str, Side]) -> bool:
    if not one.removed:
        return True
    return chosen[one.removed] is (Side.THEIRS if one.is_theirs else Side.OURS)


def _place(one: Together, chosen: Mapping[str, Side]) -> Place:
    name = one.place.conflict
    return one.place.ours if name and chosen[name] is Side.OURS else one.place.theirs


def _late(course: Merged) -> set[str]:
    """Return the modules that are new here, or moved here: they make room for the others."""
    return {one.file.module for one in course.files if one.file.module and one.is_new_here}


def _told_apart(places: Mapping[Together, Place]) -> dict[Together, str]:
    """Return the names of files in their folders, no two lessons at the same number."""
    found: dict[Together, str] = {}
    for module in {place.module for place in places.values()}:
        inside = {one: at.name for one, at in places.items() if at.module == module}
        late = {one for one in inside if one.is_new_here}
        found |= _apart(inside, late) if module else inside
    return found


def _apart(names: Mapping[T, str], late: set[T]) -> dict[T, str]:
    """Return names with numbers of their own; what comes late gets the next that is free."""
    found: dict[T, str] = {}
    taken: set[int] = set()
    for each in sorted(names, key=lambda one: (one in late, names[one])):
        match = _NUMBERED.fullmatch(names[each])
        if match is None:
            found[each] = names[each]
            continue
        digits, number = match.group(1), int(match.group(1))
        while number in taken and each in late:
            number += 1
        taken.add(number)
        found[each] = f"{number:0{len(digits)}}{match.group(2)}"
    return found


# -- texts ----------------------------------------------------------------------------------------


def _units(one: Together, chosen: Mapping[str, Side], new_key: NewKey) -> Iterator[Unit]:
    for part, name in zip(one.parts, one.disputes, strict=True):
        if isinstance(part, Agreed):
            yield from part.units
        else:
            yield from _chosen(part, chosen[name], new_key)


def _chosen(part: Dispute, side: Side, new_key: NewKey) -> Units:
    if side is Side.BOTH and part.can_be_both:
        names = {unit.name for unit in part.theirs if unit.name}
        return part.theirs + tuple(_another(unit, names, new_key) for unit in part.ours)
    return part.ours if side is Side.OURS else part.theirs


def _another(unit: Unit, names: set[str], new_key: NewKey) -> Unit:
    """Return a unit that may stand beside one of the same key: a question has one key."""
    text = _MARK.sub(r"\1", unit.body.decode()) if not unit.is_single else unit.body.decode()
    if unit.is_block and unit.name in names and not unit.name.startswith("easy"):
        key = unit.name.partition("#")[2]
        text = rekeyed(text, {key: new_key(key)})
    return Unit(text.encode(), unit.tail, "", unit.is_single, unit.gap)


def _joined(units: list[Unit]) -> bytes:
    """Join units; one that ended its file is parted from what now follows it."""
    data = b"".join(unit.data for unit in units)
    line_end = b"\r\n" if b"\r\n" in data else b"\n"
    parted = (
        unit.data + line_end * max(0, unit.gap - unit.tail.count(b"\n")) for unit in units[:-1]
    )
    return b"".join([*parted, *(unit.data for unit in units[-1:])])
