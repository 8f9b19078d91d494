"""What is read of a roster's file, and all that may be wrong with it."""

import csv
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rosters.faults import Flaw
from app.rosters.formats import read_roster
from app.rosters.levels import levels_of
from app.rosters.lines import Lines
from app.rosters.madeup.board import Size
from app.rosters.oneroster.archive import Archive
from app.rosters.oneroster.columns import COLUMNS, LEFT, LEFT_FILES
from app.rosters.oneroster.writing import written_oneroster
from app.rosters.reading import Reading, Remark
from app.rosters.rows import SET_ASIDE, WHOLE, wide
from app.rosters.simple.headings import EXAMPLE, HEADINGS
from app.sheets.errors import Unreadable
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook
from tests.factories.identity import TODAY
from tests.factories.rosters import Rows, an_archive

Cell = tuple[str, str, Flaw, str | None]


def _read(data: bytes, name: str = "meibo.zip") -> Reading:
    return read_roster(name, data, {}, on=TODAY)


def _put(row: int, **cells: str) -> Callable[[Rows], None]:
    return lambda rows: rows[row].update({k.replace("__", "."): v for k, v in cells.items()})


def _told(reading: Reading) -> list[tuple[str, int, str, Flaw, str | None]]:
    return [(f.file, f.line, f.column, f.flaw, f.proposal) for f in reading.faults]


def test_a_sound_archive_has_no_fault() -> None:
    found = _read(an_archive())
    assert found.faults == []
    assert len(found.roster.people) == 5
    assert len(found.roster.enrollments) == 4


def test_all_faults_are_told_at_once_with_file_line_column_and_mend() -> None:
    data = an_archive(
        {
            "users": lambda rows: [
                rows[2].update({"metadata.jp.kanaGivenName": "ﾕｲ"}),
                rows[3].update({"grades": "P7"}),
                rows[4].update({"familyName": "=1+1"}),
            ],
            "enrollments": _put(2, metadata__jp__ShussekiNo="1"),
            "orgs": _put(1, identifier="B117210"),
        }
    )
    assert _told(_read(data)) == [
        ("orgs.csv", 3, "identifier", Flaw.SCHOOL_CODE, None),
        ("users.csv", 4, "metadata.jp.kanaGivenName", Flaw.HALF_WIDTH, "ユイ"),
        ("users.csv", 5, "grades", Flaw.GRADE, None),
        ("users.csv", 6, "familyName", Flaw.FORMULA, "1+1"),
        ("enrollments.csv", 4, "metadata.jp.ShussekiNo", Flaw.NUMBER_TWICE, None),
    ]


@pytest.mark.parametrize(
    ("file", "row", "cells", "flaw"),
    [
        ("users", 2, {"sourcedId": "12"}, Flaw.NOT_UUID4),
        ("users", 2, {"status": "active"}, Flaw.NOT_EMPTY),
        ("users", 2, {"familyName": ""}, Flaw.EMPTY),
        ("users", 0, {"username": "あ"}, Flaw.LOGIN),
        ("users", 1, {"username": "kocho0"}, Flaw.TWICE),
        ("roles", 2, {"role": "pupil"}, Flaw.WORD),
        ("roles", 2, {"beginDate": "2026/4/1"}, Flaw.DATE),
        ("enrollments", 1, {"primary": "true"}, Flaw.WORD),
        ("academicSessions", 0, {"title": "令和8年度"}, Flaw.TITLE),
    ],
)
def test_a_cell_that_is_not_the_profiles_is_a_fault(
    file: str, row: int, cells: dict[str, str], flaw: Flaw
) -> None:
    found = _read(an_archive({file: lambda rows: rows[row].update(cells)}))
    assert [one.flaw for one in found.faults] == [flaw]


def test_an_id_that_comes_twice_is_told_with_the_first_row() -> None:
    data = an_archive({"users": lambda rows: rows[3].update(sourcedId=rows[2]["sourcedId"])})
    (fault,) = _read(data).faults
    assert (fault.line, fault.flaw, fault.values) == (5, Flaw.TWICE, {"other": "users.csv 4行目"})


def _remarks(reading: Reading) -> dict[Remark, str]:
    return {one.remark: next(iter(one.values.values())) for one in reading.notices}


