"""A content as its page shows it: names in the reader's language, cells in words."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.reporting import board
from app.reporting.contents import Cell, Content
from app.reporting.defined import Definition, Heading, definition, headings, label
from app.reporting.finding import Scale, name_of, scales
from app.reporting.rules import share
from app.ui.reader import reader

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Figure:
    """A column's figure, or one that is told first: its name here, and its definition."""

    name: str
    own: str
    defined: Definition


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page. ``place`` among the content's; ``name`` of what it is about."""

    place: int
    code: str
    heading: Heading
    name: str
    columns: tuple[Figure, ...]
    rows: tuple[dict[str, Any], ...]
    chart: "board.Bars | None"
    scales: tuple[Scale, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of now against an earlier report. ``whys``: pairs of words and number."""

    figure: Figure
    now: int | None
    printed: int | None
    recounted: int | None
    whys: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """All figures against one earlier report."""

    report: str
    as_of: date
    number: int
    rows: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page of a report needs.

    ``main`` are the figures that are told first, each with its cell; ``by_code`` their cells. A
    cell is as in ``contents``, with ``day`` a day and ``percent`` besides where it is a share.
    """

    as_of: date
    since: date
    city: str
    main: tuple[tuple[Figure, Cell], ...]
    by_code: dict[str, Cell]
    tables: tuple[Table, ...]
    compared: tuple[Compared, ...]

    @property
    def before(self) -> Compared | None:
        """The report of the last day before this one, if there was one."""
        found = (one for one in self.compared if one.as_of < self.as_of)
        return next(found, None)

    @property
    def has_hidden(self) -> bool:
        """Whether anything is left out."""
        cells = (one for table in self.tables for row in table.rows for one in row["cells"])
        return any(one.get("few") for one in cells)


def shown(content: Content) -> Shown:
    """Return what the page shows of a content."""
    versions, charts = content["definitions"], board.charts(content)

    def figure(told: dict[str, Any]) -> Figure:
        defined = definition(told["figure"], versions[told["figure"]])
        locale = reader().locale
        return Figure(name_of(told, versions).of(locale), defined.name.of(locale), defined)

    return Shown(
        as_of=date.fromisoformat(content["as_of"]),
        since=date.fromisoformat(content["since"]),
        city=content["city"],
        main=tuple((figure(one), _cell(one["cell"])) for one in content["main"]),
        by_code={one["figure"]: one["cell"] for one in content["main"]},
        tables=tuple(
            Table(
                place,
                one["code"],
                headings()[one["code"]],
                _said(one["name"]) if "name" in one else "",
                tuple(figure(each) for each in one["columns"]),
                tuple(
                    row
                    | {"name": _said(row["name"]), "cells": [_cell(each) for each in row["cells"]]}
                    for row in one["rows"]
                ),
                charts.get(place),
                tuple(scales(one)),
            )
            for place, one in enumerate(content["tables"])
        ),
        compared=tuple(
            Compared(
                one["report"],
                date.fromisoformat(one["as_of"]),
                one["number"],
                tuple(
                    Difference(
                        figure(row),
                        row["now"],
                        row["printed"],
                        row["recounted"],
                        _whys(row),
                    )
                    for row in one["rows"]
                ),
            )
            for one in content["compared"]
        ),
    )


def _cell(cell: Cell) -> Cell:
    """Return a cell with its day as a day, and its share as a percentage."""
    if "day" in cell:
        return cell | {"day": date.fromisoformat(cell["day"])}
    return cell | {"percent": share(cell["n"], cell["of"])} if "of" in cell else cell


def _said(name: dict[str, str]) -> str:
    return name["en"] if reader().locale == "en" else name["ja"]


def _whys(row: dict[str, Any]) -> tuple[tuple[str, int | None], ...]:
    locale = reader().locale
    changed: Sequence[tuple[str, int | None]] = (
        [(label("why", "definition").of(locale), None)] if row.get("definition") else []
    )
    return (*changed, *((label("why", code).of(locale), n) for code, n in row.get("why", ())))
