"""The JSONPath that profiles may use: names, places, stars, unions, ``..`` and ``|``; no scripts.

Source: xAPI Profiles specification 1.0, 8.1; the article on JSONPath by Stefan Gössner.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.xapi.validate.shapes import join

_NAME: Final = r"[^\s.\[\]|'\",*$()?@]++"
_ITEM: Final = r"(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|[0-9]++|\*)"
_STEP: Final = re.compile(
    rf"(?:(?P<deep>\.\.)|\.)(?P<name>{_NAME}|\*)"
    rf"|(?P<from>\.\.)?\[\s*+(?P<items>{_ITEM}(?:\s*+,\s*+{_ITEM})*+)\s*+\]"
)
_FIRST: Final = re.compile(rf"\$|(?P<name>{_NAME})")
_ONE_ITEM: Final = re.compile(_ITEM)


class PathInvalid(ValueError):
    """A text is no JSONPath that a profile may use."""


class Found(NamedTuple):
    """A value, and the way to it: names and indices from the root. ``at`` writes the way out."""

    way: tuple[str | int, ...]
    value: object

    @property
    def at(self) -> str:
        """The JSONPath of the value."""
        text = "$"
        for pick in self.way:
            text = join(text, pick) if isinstance(pick, str) else f"{text}[{pick}]"
        return text


@dataclass(frozen=True, slots=True)
class Step:
    """One step down.

    Attributes:
        picks: Names and indices, of which any is taken; None is the star.
        is_deep: Whether it is taken from every depth.
    """

    picks: tuple[str | int | None, ...]
    is_deep: bool = False


Path = tuple[tuple[Step, ...], ...]
"""Alternatives, each a way down from the root."""


def parse(text: str) -> Path:
    """Read a JSONPath.

    Raises:
        PathInvalid: With the place where it stops making sense.
    """
    ways: list[tuple[Step, ...]] = []
    position = 0
    while True:
        steps, position = _way(text, _skip(text, position))
        ways.append(steps)
        position = _skip(text, position)
        if position == len(text):
            return tuple(ways)
        if text[position] != "|":
            raise PathInvalid(f"{text!r} is no JSONPath from character {position + 1} on")
        position += 1


def find(path: Path, value: object, *, way: tuple[str | int, ...] = ()) -> list[Found]:
    """Return every value that ``path`` leads to, in its order.

    Args:
        path: From ``parse``.
        value: Any JSON value, the root.
        way: How one came to the root; ``Found.way`` begins with it.
    """
    found: list[Found] = []
    for steps in path:
        here = [Found(way, value)]
        for step in steps:
            here = _further(here, step)
        found += here
    return found


def _further(here: list[Found], step: Step) -> list[Found]:
    found: list[Found] = []
    for one in here:
        for start in _descend(one) if step.is_deep else (one,):
            for pick in step.picks:
                found += _children(start, pick)
    return found


def _way(text: str, position: int) -> tuple[tuple[Step, ...], int]:
    first = _FIRST.match(text, position)
    if first is None:
        raise PathInvalid(f"{text!r} does not begin with $ or a name")
    steps = [Step((first["name"],))] if first["name"] else []
    position = first.end()
    while (hit := _STEP.match(text, position)) is not None:
        steps.append(_step(hit))
        position = hit.end()
    return tuple(steps), position


def _step(hit: re.Match[str]) -> Step:
    if hit["name"]:
        return Step((None if hit["name"] == "*" else hit["name"],), is_deep=bool(hit["deep"]))
    picks = tuple(_pick(item) for item in _ONE_ITEM.findall(hit["items"]))
    return Step(picks, is_deep=bool(hit["from"]))


def _pick(item: str) -> str | int | None:
    if item == "*":
        return None
    if item[0] in "'\"":
        return re.sub(r"\\(.)", r"\1", item[1:-1], flags=re.DOTALL)
    return int(item) if len(item) <= _MOST_DIGITS else -1


_MOST_DIGITS = 9
"""No array has more items; a longer number finds nothing."""


def _children(found: Found, pick: str | int | None) -> list[Found]:
    way, value = found
    if isinstance(value, dict):
        if pick is None:
            return [Found((*way, key), it) for key, it in value.items()]
        if isinstance(pick, str) and pick in value:
            return [Found((*way, pick), value[pick])]
    elif isinstance(value, list):
        if pick is None:
            return [Found((*way, index), it) for index, it in enumerate(value)]
        if isinstance(pick, int) and 0 <= pick < len(value):
            return [Found((*way, pick), value[pick])]
    return []


def _descend(found: Found) -> Iterator[Found]:
    waiting = [found]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(_children(one, None))


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