def test_what_is_not_taken_in_is_told_with_its_columns() -> None:
    sheet = ",".join(COLUMNS["demographics"]).encode() + b"\n"
    manifest = _file_of(an_archive(), "manifest.csv").replace(
        b"file.demographics,absent", b"file.demographics,bulk"
    )
    data = an_archive(
        {
            "classes": lambda rows: rows[0].update(
                {"metadata.jp.specialNeeds": "true", "classCode": "31", "location": "2F"}
            ),
            "users": lambda rows: [rows[2].update(phone="0761"), rows[3].update(sms="090")],
            "enrollments": lambda rows: rows[1].update({"metadata.jp.PublicFlg": "false"}),
        },
        files={"demographics.csv": sheet, "manifest.csv": manifest},
    )
    found = _read(data)
    assert found.faults == []
    assert _remarks(found) == {
        Remark.LEFT_PRIVATE: "demographics.csv、classes.csv metadata.jp.specialNeeds",
        Remark.LEFT_CONTACT: "users.csv phone、users.csv sms",
        Remark.LEFT_ELSEWHERE: "classes.csv classCode",
        Remark.LEFT_TIMETABLE: "classes.csv location",
        Remark.NOT_PUBLIC: "1",
    }


def test_somebody_is_called_by_the_preferred_name_and_keeps_the_middle_one() -> None:
    data = an_archive(
        {
            "users": lambda rows: [
                rows[2].update(familyName="キム", preferredFamilyName="金田"),
                rows[3].update(
                    {
                        "familyName": "シルバ",
                        "preferredFamilyName": "シルバ",
                        "givenName": "ジョアン",
                        "middleName": "パウロ",
                        "metadata.jp.kanaGivenName": "ジョアン",
                        "metadata.jp.kanaMiddleName": "パウロ",
                    }
                ),
            ]
        }
    )
    found = _read(data)
    assert found.faults == []
    people = list(found.roster.people.values())
    assert people[2].family_name == "金田"
    assert (people[3].given_name, people[3].given_kana) == ("ジョアン パウロ", "ジョアン パウロ")
    assert _remarks(found) == {Remark.PREFERRED: "1", Remark.MIDDLE: "1"}


def test_capitals_of_the_profiles_own_columns_do_not_matter() -> None:
    data = _file_of(an_archive(), "enrollments.csv")
    data = data.replace(
        b"jp.ShussekiNo,metadata.jp.PublicFlg", b"jp.shussekiNo,metadata.jp.publicFlg"
    )
    found = _read(an_archive(files={"enrollments.csv": data}))
    numbers = [one.number for one in found.roster.enrollments.values()]
    assert numbers == [None, 1, 2, 3]


def test_what_was_read_is_written_the_same() -> None:
    family = Size(schools=2, classes=2, pupils=3)
    data = an_archive(size=family)
    again = written_oneroster(_read(data).roster)
    for name in COLUMNS:
        if name not in LEFT_FILES:
            assert _file_of(again, f"{name}.csv") == _file_of(data, f"{name}.csv"), name


def test_every_column_is_kept_derived_or_left_for_a_reason() -> None:
    for name, reasons in LEFT.items():
        assert set(reasons) <= set(COLUMNS[name]), name
    home = [one for one in _rows(an_archive(), "users.csv") if one["metadata.jp.homeClass"]]
    assert len(home) == 3, "the homeroom of each pupil"


def _rows(data: bytes, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(_file_of(data, name).decode(), newline="")))


@pytest.mark.parametrize(("encoding", "name"), [("cp932", "Shift_JIS"), ("utf-16", "UTF-16")])
def test_another_encoding_is_read_and_said(encoding: str, name: str) -> None:
    text = _file_of(an_archive(), "orgs.csv").decode()
    found = _read(an_archive(files={"orgs.csv": text.encode(encoding)}))
    assert found.faults == []
    assert [one.values["encoding"] for one in found.notices] == [name]
    table = written_csv(EXAMPLE).decode("utf-8-sig").replace("𠮷", "吉").encode(encoding)
    assert [one.remark for one in _read(table, "a.csv").notices] == [Remark.ENCODING]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"manifest.csv": None}, "manifest.csv が、ZIPの中にありません"),
        ({"roles.csv": None}, "roles.csv が、ZIPの中にありません"),
        ({"orgs.csv": b"sourcedId,status,name\n"}, "orgs.csv の1行目、3列目は dateLastModified"),
        ({"users.csv": b"\x81"}, "文字コード"),
        ({"manifest.csv": b"propertyName,value\noneroster.version,1.1\n"}, "1.2を読みます"),
    ],
)
def test_a_form_that_is_not_onerosters_is_refused_with_its_place(
    files: dict[str, bytes | None], told: str
) -> None:
    with pytest.raises(Unreadable, match=told):
        _read(an_archive(files=files))


