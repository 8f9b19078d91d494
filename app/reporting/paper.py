"""A frozen content → what paper and workbook say. Pure.

Both are Japanese documents, whatever language HR reads the site in: they go to the council. They
are made of the content alone, and of the words of the definitions it was counted by.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from app.i18n.dates import jdate
from app.press import Paper
from app.reporting.contents import Cell, Content
from app.reporting.defined import Definition, definition, definitions, headings, label
from app.reporting.finding import Scale, name_of, scales
from app.reporting.rules import share, signed
from app.sheets.xlsx_writing import Look, Sheet, Styled, Value, written_sheets

PAPER: Final = Path(__file__).parent / "papers" / "council.typ"
TITLE: Final = "職員のデジタル人材育成に関する報告"
FEW: Final = "※"
NOTHING: Final = "―"
LEGEND: Final = (
    "※は、載せない数です。人が特定されないように、5人より少ない所属のほか、"
    "引き算で5人より少ない人のことが分かってしまう所属も、載せません。"
)
COMPARED: Final = (
    *("数字", "前に印刷した数", "その日をいま数えると", "今回の数", "増減"),
    "前に印刷した数と、いま数えた数がちがうわけ",
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which report of its day it is, by what it is known, and why it replaces the one before."""

    number: int
    sha256: str
    reason: str

    @property
    def words(self) -> str:
        """That it replaces one; empty for the first."""
        if self.number == 1:
            return ""
        return f"第{self.number}版（前の版を直しました。わけ：{self.reason}）"

    @property
    def mark(self) -> str:
        """What the foot of the paper says."""
        return f"第{self.number}版　控えの照合番号 {self.sha256[:16]}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: ``kind`` is ``sum``, ``head`` or empty."""

    name: str
    depth: int
    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in words; ``notes`` tell how it is to be read."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def tables(content: Content) -> Iterator[Table]:
    """Yield the tables of a content, in words."""
    versions = content["definitions"]
    for one in content["tables"]:
        heading = headings()[one["code"]]
        title = heading.title.ja
        if "name" in one:
            title = f"{title}：{one['name']['ja']}"
        found = scales(one)
        letters = (_letters(each, is_only=len(found) == 1) for each in found)
        yield Table(
            title=title,
            notes=(heading.text.ja, *letters),
            heads=tuple(name_of(column, versions).ja for column in one["columns"]),
            lines=tuple(
                Line(row["name"]["ja"], row["depth"], row["kind"], tuple(row["cells"]))
                for row in one["rows"]
            ),
        )


def definitions_of(content: Content) -> list[Definition]:
    """Return the definitions that a content was counted by, in the order of the file."""
    used = content["definitions"]
    return [one for one in definitions() if used.get(one.code) == one.version]


def text_of(cell: Cell) -> str:
    """Return a cell in words."""
    value = _value(cell)
    if isinstance(value, Decimal):
        return f"{share(cell['n'], cell['of'])}％"
    return f"{value:,}" if isinstance(value, int) else value


def document(content: Content, edition: Edition) -> dict[str, Any]:
    """Return all that the paper says, as its template reads it."""
    return {
        "title": TITLE,
        "city": content["city"],
        "day": f"{_day(content['as_of'])}現在",
        "period": f"期間：{_day(content['since'])}から{_day(content['as_of'])}まで",
        "edition": edition.words,
        "sentence": sentence(content),
        "main": [[name, text_of(cell)] for name, cell in _main(content)],
        "tables": [_told(one) for one in tables(content)],
        "compared": [
            {"title": title, "heads": list(COMPARED), "rows": rows}
            for title, rows in _compared(content)
        ],
        "definitions": [_defined(one) for one in definitions_of(content)],
        "legend": LEGEND,
        "mark": f"{_day(content['as_of'])}現在　{edition.mark}",
    }


def workbook(content: Content, edition: Edition) -> bytes:
    """Return the workbook: what is told first, a sheet for each table, and the definitions."""
    day = f"{content['city']}　{_day(content['as_of'])}現在"
    period = f"期間：{_day(content['since'])}から{_day(content['as_of'])}まで"
    words = filter(None, (edition.words,))
    sheets = [
        _titled(
            TITLE,
            (day, period, *words, edition.mark, LEGEND),
            ("数字", "数"),
            [(name, _value(cell)) for name, cell in _main(content)],
            (44, 16),
            name="はじめに",
        )
    ]
    for one in tables(content):
        rows = [("　" * line.depth + line.name, *map(_value, line.cells)) for line in one.lines]
        sheets.append(_titled(one.title, (day, *one.notes), ("", *one.heads), rows))
    for title, differences in _compared(content):
        sheets.append(_titled(title, (day,), COMPARED, differences, (34, 16, 16, 16, 12, 60)))
    heads = (
        "数字",
        "種類",
        "版",
        "何を数えるか",
        "何のうちか（分母）",
        "のぞくもの",
        "もとになる記録",
    )
    told = [_defined(one) for one in definitions_of(content)]
    sheets.append(_titled("指標の定義", (day,), heads, told, (26, 14, 6, 50, 36, 50, 30)))
    return written_sheets(sheets)


