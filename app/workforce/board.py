"""Charts: where their marks stand. A table beside each says the same."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app.ui.reader import reader

if TYPE_CHECKING:
    from app.frameworks.models import Group
    from app.workforce.queries.own import Line, RoleGap
    from app.workforce.queries.targets import Point, TargetPage

LEFT, RIGHT = 392, 728
TOP, ROW = 28, 26


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the chart: its height, where ● and ○ stand, and the scale's steps."""

    y: int
    now: int
    needed: int
    line: "Line"
    ticks: tuple[int, ...]

    @property
    def label(self) -> str:
        """The item's name in the reader's language."""
        return self.line.wanted.item.label.of(reader().locale)


@dataclass(frozen=True, slots=True)
class Band:
    """A heading over lines."""

    y: int
    group: "Group"
    marks: tuple[Mark, ...]

    @property
    def label(self) -> str:
        """The heading in the reader's language."""
        return self.group.label.of(reader().locale)


@dataclass(frozen=True, slots=True)
class Chart:
    """What is asked of a person, drawn."""

    bands: tuple[Band, ...]
    height: int


def chart(gap: "RoleGap") -> Chart:
    """Place what a profile asks of a person; items under the headings of their frameworks.

    Each heading stands once, where the first of its items is asked for.
    """
    bands, y = [], TOP
    first: dict[tuple[str, str], int] = {}
    for place, line in enumerate(gap.lines):
        first.setdefault(_heading(line), place)
    ordered = sorted(
        gap.lines, key=lambda line: (line.wanted.item.framework, first[_heading(line)])
    )
    for _key, under in groupby(ordered, key=_heading):
        lines = list(under)
        marks = tuple(_mark(line, y + ROW * (place + 1)) for place, line in enumerate(lines))
        bands.append(Band(y, lines[0].wanted.item.group, marks))
        y += ROW * (len(lines) + 1)
    return Chart(tuple(bands), y + 8)


def _heading(line: "Line") -> tuple[str, str]:
    return line.wanted.item.framework, line.wanted.item.group.key


def _mark(line: "Line", y: int) -> Mark:
    top = line.wanted.item.levels[-1].number

    def x(level: int) -> int:
        return LEFT + (RIGHT - LEFT) * min(level, top) // top

    return Mark(y, x(line.level), x(line.wanted.level), line, tuple(x(n) for n in range(top + 1)))


FLOOR, CEILING, WIDTH, BAR = 190, 30, 800, 44


@dataclass(frozen=True, slots=True)
class Column:
    """A day of a target's chart: bars of what was wanted and what was reached, as heights."""

    x: int
    point: "Point"
    goal: int
    reached: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The way to a target, drawn."""

    columns: tuple[Column, ...]
    floor: int = FLOOR
    width: int = WIDTH
    bar: int = BAR


def ladder(page: "TargetPage") -> Ladder:
    """Place the days of a target; the highest bar reaches the ceiling."""
    most = max(
        max((one.goal or 0 for one in page.points), default=0),
        max((one.result.value for one in page.points if one.result), default=0),
        1,
    )
    room = WIDTH // max(len(page.points), 1)
    return Ladder(
        tuple(
            Column(
                room * place + room // 2,
                one,
                round((FLOOR - CEILING) * (one.goal or 0) / most),
                round((FLOOR - CEILING) * one.result.value / most) if one.result else 0,
            )
            for place, one in enumerate(page.points)
        )
    )