def test_columns_in_another_order_are_refused_with_the_column_that_is_wanted() -> None:
    heading, _, rest = _file_of(an_archive(), "roles.csv").decode().partition("\n")
    swapped = heading.replace("roleType,role", "role,roleType")
    with pytest.raises(Unreadable, match="5列目は roleType です"):
        _read(an_archive(files={"roles.csv": f"{swapped}\n{rest}".encode()}))


def _with_lines(name: str, change: Callable[[list[str]], object]) -> bytes:
    lines = _file_of(an_archive(), name).decode().splitlines(keepends=True)
    change(lines)
    return an_archive(files={name: "".join(lines).encode()})


def _no_tail(line: str) -> str:
    return line.rstrip("\r\n").rpartition(",")[0] + "\r\n"


def test_a_row_with_a_wrong_number_of_cells_is_a_fault_of_that_row_alone() -> None:
    def change(lines: list[str]) -> None:
        lines[3] = _no_tail(lines[3])
        lines[4] = lines[4].replace(",", ",,", 1)
        lines[5] = f"{lines[5].rstrip()},\r\n"

    found = _read(_with_lines("users.csv", change))
    assert [(f.file, f.line, f.column, f.flaw, f.values) for f in found.faults] == [
        ("users.csv", 4, WHOLE, Flaw.CELLS, {"wanted": "27", "found": "26"}),
        ("users.csv", 5, WHOLE, Flaw.CELLS, {"wanted": "27", "found": "28"}),
        ("users.csv", 6, WHOLE, Flaw.CELLS, {"wanted": "27", "found": "28"}),
    ]
    short, shifted, long = found.faults
    assert short.proposal == f"{short.value},", "the missing cell at the end is put there"
    assert shifted.proposal is None, "which cell is one too many, nobody can guess"
    assert long.proposal == long.value[:-1], "the empty cell at the end is taken off"
    assert len(found.roster.people) == 2


def test_a_row_is_mended_as_a_whole_and_then_by_its_cells() -> None:
    data = _with_lines("users.csv", lambda lines: lines.__setitem__(3, _no_tail(lines[3])))
    (fault,) = _read(data).faults
    assert fault.proposal is not None
    at = ("users.csv", 4)
    mended = read_roster("a.zip", data, {at: {WHOLE: fault.proposal}}, on=TODAY)
    assert (mended.faults, len(mended.roster.people)) == ([], 5)
    (still,) = read_roster("a.zip", data, {at: {WHOLE: "a,b"}}, on=TODAY).faults
    assert (still.flaw, still.value) == (Flaw.CELLS, "a,b"), "what was typed is not lost"
    both = {at: {WHOLE: fault.proposal, "familyName": "新井"}}
    people = read_roster("a.zip", data, both, on=TODAY).roster.people.values()
    assert "新井" in {one.family_name for one in people}
    aside = read_roster("a.zip", data, {at: {SET_ASIDE: ""}}, on=TODAY)
    assert (aside.faults, len(aside.roster.people), len(aside.roster.set_aside)) == ([], 4, 1)


@pytest.mark.parametrize("place", [3, 5])
def test_a_quotation_mark_that_is_not_closed_takes_its_own_row_alone(place: int) -> None:
    def change(lines: list[str]) -> None:
        lines[place] = lines[place].replace(",", ',"', 1)

    found = _read(_with_lines("users.csv", change))
    assert [(f.line, f.flaw) for f in found.faults] == [(place + 1, Flaw.CELLS)]
    assert len(found.roster.people) == 4


def test_a_file_of_such_marks_is_given_up() -> None:
    lines = ["a,b\n", *['x,"y\n'] * 3_000]
    with pytest.raises(Unreadable, match="閉じていない"):
        list(Lines("a.csv", lines, 10_000).rows(2))
    few = Lines("a.csv", lines[:7], 10_000).rows(2)
    assert [line.values for line in few][1:] == [["x", "y\n"]] * 6


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\x00")), min_size=2, max_size=2),
        min_size=1,
    )
)
def test_rows_that_are_well_written_are_read_as_csv_reads_them(rows: list[list[str]]) -> None:
    out = StringIO()
    csv.writer(out).writerows(rows)
    assert [
        line.values for line in Lines("a.csv", StringIO(out.getvalue(), newline=""), 1_000).rows()
    ] == rows


