"""Workbooks that are written: what stands in them is read again; equal tables, equal bytes."""

import re
import zipfile
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from app.sheets.limits import Limits
from app.sheets.xlsx import read_workbook
from app.sheets.xlsx_writing import Look, Sheet, Styled, Value, written_sheets, written_workbook

LIMITS = Limits(bytes=10**7, rows=10_000, columns=200, unpacked=10**8, text=10**7)
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFFF, exclude_categories=["Cs"]))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {one: archive.read(one).decode() for one in archive.namelist()}


@given(st.lists(st.lists(TEXT.map(str.strip).filter(bool), min_size=1, max_size=4), max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    kept = [
        [one.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for one in row]
        for row in rows
    ]
    read = read_workbook(written_workbook("表", rows), LIMITS)
    assert [[one for one in row if one] for row in read if any(row)] == kept


def test_numbers_and_days_are_numbers_and_days() -> None:
    rows: list[list[Value]] = [
        ["氏名", "レベル"],
        ["髙橋", 3],
        [None, Styled(2, Look.SHADE_4, "推")],
    ]
    data = written_sheets([Sheet("表", rows, signs=("推",)), Sheet("日", [[date(2026, 10, 6)]])])
    assert read_workbook(data, LIMITS) == [["氏名", "レベル"], ["髙橋", "3"], ["", "2"]]
    found = parts(data)
    assert "<v>46301</v>" in found["xl/worksheets/sheet2.xml"]  # Excel's number of that day
    assert 'formatCode="0&quot;推&quot;"' in found["xl/styles.xml"]


def test_every_style_that_a_cell_names_is_there() -> None:
    rows = [[Styled(1, look) for look in Look], [Styled(1, Look.SHADE_5, one) for one in "推外"]]
    found = parts(written_sheets([Sheet("表", rows, signs=("推", "外"))]))
    styles = ET.fromstring(found["xl/styles.xml"])  # noqa: S314  written a line above
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    cells = styles.findall("m:cellXfs/m:xf", space)
    used = {int(one) for one in re.findall(r' s="(\d+)"', found["xl/worksheets/sheet1.xml"])}
    assert max(used) < len(cells)
    for count, tag in (
        ("fillId", "fills/m:fill"),
        ("fontId", "fonts/m:font"),
        ("borderId", "borders/m:border"),
    ):
        there = len(styles.findall(f"m:{tag}", space))
        assert all(int(one.get(count, "0")) < there for one in cells)
    for tag in ("fills", "fonts", "borders", "cellXfs", "numFmts"):
        told = styles.find(f"m:{tag}", space)
        assert told is not None
        assert int(told.get("count", "0")) == len(told)


def test_several_sheets_have_their_names_and_repeat_what_is_frozen() -> None:
    first = Sheet("一/枚目", [["a"]], frozen=(2, 3), is_wide=True)
    second = Sheet("人's", [["b"]], frozen=(0, 0))
    found = parts(written_sheets([first, second]))
    book = found["xl/workbook.xml"]
    assert 'name="一 枚目"' in book
    assert "'一 枚目'!$A:$C,'一 枚目'!$1:$2" in book
    assert book.count("<definedName ") == 1
    assert 'paperSize="8" orientation="landscape"' in found["xl/worksheets/sheet1.xml"]
    assert 'xSplit="3" ySplit="2" topLeftCell="D3"' in found["xl/worksheets/sheet1.xml"]
    assert "<pane" not in found["xl/worksheets/sheet2.xml"]
    for text in found.values():
        ET.fromstring(text)  # noqa: S314  well-formed, each of them


def test_the_same_tables_are_the_same_bytes() -> None:
    sheets = [Sheet("表", [["a", 1]] * 450, widths=(10, 5)), Sheet("日", [[date(2026, 4, 1)]])]
    assert written_sheets(sheets) == written_sheets(sheets)
    assert written_workbook("表", [["a"]]) == written_workbook("表", [["a"]])
    assert len(read_workbook(written_sheets(sheets), LIMITS)) == 450
