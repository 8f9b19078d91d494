"""A list as a file: CSV in several codes, Excel with its dates, and what is wrong in its rows."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sheets.errors import Unreadable
from app.sheets.text import written_csv
from app.sheets.xlsx import read_workbook
from app.sheets.xlsx_writing import written_workbook
from app.training.errors import ColumnsMissing
from app.training.faults import Flaw
from app.training.presets import PRESETS
from app.training.reading import LIMITS, SET_ASIDE, Reading, read_list, read_table, sample
from app.training.rules import Columns, Meaning

HEADINGS = ["職員番号", "氏名", "研修名", "修了日", "時間数", "修了区分"]
GOOD = ["001001", "髙橋 太郎", "情報セキュリティ基礎", "令和8年3月31日", "6", "修了"]
COLUMNS = PRESETS["j-lis"].columns
TODAY = date(2026, 11, 30)


def read(*rows: list[str], mends: dict[int, dict[str, str]] | None = None) -> Reading:
    return read_list([HEADINGS, *rows], COLUMNS, mends or {}, today=TODAY)


def flaws(*rows: list[str]) -> list[tuple[str, Flaw]]:
    return [(one.column, one.flaw) for one in read(*rows).faults]


def but(place: int, value: str) -> list[str]:
    return [*GOOD[:place], value, *GOOD[place + 1 :]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932", "utf-16"])
def test_a_text_table_is_read_in_the_codes_of_japanese_offices(encoding: str) -> None:
    data = written_csv([HEADINGS, GOOD]).decode("utf-8-sig").encode(encoding)
    rows = read_table(data)
    (entry,) = read_list(rows, COLUMNS, {}, today=TODAY).entries
    assert (entry.number, entry.name, entry.minutes) == ("001001", "髙橋 太郎", 360)
    assert entry.completed_on == date(2026, 3, 31)


def test_a_workbook_is_read_and_a_date_in_it_is_a_day() -> None:
    data = _dated(written_workbook("a", [HEADINGS, but(3, "46112.75")]))
    assert read_table(data)[1][3] == "2026-03-31"
    with pytest.raises(Unreadable):
        read_workbook(data, LIMITS)


def _dated(data: bytes) -> bytes:
    """Turn the one cell with a decimal point into a number that Excel shows as a date."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace('numFmtId="49"', 'numFmtId="14"')
            cell = '<c t="inlineStr" s="1"><is><t xml:space="preserve">46112.75</t></is></c>'
            new.writestr(name, text.replace(cell, '<c s="1"><v>46112.75</v></c>'))
    return out.getvalue()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (but(0, ""), [("職員番号", Flaw.NOBODY)]),
        (but(2, "　"), [("研修名", Flaw.EMPTY)]),
        (but(2, "あ" * 201), [("研修名", Flaw.TOO_LONG)]),
        (but(3, ""), [("修了日", Flaw.EMPTY)]),
        (but(3, "春"), [("修了日", Flaw.DAY)]),
        (but(3, "2026-12-01"), [("修了日", Flaw.FUTURE)]),
        (but(3, "1989-01-07"), [("修了日", Flaw.TOO_OLD)]),
        (but(4, "長い"), [("時間数", Flaw.TIME)]),
        (
            ["", "", "", "", "", "修了"],
            [*(("職員番号", Flaw.NOBODY), ("研修名", Flaw.EMPTY)), ("修了日", Flaw.EMPTY)],
        ),
    ],
)
def test_each_fault_of_a_row_is_told_with_its_column(
    row: list[str], found: list[tuple[str, Flaw]]
) -> None:
    assert flaws(row) == found


def test_only_completed_rows_count_and_empty_ones_are_none() -> None:
    found = read(GOOD, but(5, "未修了"), [""] * 6, but(4, ""))
    assert [one.line for one in found.entries] == [2, 5]
    assert found.entries[1].minutes is None
    assert found.unfinished == [(3, "情報セキュリティ基礎")]


def test_a_mend_stands_in_place_of_a_cell_and_a_row_can_be_left_out() -> None:
    rows = (but(3, "春"), GOOD)
    assert read(*rows, mends={2: {"修了日": "R8.4.1"}}).entries[0].completed_on.day == 1
    found = read(*rows, mends={2: {SET_ASIDE: ""}})
    assert (found.aside, len(found.entries), found.faults) == (1, 1, [])


def test_other_columns_are_named() -> None:
    with pytest.raises(ColumnsMissing) as told:
        read_list([HEADINGS[:-1], GOOD[:-1]], COLUMNS, {}, today=TODAY)
    assert told.value.headings == ("修了区分",)
    with pytest.raises(ColumnsMissing):
        read_list([HEADINGS], Columns({}), {}, today=TODAY)
    with pytest.raises(ColumnsMissing):
        read_list([], COLUMNS, {}, today=TODAY)


def test_a_sample_shows_each_heading_once_with_three_values() -> None:
    rows = [["名簿"], ["番号", "番号", "", "日"], *([str(n), "x", "y"] for n in range(5))]
    found = sample(rows)
    assert [(one.heading, one.values) for one in found] == [
        ("番号", ("0", "1", "2")),
        ("日", ("", "", "")),
    ]
    assert sample([]) == []


@given(st.lists(st.lists(st.text(max_size=8), max_size=7), max_size=6))
def test_whatever_a_table_holds_is_read_or_told(rows: list[list[str]]) -> None:
    found = read(*rows)
    lines = {one.line for one in found.faults} | {one.line for one in found.entries}
    told = len(lines) + len(found.unfinished)
    assert told == sum(any(cell.strip() for cell in row) for row in rows)
    sample(rows)


def test_our_starting_points_are_whole() -> None:
    for preset in PRESETS.values():
        assert preset.columns.missing() == ()
        assert Meaning.NAME in preset.columns.headings


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xd0\xcf\x11\xe0", b"PK\x03\x04x", b"\x81" * 3])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_table(data)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_table(b"a," * 3_000_000)