def _file_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def _zip(entries: list[tuple[str, bytes]]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def _unpacked(data: bytes) -> dict[str, bytes]:
    archive = Archive(data)
    return {name: archive[name] for name in archive}


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(Unreadable, match="大きすぎます"):
        _unpacked(_zip([(f"f{n}.csv", b"\0" * 30_000_000) for n in range(4)]))


def test_a_size_that_lies_does_not_help_a_bomb() -> None:
    data = bytearray(_zip([("users.csv", b"\0" * 40_000_000)]))
    data = data.replace((40_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Unreadable):
        _unpacked(bytes(data))


@pytest.mark.parametrize(
    "entries",
    [
        [("../users.csv", b"a")],
        [("/etc/users.csv", b"a")],
        [("a/users.csv", b"a"), ("b/users.csv", b"b")],
        [(f"{n}.csv", b"") for n in range(5_001)],
    ],
)
def test_an_odd_archive_is_not_opened(entries: list[tuple[str, bytes]]) -> None:
    with pytest.raises(Unreadable):
        _unpacked(_zip(entries))


def test_a_table_is_read_from_csv_and_excel_alike() -> None:
    one = _read(written_csv(EXAMPLE), "a.csv")
    other = _read(written_workbook("名簿", EXAMPLE), "a.csv")
    assert one.faults == other.faults == []
    assert one.roster == other.roster
    assert len(one.roster.people) == 3, "two rows of one login are one person"
    assert len(one.roster.posts) == 4


def _table(**cells: str) -> bytes:
    row = {"所属": "みなと小学校", "姓": "森", "名": "ゆい", "学級": "3年1組", **cells}
    return written_csv([HEADINGS, [row.get(name, "") for name in HEADINGS]])


def test_half_width_kana_are_mended_in_a_table_and_said() -> None:
    found = _read(_table(姓カナ="ﾓﾘ", 名カナ="ゆい"), "a.csv")
    (person,) = found.roster.people.values()
    assert (person.family_kana, person.given_kana) == ("モリ", "ユイ")
    assert [one.remark for one in found.notices] == [Remark.WIDENED]


@pytest.mark.parametrize(
    ("column", "value", "flaw"),
    [
        ("学年", "小7", Flaw.GRADE),
        ("出席番号", "0", Flaw.NUMBER),
        ("役割", "部長", Flaw.WORD),
        ("姓", "@森", Flaw.FORMULA),
        ("ID", "も", Flaw.LOGIN),
    ],
)
def test_a_cell_of_a_table_is_a_fault(column: str, value: str, flaw: Flaw) -> None:
    (fault,) = _read(_table(**{column: value}), "a.csv").faults
    assert (fault.line, fault.column, fault.flaw) == (2, column, flaw)


def test_a_row_of_a_table_may_end_early_and_not_go_on() -> None:
    rows = [["所属", "姓", "名"], ["みなと小学校", "森"], ["みなと小学校", "表", "けん", "", "x"]]
    found = _read(written_csv(rows), "a.csv")
    (fault,) = found.faults
    assert (fault.line, fault.column, fault.flaw) == (3, WHOLE, Flaw.CELLS)
    assert fault.value == "みなと小学校,表,けん,,x"
    assert len(found.roster.people) == 1
    mend = {("a.csv", 3): {WHOLE: "みなと小学校,表,けん"}}
    assert read_roster("a.csv", written_csv(rows), mend, on=TODAY).faults == []


@pytest.mark.parametrize(
    ("code", "letters", "name", "levels"),
    [
        ("B117210000001", "", "みなと学園", "P"),
        ("C217210000001", "P", "みなと学園", "PJ"),
        ("D217210000001", "", "", "JH"),
        ("E117210000001", "PJH", "ひかり特別支援学校", "PJH"),
        (None, "J", "みなと小学校", "J"),
        (None, "", "みなと小学校", "P"),
        (None, "PH", "みなと学園", None),
        (None, "", "高等学校", "H"),
    ],
)
def test_what_a_school_teaches_is_told_by_its_code_its_grades_or_its_name(
    code: str | None, letters: str, name: str, levels: str | None
) -> None:
    assert levels_of(code, letters, name) == levels


@given(st.text())
def test_making_kana_wide_changes_nothing_else(text: str) -> None:
    assert wide(wide(text)) == wide(text)
    if not any("\uff61" <= mark <= "\uff9f" for mark in text):
        assert wide(text) == text
