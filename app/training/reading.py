"""A list as a file → its rows, each with what it says and what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.sheets.errors import Unreadable
from app.sheets.limits import Limits
from app.sheets.text import decoded, rows_of, unguarded
from app.sheets.xlsx import read_workbook
from app.training.errors import ColumnsMissing
from app.training.faults import Fault, Flaw
from app.training.rules import (
    EARLIEST,
    LONGEST_TITLE,
    TIME,
    WHO,
    Columns,
    Meaning,
    heading_place,
    key_of,
    read_day,
    read_minutes,
)

MOST_BYTES: Final = 5 * 1024 * 1024
LIMITS: Final = Limits(
    bytes=MOST_BYTES, rows=20_001, columns=80, unpacked=60 * 1024 * 1024, text=8_000_000
)
FIRST_ROWS: Final = 10
"""Among these stand the headings."""
SAMPLE_ROWS: Final = 3
SET_ASIDE: Final = ""
"""In place of a column: the row is left out."""
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"

Mends = Mapping[int, Mapping[str, str]]
"""Line → heading → what stands there instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says. ``minutes`` is None where it tells none."""

    line: int
    number: str
    login: str
    name: str
    title: str
    completed_on: date
    minutes: int | None


@dataclass(slots=True)
class Reading:
    """What a list says.

    Attributes:
        entries: Rows of who completed something.
        faults: What cannot be read.
        unfinished: (line, title) of rows of who did not complete.
        aside: How many rows are left out.
    """

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unfinished: list[tuple[int, str]] = field(default_factory=list)
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sample: its heading, and the first values below."""

    heading: str
    values: tuple[str, ...]


def read_table(data: bytes) -> list[list[str]]:
    """Return the rows of a list, CSV or Excel.

    Raises:
        Unreadable: It is neither, or too large.
    """
    if not data.strip():
        raise Unreadable("ファイルに中身がありません。")
    if len(data) > MOST_BYTES:
        raise Unreadable("ファイルが大きすぎます（5MBまで）。")
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(
            "古い形のExcel（.xls）か、パスワードの付いたブックです。"
            "「Excel ブック（.xlsx）」で保存し直します。"
        )
    if data.startswith(_ZIP):
        return read_workbook(data, LIMITS, days=True)
    return list(rows_of(decoded(data), LIMITS))


def sample(rows: Sequence[Sequence[str]]) -> list[Column]:
    """Return the columns of a list with their first values; of two of one name the first."""
    place = heading_place(rows[:FIRST_ROWS])
    found: dict[str, Column] = {}
    below = [row for row in rows[place + 1 :] if any(cell.strip() for cell in row)]
    for column, heading in enumerate(rows[place] if rows else ()):
        if key_of(heading) and key_of(heading) not in found:
            values = (row[column].strip() if column < len(row) else "" for row in below)
            first = tuple(value for value, _ in zip(values, range(SAMPLE_ROWS), strict=False))
            found[key_of(heading)] = Column(heading.strip(), first)
    return list(found.values())


def read_list(
    rows: Sequence[Sequence[str]], columns: Columns, mends: Mends, *, today: date
) -> Reading:
    """Read the rows below the headings.

    Args:
        rows: Of the table.
        columns: What its columns mean.
        mends: What stands in place of cells.
        today: Nobody has completed anything after it.

    Raises:
        ColumnsMissing: The headings lack some that the mapping names.
    """
    head = heading_place(rows[:FIRST_ROWS], columns)
    places = columns.places(rows[head]) if rows else {}
    lacking = [text for one, text in columns.headings.items() if one not in places]
    if lacking or columns.missing():
        raise ColumnsMissing(tuple(lacking))
    reader = _Reader(columns, places, mends, today)
    for line, row in enumerate(rows[head + 1 :], start=head + 2):
        if any(cell.strip() for cell in row):
            reader.read(line, row)
    return reader.found


class _Reader:
    """Reads rows, one after the other."""

    def __init__(
        self, columns: Columns, places: Mapping[Meaning, int], mends: Mends, today: date
    ) -> None:
        self.columns, self.places, self.mends, self.today = columns, places, mends, today
        self.found = Reading()

    def read(self, line: int, row: Sequence[str]) -> None:
        mend = self.mends.get(line, {})
        if SET_ASIDE in mend:
            self.found.aside += 1
            return
        cells = {
            meaning: mend.get(
                self.columns.headings[meaning],
                unguarded(row[place].strip()) if place < len(row) else "",
            ).strip()
            for meaning, place in self.places.items()
        }
        title = " ".join(cells[Meaning.TITLE].split())
        if Meaning.RESULT in cells and not self.columns.is_done(cells[Meaning.RESULT]):
            self.found.unfinished.append((line, title))
            return
        faults = list(self._faults(line, cells, title))
        if faults:
            self.found.faults += faults
            return
        day = read_day(cells[Meaning.DAY])
        if day is None:
            raise AssertionError("its faults say so")
        self.found.entries.append(
            Entry(
                line,
                cells.get(Meaning.NUMBER, ""),
                cells.get(Meaning.LOGIN, ""),
                cells.get(Meaning.NAME, ""),
                title,
                day,
                self._minutes(cells),
            )
        )

    def _minutes(self, cells: Mapping[Meaning, str]) -> int | None:
        unit = next((one for one in TIME if cells.get(one)), None)
        return read_minutes(cells[unit], unit) if unit else None

    def _faults(self, line: int, cells: Mapping[Meaning, str], title: str) -> list[Fault]:
        about = cells.get(Meaning.NAME) or title

        def fault(meaning: Meaning, flaw: Flaw) -> Fault:
            return Fault(
                line, self.columns.headings[meaning], flaw, cells[meaning][:200], of=about[:80]
            )

        found = []
        if not any(cells.get(one) for one in WHO):
            found.append(fault(next(one for one in WHO if one in cells), Flaw.NOBODY))
        if not title:
            found.append(fault(Meaning.TITLE, Flaw.EMPTY))
        elif max(len(title), len(key_of(title))) > LONGEST_TITLE:
            found.append(fault(Meaning.TITLE, Flaw.TOO_LONG))
        flaw = self._flaw_of_day(cells[Meaning.DAY])
        if flaw is not None:
            found.append(fault(Meaning.DAY, flaw))
        unit = next((one for one in TIME if cells.get(one)), None)
        if unit and read_minutes(cells[unit], unit) is None:
            found.append(fault(unit, Flaw.TIME))
        return found

    def _flaw_of_day(self, written: str) -> Flaw | None:
        day = read_day(written)
        if day is None:
            return Flaw.DAY if written else Flaw.EMPTY
        if day > self.today:
            return Flaw.FUTURE
        return Flaw.TOO_OLD if day < EARLIEST else None
