"""Any file with a list of questions → the list; the file tells its form by what is in it. Pure."""

from typing import Final

from app.itembanks.interchange.asked import Listed, Unread
from app.itembanks.interchange.gift import read_gift
from app.itembanks.interchange.source import faults_of
from app.itembanks.interchange.table import read_table
from app.sheets.errors import Unreadable
from app.sheets.limits import Limits
from app.sheets.text import decoded, rows_of
from app.sheets.xlsx import read_workbook

_ZIP: Final = b"PK"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
LIMITS: Final = Limits(
    bytes=2 * 1024 * 1024, rows=2_000, columns=60, unpacked=20 * 1024 * 1024, text=2_000_000
)


def read_list(name: str, data: bytes) -> Listed:
    """Read a list of questions: CSV, Excel or GIFT.

    What could not be kept is listed: a question that cannot be written down without becoming
    another is in ``unread`` as well.

    Args:
        name: The file's name; its ending tells GIFT from CSV.
        data: The file.

    Raises:
        Unreadable: It is none of these, or too large.
    """
    if not data:
        raise Unreadable("ファイルが選ばれていないか、中身がありません。")
    if len(data) > LIMITS.bytes:
        raise Unreadable("ファイルが大きすぎます（2MBまで）。")
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(
            "古い形のExcel（.xls）か、パスワードの付いたブックです。"
            "「Excel ブック（.xlsx）」で保存し直します。"
        )
    if data.startswith(_ZIP):
        return _sound(read_table(read_workbook(data, LIMITS)))
    text = decoded(data)
    if name.lower().endswith((".gift", ".txt")) or _is_gift(text):
        return _sound(read_gift(text))
    return _sound(read_table(rows_of(text, LIMITS)))


def _is_gift(text: str) -> bool:
    """Whether a text without a telling name has the form of a GIFT question."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first.lstrip().startswith(("::", "//", "$CATEGORY")) or "{" in first


def _sound(listed: Listed) -> Listed:
    """Keep what can be written down as it is; the rest goes to what could not be read."""
    entries, unread = [], list(listed.unread)
    for entry in listed.entries:
        reasons = faults_of(entry.asked)
        if reasons:
            unread.append(Unread(entry.row, " ".join(reasons), entry.asked.prompt[:60]))
        else:
            entries.append(entry)
    return Listed(tuple(entries), tuple(sorted(unread, key=lambda one: one.row)))