def _titled(
    title: str,
    notes: Sequence[str],
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[float] = (28, 14),
    *,
    name: str = "",
) -> Sheet:
    """Return a sheet with a title and notes above its table."""
    above: list[list[Value]] = [[Styled(title, Look.TITLE)]]
    above += [[note] for note in notes]
    head: list[Value] = [Styled(one, Look.HEAD) for one in heads]
    return Sheet(name or title, [*above, head, *rows], widths, frozen=(len(above) + 1, 1))


def sentence(content: Content) -> str:
    """Return the first sentence: how many there are, and how many have shown what they can."""
    main = {one["figure"]: one["cell"] for one in content["main"]}
    staff, eligible, attested = (main[code] for code in ("staff", "eligible", "attested"))
    told = f"職員は{staff['n']:,}人です。"
    if "n" in attested and eligible["n"]:
        told += (
            f"休職・育休・出向中の人をのぞく{eligible['n']:,}人のうち、証明されたスキルのある人は"
            f"{attested['n']:,}人（{share(attested['n'], eligible['n'])}％）です。"
        )
    return told


def printed(content: Content, edition: Edition, *, on: date) -> Paper:
    """Return the paper of a report, to be pressed; it says that it was made on its day."""
    return Paper(PAPER, document(content, edition), on)


def _main(content: Content) -> Iterator[tuple[str, Cell]]:
    for one in content["main"]:
        yield _figure(one, content["definitions"]), one["cell"]


def _figure(told: Mapping[str, Any], versions: Mapping[str, int]) -> str:
    """Return what a figure is called where it stands alone."""
    own = definition(told["figure"], versions[told["figure"]]).name.ja
    return f"{own}：{told['name']['ja']}" if "name" in told else own


def _told(one: Table) -> dict[str, Any]:
    return {
        "title": one.title,
        "notes": list(one.notes),
        "heads": list(one.heads),
        "rows": [
            {
                "name": line.name,
                "depth": line.depth,
                "kind": line.kind,
                "cells": [
                    {"text": text_of(cell), "bar": _bar(cell), "left": "day" in cell}
                    for cell in line.cells
                ],
            }
            for line in one.lines
        ],
    }


def _bar(cell: Cell) -> float | None:
    """Return how much of a bar is filled, from 0 to 1; None for what is no share."""
    if not cell.get("of"):
        return None
    return round(int(cell["n"]) / int(cell["of"]), 4)


def _compared(content: Content) -> Iterator[tuple[str, list[Sequence[str]]]]:
    versions = content["definitions"]
    for one in content["compared"]:
        title = f"{_day(one['as_of'])}現在の報告（第{one['number']}版）とくらべて"
        yield title, [_difference(row, versions) for row in one["rows"]]


def _difference(row: Mapping[str, Any], versions: Mapping[str, int]) -> tuple[str, ...]:
    name = _figure(row, versions)
    told = [_count(row[one]) for one in ("printed", "recounted", "now")]
    if NOTHING in (told[0], told[2]):
        return (name, *told, NOTHING, "")
    return (name, *told, signed(row["now"] - row["printed"]), "、".join(whys(row)))


def _count(n: int | None) -> str:
    return NOTHING if n is None else f"{n:,}"


def whys(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a figure of a past day is not what was printed, in Japanese."""
    if row.get("definition"):
        yield label("why", "definition").ja
    for code, n in row.get("why", ()):
        yield f"{label('why', code).ja}（{signed(n)}）"


def _defined(one: Definition) -> tuple[str, ...]:
    return (
        *(one.name.ja, label("kinds_of_figures", one.kind).ja, str(one.version)),
        *(one.counts.ja, one.of.ja, one.leaves_out.ja, one.source.ja),
    )


def _letters(scale: Scale, *, is_only: bool) -> str:
    """Return the rule of the letters of some targets, or of all."""
    told = [
        f"{letter}は目標の{least}％以上" if least else f"{letter}はそれより下"
        for letter, least in scale.grades
    ]
    names = "" if is_only else "".join(f"「{one.ja}」の" for one in scale.names)
    return f"{names}評価：{'、'.join(told)}"


def _value(cell: Cell) -> str | int | Decimal:
    if "of" in cell:
        told = share(cell["n"], cell["of"])
        return NOTHING if told is None else (Decimal(told) / 100)
    if "n" in cell:
        return int(cell["n"])
    if "goal" in cell:
        return f"{cell['goal']:,}{'％' if cell['unit'] == 'rate' else '人'}"
    if "day" in cell:
        return _day(cell["day"])
    return FEW if cell.get("few") else str(cell.get("letter", NOTHING))


def _day(iso: str) -> str:
    return str(jdate(date.fromisoformat(iso)))
