"""The whole matrix on paper: what its template says, as plain values."""

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from app.press import Paper
from app.talent import rules
from app.talent.printing.matrix_sheets import WIDE
from app.talent.printing.told import (
    PAPERS,
    UNSIGNED,
    counting_told,
    day_told,
    fallen_told,
    filters_told,
    sign_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.frameworks.models import FrameworkItem
    from app.talent.queries.rollup import Share
    from app.talent.queries.standings import Cell
    from app.talent.queries.whole import Whole

Drawn = list[Any]
"""A cell: its column, its text, its shade (0 where it does not count), the sign of its source."""

MOST_LINES: Final = 2
"""Lines of an upright head, side by side."""
_ON_PAPER: Final = "証明の日、期限、もとになるものは、同じ条件で書き出したExcelにあります。"


def matrix_paper(whole: "Whole") -> Paper:
    """Return the matrix as a paper: A4 landscape, or A3 where it has many columns."""
    asked = whole.asked
    told: dict[str, Any] = {
        "paper": "a3" if len(asked.items) > WIDE else "a4",
        "title": "スキルマップ",
        "day": f"{day_told(asked.today)}現在",
        "filters": filters_told(whole),
        "counting": [*counting_told(asked), _ON_PAPER],
        "groups": [
            [group.label.ja, group.field, len(one.items_of(group))]
            for one in asked.frameworks
            for group in one.groups
        ],
        "items": [[item.code, _lines_of(item)] for item in asked.items],
        "departments": [
            [
                one.department.name,
                max(one.department.depth - 1, 0),
                one.heads,
                _shares(one.shares),
            ]
            for one in whole.departments
        ],
        "total": None if whole.total is None else _total(whole),
        "places": list(_places(whole)),
        "levels": [
            [
                one.title.ja,
                [[n.number, rules.step(n.number, one.top), n.label.ja] for n in one.levels],
            ]
            for one in asked.frameworks
        ],
        "signs": UNSIGNED,
        "fallen": [
            [
                *(row.person.place, row.person.name, f"{item.code} {item.label.ja}"),
                *(cell.level, fallen_told(cell), cell.reason or "", day_told(cell.attested_on)),
            ]
            for row, item, cell in whole.fallen
        ],
    }
    return Paper(PAPERS / "matrix.typ", told, asked.today)


def _total(whole: "Whole") -> list[Any]:
    name = "市全体" if whole.asked.scope.department_ids is None else "全体"
    return [name, 0, len(whole.people), _shares(whole.total or ())]


def _shares(shares: "tuple[Share, ...]") -> list[Drawn]:
    return [
        [column, "―", 0, ""] if one.is_few else [column, str(one.percent), one.step, ""]
        for column, one in enumerate(shares)
    ]


def _places(whole: "Whole") -> "Iterator[list[Any]]":
    """Yield each place with its people; those of one place stand together."""
    for place, rows in groupby(whole.people, key=lambda row: row.person.place):
        yield [place, [[row.person.name, row.person.title, _cells(row.cells)] for row in rows]]


def _cells(cells: "tuple[Cell | None, ...]") -> list[Drawn]:
    return [
        [column, str(cell.level), cell.step, sign_of(cell)]
        if cell.is_standing
        else [column, fallen_told(cell)[:1], 0, ""]
        for column, cell in enumerate(cells)
        if cell is not None
    ]


def _lines_of(item: "FrameworkItem") -> list[str]:
    """Return a head in at most two lines."""
    pieces = list(item.column)
    while len(pieces) > MOST_LINES:
        place = min(range(len(pieces) - 1), key=lambda n: len(pieces[n]) + len(pieces[n + 1]))
        pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]
    return pieces
