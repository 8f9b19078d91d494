"""Any file with a list of questions → the list; the file tells its form by what is in it. Pure."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from app.itembanks.interchange.asked import Listed, Unread, Unreadable
from app.itembanks.interchange.gift import read_gift
from app.itembanks.interchange.source import faults_of
from app.itembanks.interchange.table import read_table
from app.itembanks.interchange.xlsx import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, read_workbook

_ZIP: Final = b"PK"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_SEPARATORS: Final = "\t;,"
_LONGEST_FIELD: Final = 200_000


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
    if len(data) > MOST_BYTES:
        raise Unreadable("ファイルが大きすぎます（2MBまで）。")
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(
            "古い形のExcel（.xls）か、パスワードの付いたブックです。"
            "「Excel ブック（.xlsx）」で保存し直します。"
        )
    if data.startswith(_ZIP):
        return _sound(read_table(read_workbook(data)))
    text = decoded(data)
    if name.lower().endswith((".gift", ".txt")) or _is_gift(text):
        return _sound(read_gift(text))
    return _sound(read_table(_cells(text)))


def decoded(data: bytes) -> str:
    """Return a text file as text: UTF-8 with or without a mark, UTF-16 with one, or Shift_JIS.

    Raises:
        Unreadable: It is none of them.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs: tuple[str, ...] = ("utf-16",)
    else:
        codecs = ("utf-8-sig", "cp932")
    for codec in codecs:
        try:
            return data.decode(codec).replace("\x00", "\ufffd")
        except UnicodeDecodeError:
            continue
    raise Unreadable("文字コードが読めません。UTF-8 か Shift_JIS で保存し直します。")


def written_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Write a table as CSV in UTF-8 with its mark, by which Excel knows it."""
    out = StringIO()
    csv.writer(out).writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _is_gift(text: str) -> bool:
    """Whether a text without a telling name has the form of a GIFT question."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first.lstrip().startswith(("::", "//", "$CATEGORY")) or "{" in first


def _cells(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(_LONGEST_FIELD)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise Unreadable(f"表が長すぎます（{MOST_ROWS:,}行まで）。")
            if len(row) > MOST_COLUMNS:
                raise Unreadable(f"{number}行目に、{MOST_COLUMNS}列目より右のマスがあります。")
            yield row
    except csv.Error as error:
        raise Unreadable(f"CSVとして読めません（{rows.line_num}行目）。") from error


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
