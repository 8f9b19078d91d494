"""Charts: where their marks stand. A table beside each says the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.reporting.rules import share
from app.ui.reader import reader

if TYPE_CHECKING:
    from app.reporting.contents import Content

LEFT, RIGHT = 320, 720
TOP, ROW = 30, 30
DRAWN = ("skills", "skills_by_place", "courses")
"""The tables that are drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share as a bar: how high it stands, how wide it is, and what it says."""

    y: int
    width: int
    name: str
    percent: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of shares; ``ticks`` are places and percentages of the scale."""

    bars: tuple[Bar, ...]
    height: int
    ticks: tuple[tuple[int, int], ...]
    left: int = LEFT
    right: int = RIGHT


def charts(content: "Content") -> dict[int, Bars]:
    """Return the charts of a content, by the place of their table."""
    found = {}
    for place, table in enumerate(content["tables"]):
        if table["code"] in DRAWN:
            bars = tuple(_bars(table["rows"]))
            if len(bars) > 1:
                found[place] = Bars(bars, TOP + ROW * len(bars) + 8, _ticks())
    return found


def _bars(rows: Sequence[Mapping[str, Any]]) -> Iterator[Bar]:
    y, language = TOP, "en" if reader().locale == "en" else "ja"
    for row in rows:
        cell = next((one for one in row["cells"] if one.get("of")), None)
        if cell is None:
            continue
        width = round((RIGHT - LEFT) * cell["n"] / cell["of"])
        told = share(cell["n"], cell["of"]) or ""
        yield Bar(y, width, row["name"][language], told, bool(row["kind"]))
        y += ROW


def _ticks() -> tuple[tuple[int, int], ...]:
    return tuple((LEFT + (RIGHT - LEFT) * one // 100, one) for one in (0, 25, 50, 75, 100))
