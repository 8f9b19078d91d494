"""Charts of answers: where their marks stand. A table beside each says the same."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app.surveys.rules import LEVELS
from app.ui.reader import reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.surveys.queries import Group, Results, Years
    from app.surveys.queries.years import ItemLine

WIDTH, LEFT, RIGHT = 800, 320, 780
TOP, ROW, HEADING = 30, 26, 26
NARROW = 26
"""A piece below this width has no figure in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A level's part of a bar. ``percent`` is written where there is room."""

    level: int
    x: int
    width: int
    percent: int

    @property
    def has_room(self) -> bool:
        """Whether the figure fits in."""
        return self.width >= NARROW


@dataclass(frozen=True, slots=True)
class Bar:
    """An item's answers as one bar."""

    y: int
    code: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the framework over its items."""

    y: int
    label: str
    field: str


@dataclass(frozen=True, slots=True)
class Dot:
    """An item's share in one round."""

    x: int
    percent: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Way:
    """An item's shares from round to round."""

    y: int
    code: str
    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Headings and rows, with the height that they take."""

    headings: tuple[Heading, ...]
    rows: "tuple[Bar, ...] | tuple[Way, ...]"
    height: int

    width = WIDTH
    left = LEFT
    right = RIGHT


def pieces(counts: "Sequence[int]") -> tuple[Piece, ...]:
    """Lay the levels of one bar side by side; levels that nobody answered have no piece."""
    total, found, before = sum(counts), [], 0
    for level in LEVELS:
        if counts[level]:
            x = LEFT + (RIGHT - LEFT) * before // total
            before += counts[level]
            end = LEFT + (RIGHT - LEFT) * before // total
            found.append(Piece(level, x, end - x, round(100 * counts[level] / total)))
    return tuple(found)


def distribution(results: "Results", group: "Group") -> Chart:
    """Place what a shown group answered, by item under the headings of the framework."""
    locale, headings, bars, y = reader().locale, [], [], TOP
    for _key, part in groupby(results.items, key=lambda one: one.group.key):
        items = list(part)
        headings.append(Heading(y, items[0].group.label.of(locale), items[0].group.field))
        y += HEADING
        for item in items:
            told = pieces(results.counts[group.id, item.ref])
            bars.append(Bar(y, item.code, item.label.of(locale), told))
            y += ROW
    return Chart(tuple(headings), tuple(bars), y + 6)


def ways(years: "Years") -> Chart:
    """Place the shares of each round on one line an item."""
    locale, headings, rows, y = reader().locale, [], [], TOP
    for _key, part in groupby(years.lines, key=lambda one: one.item.group.key):
        lines = list(part)
        group = lines[0].item.group
        headings.append(Heading(y, group.label.of(locale), group.field))
        y += HEADING
        for line in lines:
            rows.append(_way(line, y))
            y += ROW
    return Chart(tuple(headings), tuple(rows), y + 6)


def _way(line: "ItemLine", y: int) -> Way:
    told = [one for one in line.shares if one is not None]
    dots = tuple(
        Dot(LEFT + (RIGHT - LEFT) * share // 100, share, place == len(told) - 1)
        for place, share in enumerate(told)
    )
    return Way(y, line.item.code, line.item.label.of(reader().locale), dots)
