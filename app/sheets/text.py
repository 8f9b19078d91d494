"""CSV and other text tables: bytes → text → rows, and back. Pure."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from app.sheets.errors import Unreadable
from app.sheets.limits import Limits

_SEPARATORS: Final = "\t;,"
_PIECE: Final = 64 * 1024
_LONGEST_FIELD: Final = 200_000
_GUARDED: Final = frozenset("=+-@\t\r'")
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(data: bytes) -> str:
    """Return the codec in which a text file is written: UTF-8, UTF-16 with a mark, or Shift_JIS.

    Raises:
        Unreadable: It is none of them.
    """
    names = ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp932")
    for name in names:
        if _is_written_in(data, name):
            return name
    raise Unreadable("文字コードが読めません。UTF-8 か Shift_JIS で保存し直します。")


def _is_written_in(data: bytes, encoding: str) -> bool:
    """Decode piece by piece, so that a large file does not stand in memory twice more."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decoded(data: bytes) -> str:
    """Return a text file as text: UTF-8 with or without a mark, UTF-16 with one, or Shift_JIS.

    Raises:
        Unreadable: It is none of them.
    """
    return data.decode(encoding_of(data)).replace("\x00", "\ufffd")


def separator_of(text: str) -> str:
    """Return what separates the cells of a text table, as its first line tells."""
    return max(_SEPARATORS, key=text.partition("\n")[0].count)


def rows_of(text: str, limits: Limits) -> Iterator[list[str]]:
    """Yield the rows of a text table; what separates its cells is told by its first line.

    Raises:
        Unreadable: It has more rows or columns than are read, or is no table.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        for number, row in enumerate(rows, start=1):
            if number > limits.rows:
                raise Unreadable(f"表が長すぎます（{limits.rows:,}行まで）。")
            if len(row) > limits.columns:
                raise Unreadable(f"{number}行目に、{limits.columns}列目より右のマスがあります。")
            yield row
    except csv.Error as error:
        raise Unreadable(f"CSVとして読めません（{rows.line_num}行目）。") from error


def written_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Write a table as CSV in UTF-8 with its mark, by which Excel knows it."""
    out = StringIO()
    csv.writer(out).writerows(rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def guarded(cell: str) -> str:
    """Keep a program that opens the table from taking a cell for a formula.

    Source:
        OWASP, "CSV Injection".
    """
    return f"'{cell}" if cell[:1] in _GUARDED else cell


def unguarded(cell: str) -> str:
    """Take off the sign that ``guarded`` puts before a cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _GUARDED else cell
