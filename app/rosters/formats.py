"""Any roster's file → what it says; the file tells its form by what is in it. Pure."""

from datetime import date
from itertools import starmap
from typing import Final

from app.rosters.lines import Line, Lines, lines_of
from app.rosters.oneroster.files import ENCODINGS
from app.rosters.oneroster.reading import read_oneroster
from app.rosters.progress import Steps
from app.rosters.reading import Notice, Reading, Remark
from app.rosters.rows import Mends
from app.rosters.simple.reading import read_table
from app.sheets.errors import Unreadable
from app.sheets.limits import Limits
from app.sheets.text import encoding_of, separator_of
from app.sheets.xlsx import read_workbook

MOST_BYTES: Final = 20 * 1024 * 1024
"""Of a file as it is sent."""
LIMITS: Final = Limits(
    bytes=MOST_BYTES, rows=60_000, columns=40, unpacked=100 * 1024 * 1024, text=20_000_000
)
"""Of a table."""
LONGEST_FILE: Final = 60
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_WORKBOOK: Final = b"[Content_Types].xml"


def read_roster(
    name: str,
    data: bytes,
    mends: Mends,
    *,
    on: date,
    of_staff: bool = False,
    steps: Steps | None = None,
) -> Reading:
    """Read a roster: OneRoster in a zip, or the simple form as CSV or Excel.

    Args:
        name: The file's name, by which rows of the simple form are told.
        data: The file.
        mends: What stands in place of cells.
        on: Today; a table has the classes of this school year.
        of_staff: It may be a table of the city's staff alone.
        steps: One is done with each file of an archive.

    Raises:
        Unreadable: It is none of these, or too large.
    """
    if not data:
        raise Unreadable("ファイルに中身がありません。")
    if len(data) > MOST_BYTES:
        raise Unreadable("ファイルが大きすぎます（20MBまで）。")
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(
            "古い形のExcel（.xls）か、パスワードの付いたブックです。"
            "「Excel ブック（.xlsx）」で保存し直します。"
        )
    if not data.startswith(_ZIP):
        encoding = encoding_of(data)
        separator = separator_of(next(lines_of(data, encoding), ""))
        lines = Lines(_named(name), lines_of(data, encoding), LIMITS.rows, separator)
        reading = read_table(_named(name), lines.rows(), mends, on=on, of_staff=of_staff)
        if encoding in ENCODINGS:
            told = {"file": _named(name), "encoding": ENCODINGS[encoding]}
            reading.notices.append(Notice(Remark.ENCODING, told))
        return reading
    if _WORKBOOK in data:
        rows = enumerate(read_workbook(data, LIMITS), start=1)
        return read_table(_named(name), starmap(Line, rows), mends, on=on, of_staff=of_staff)
    if of_staff:
        raise Unreadable("職員の表は、ExcelかCSVで取り込みます。OneRosterは学校の名簿の形です。")
    return read_oneroster(data, mends, steps or Steps())


def _named(name: str) -> str:
    return name[-LONGEST_FILE:]
