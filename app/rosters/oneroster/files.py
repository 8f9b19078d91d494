"""The files of a roster as tables of text: which there are, and in what form. Pure."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.rosters.lines import Line, Lines, lines_of
from app.rosters.oneroster.archive import Archive
from app.rosters.oneroster.columns import (
    COLUMNS,
    EXTENSION,
    MANIFEST,
    NEEDED,
    PROPERTIES,
)
from app.rosters.reading import Notice, Remark
from app.sheets.errors import Unreadable
from app.sheets.text import encoding_of

MOST_ROWS: Final = 400_000
"""Of one file; a city of a million has fewer pupils."""
ENCODINGS: Final = {"utf-16": "UTF-16", "cp932": "Shift_JIS"}

_OWN: Final = {
    one.lower(): one for all_ in COLUMNS.values() for one in all_ if one.startswith(EXTENSION)
}


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its name with ``.csv``, and its columns as its heading has them."""

    archive: Archive
    name: str
    encoding: str
    columns: tuple[str, ...]

    def rows(self) -> Iterator[Line]:
        """Yield each row that is not empty, whatever number of cells it has.

        Raises:
            Unreadable: There are too many, or too many quotation marks stand alone.
        """
        text = lines_of(self.archive[self.name.removesuffix(".csv")], self.encoding)
        rows = Lines(self.name, text, MOST_ROWS).rows(len(self.columns))
        next(rows, None)  # the heading
        yield from (line for line in rows if line.is_there)


def tables_of(files: Archive) -> tuple[dict[str, Table], list[Notice]]:
    """Return the files of a roster that are to be read, by name, and what is good to know.

    Raises:
        Unreadable: The manifest or a file it names is missing, or a heading is not the profile's;
            all such faults are told at once.
    """
    notices: list[Notice] = []
    faults: list[str] = []
    told = _manifest(files, faults)
    tables: dict[str, Table] = {}
    for name, columns in COLUMNS.items():
        if told.get(name) == "absent" or (name not in told and name not in files):
            continue
        if name not in files:
            faults.append(f"{name}.csv が、ZIPの中にありません。")
            continue
        table = _table(files, name, notices)
        faults += _heading_faults(table, columns)
        tables[name] = table
    faults += [f"{name}.csv は、いつも要ります。" for name in NEEDED if told.get(name) == "absent"]
    if faults:
        raise Unreadable("\n".join(faults))
    return tables, notices


def _manifest(files: Archive, faults: list[str]) -> dict[str, str]:
    """Return ``bulk`` or ``absent`` for each file the manifest speaks of."""
    if MANIFEST not in files:
        faults.append("manifest.csv が、ZIPの中にありません。OneRoster 1.2の書き出しを使います。")
        return {}
    table = _table(files, MANIFEST, [])
    if table.columns != ("propertyName", "value"):
        faults.append(
            "manifest.csv の1行目は、propertyName と value です"
            f"（いまは {'、'.join(table.columns)[:80]}）。"
        )
        return {}
    told = {line.values[0]: line.values[1] for line in table.rows() if not line.written}
    version = told.get("oneroster.version", "")
    if version != "1.2":
        faults.append(f"manifest.csv の oneroster.version が「{version}」です。1.2を読みます。")
    missing = [f"file.{name}" for name in PROPERTIES if f"file.{name}" not in told]
    if missing:
        faults.append(f"manifest.csv に、{'、'.join(missing)} の行がありません。")
    delta = [name for name in PROPERTIES if told.get(f"file.{name}") == "delta"]
    if delta:
        faults.append(
            f"manifest.csv で {'、'.join(delta)} が差分（delta）です。一括（bulk）を読みます。"
        )
    return {name: told.get(f"file.{name}", "absent") for name in PROPERTIES}


def _table(files: Archive, name: str, notices: list[Notice]) -> Table:
    data, file = files[name], f"{name}.csv"
    try:
        encoding = encoding_of(data)
    except Unreadable as error:
        raise Unreadable(f"{file}: {error}") from error
    if encoding in ENCODINGS:
        notices.append(Notice(Remark.ENCODING, {"file": file, "encoding": ENCODINGS[encoding]}))
    heading = next(csv.reader(lines_of(data, encoding)), [])
    return Table(files, file, encoding, tuple(_column(cell.strip()) for cell in heading))


def _column(told: str) -> str:
    """Return a column's name; capitals of the profile's own differ between its editions."""
    return _OWN.get(told.lower(), told)


def _heading_faults(table: Table, wanted: tuple[str, ...]) -> list[str]:
    """Say at which column a heading leaves the profile's order, and what should stand there."""
    own = [one for one in wanted if not one.startswith(EXTENSION)]
    given = table.columns
    for number, column in enumerate(own, start=1):
        there = given[number - 1] if number <= len(given) else ""
        if there != column:
            told = f"「{there[:40]}」" if there else "なし"
            order = "列の順番は、決まったとおりにします。"
            return [f"{table.name} の1行目、{number}列目は {column} です（いまは{told}）。{order}"]
    strange = [one for one in given[len(own) :] if not one.startswith(EXTENSION)]
    if strange:
        return [f"{table.name} の1行目に、知らない列 {'、'.join(strange)[:80]} があります。"]
    twice = sorted({one for one in given if given.count(one) > 1})
    return [f"{table.name} の1行目に、{'、'.join(twice)} が2回あります。"] if twice else []
