"""The whole matrix as an Excel workbook, and as one long table."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from app.sheets.text import guarded, written_csv
from app.sheets.xlsx_writing import Look, Sheet, Styled, Value, written_sheets
from app.talent.printing.told import (
    UNSIGNED,
    counting_told,
    fallen_told,
    filters_told,
    sign_of,
    source_told,
)

if TYPE_CHECKING:
    from app.talent.queries.matrix import PersonRow
    from app.talent.queries.rollup import Share
    from app.talent.queries.standings import Cell
    from app.talent.queries.whole import Whole

WIDE: Final = 30
"""With more columns than this a sheet is printed on A3."""
_SHADES: Final = (Look.SHADE_1, Look.SHADE_2, Look.SHADE_3, Look.SHADE_4, Look.SHADE_5)
_UPRIGHT: Final = 150.0
"""Points: as high are heads whose characters stand below each other."""
_PLACES: Final = (34.0, 8.0)
_PERSON: Final = ("所属", "職員番号", "氏名", "職名", "兼務")
_PEOPLE: Final = (30.0, 12.0, 18.0, 14.0, 20.0)


def matrix_workbook(whole: "Whole") -> bytes:
    """Return the matrix as a workbook: departments, then people by level, day, source, expiry."""
    is_wide = len(whole.asked.items) > WIDE
    grids = [
        _of_people("職員のレベル", whole, _level, is_wide=is_wide, width=5.0),
        _of_people("証明の日", whole, lambda cell: cell.attested_on, is_wide=is_wide, width=11.0),
        _of_people("もとになるもの", whole, source_told, is_wide=is_wide, width=12.0),
        _of_people("期限", whole, lambda cell: cell.expires_on, is_wide=is_wide, width=11.0),
    ]
    return written_sheets(
        [_about(whole), _of_departments(whole, is_wide=is_wide), *grids, _fallen(whole)]
    )


def matrix_csv(whole: "Whole") -> bytes:
    """Return the matrix as one table: a line for each person and item."""
    return written_csv(_lines(whole))


def _lines(whole: "Whole") -> Iterator[list[str]]:
    yield [
        *_PERSON,
        *("項目", "項目の名前", "レベル", "証明の日", "もとになるもの", "期限", "状態", "理由"),
    ]
    for row in whole.people:
        person = [guarded(one) for one in _person(whole, row)]
        for item, cell in zip(whole.asked.items, row.cells, strict=True):
            if cell is not None:
                until = cell.expires_on.isoformat() if cell.expires_on else ""
                yield [
                    *(*person, item.ref, item.label.ja, str(cell.level)),
                    *(cell.attested_on.isoformat(), source_told(cell), until),
                    *(fallen_told(cell), guarded(cell.reason or "")),
                ]


def _about(whole: "Whole") -> Sheet:
    asked = whole.asked
    rows: list[list[Value]] = [[Styled("スキルマップ", Look.TITLE)], []]
    rows += [[Styled(name, Look.HEAD), value] for name, value in filters_told(whole)]
    rows += [[], [Styled("数え方", Look.HEAD)]]
    rows += [[None, one] for one in counting_told(asked)]
    rows += [[], [Styled("レベル", Look.HEAD)]]
    for one in asked.frameworks:
        rows += [[f"{one.title.ja}のレベル{n.number}", n.label.ja] for n in one.levels]
    rows += [[], [Styled("署名のない証明の印", Look.HEAD)]]
    rows += [[sign, name] for sign, name in UNSIGNED]
    rows += [[], [Styled("項目", Look.HEAD), Styled("名前", Look.HEAD), Styled("出典", Look.HEAD)]]
    sources = {one.ref: one.source for one in asked.frameworks}
    rows += [[one.code, one.label.ja, sources[one.framework]] for one in asked.items]
    return Sheet("この表について", rows, widths=(28, 80, 40), frozen=(0, 0))


def _of_departments(whole: "Whole", *, is_wide: bool) -> Sheet:
    rows: list[list[Value]] = [
        _groups(whole, ["", ""]),
        [*(Styled(one, Look.HEAD) for one in ("所属（建制順）", "人数")), *_heads(whole)],
    ]
    for one in whole.departments:
        name = "　" * max(one.department.depth - 1, 0) + one.department.name
        rows.append([name, one.heads, *map(_share, one.shares)])
    if whole.total is not None:
        whole_name = "市全体" if whole.asked.scope.department_ids is None else "全体"
        rows.append([Styled(whole_name, Look.HEAD), len(whole.people), *map(_share, whole.total)])
    return Sheet(
        "所属ごとの割合",
        rows,
        widths=(*_PLACES, 5.5),
        frozen=(2, 2),
        heights={1: _UPRIGHT},
        is_wide=is_wide,
    )


def _share(share: "Share") -> Value:
    return "―" if share.is_few else Styled(share.percent, _SHADES[share.step - 1])


def _of_people(
    name: str, whole: "Whole", value: "Callable[[Cell], Value]", *, is_wide: bool, width: float
) -> Sheet:
    heads: list[Value] = [Styled(one, Look.HEAD) for one in _PERSON]

    def rows() -> Iterator[list[Value]]:
        yield _groups(whole, [""] * len(_PERSON))
        yield [*heads, *_heads(whole)]
        for row in whole.people:
            cells = [
                None
                if cell is None
                else value(cell)
                if cell.is_standing
                else Styled(fallen_told(cell), Look.FALLEN)
                for cell in row.cells
            ]
            yield [*_person(whole, row), *cells]

    return Sheet(
        name,
        rows(),
        widths=(*_PEOPLE, width),
        frozen=(2, len(_PERSON)),
        heights={1: _UPRIGHT},
        is_wide=is_wide,
        signs=tuple(sign for sign, _name in UNSIGNED),
    )


def _level(cell: "Cell") -> Value:
    return Styled(cell.level, _SHADES[cell.step - 1], sign_of(cell))


def _person(whole: "Whole", row: "PersonRow") -> list[str]:
    one = row.person
    others = "、".join(one.other_places)
    return [one.place, whole.numbers.get(one.id, ""), one.name, one.title, others]


def _groups(whole: "Whole", before: list[str]) -> list[Value]:
    told: list[Value] = [Styled(one, Look.HEAD) for one in before]
    for framework in whole.asked.frameworks:
        for group in framework.groups:
            items = framework.items_of(group)
            told += [
                Styled(group.label.ja if n == 0 else "", Look.HEAD) for n in range(len(items))
            ]
    return told


def _heads(whole: "Whole") -> list[Value]:
    return [Styled(f"{one.code} {''.join(one.column)}", Look.UPRIGHT) for one in whole.asked.items]


def _fallen(whole: "Whole") -> Sheet:
    heads = (*_PERSON, "項目", "レベル", "状態", "理由", "証明の日", "期限", "もとになるもの")
    rows: list[list[Value]] = [[Styled(one, Look.HEAD) for one in heads]]
    rows += [
        [
            *_person(whole, row),
            *(f"{item.code} {item.label.ja}", cell.level, fallen_told(cell), cell.reason),
            *(cell.attested_on, cell.expires_on, source_told(cell)),
        ]
        for row, item, cell in whole.fallen
    ]
    return Sheet("数えない証明", rows, widths=(*_PEOPLE, 34, 8, 12, 50, 12, 12, 24))
