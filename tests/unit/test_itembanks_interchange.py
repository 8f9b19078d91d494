"""Lists of questions, from and to other programs: what is read is all there, and nothing else."""

import csv
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.itembanks.interchange.asked import Answer, Asked
from app.itembanks.interchange.files import LIMITS, read_list
from app.itembanks.interchange.gift import read_gift
from app.itembanks.interchange.gift_writing import written_gift
from app.itembanks.interchange.source import asked_of, faults_of, read_item, written
from app.itembanks.interchange.table import HEADINGS, read_table, written_table
from app.items.kinds import KINDS
from app.sheets.errors import Unreadable
from app.sheets.text import decoded, written_csv
from app.sheets.xlsx import read_workbook
from app.sheets.xlsx_writing import written_workbook

NASTY = "あ漢A1 　.)(#=~{}[]|｜《》*_`:>-+\\/\"'<&@!^$%{}→,"
SEEN = st.text(NASTY, min_size=1, max_size=12).map(str.strip).filter(bool)
LINES = st.lists(SEEN, max_size=3).map("\n".join)
IN_TABLES = (
    "choice",
    "multiple-response",
    "text-entry",
    "numeric",
    "order",
    "match",
    "categorize",
)


@st.composite
def questions(draw: st.DrawFn, text: st.SearchStrategy[str] = SEEN) -> Asked:
    """Draw a question with whatever text; its options differ as its kind wants."""
    kind = draw(st.sampled_from([*IN_TABLES, "inline-choice", "extended-text"]))
    count = draw(st.integers(2, 4))
    why = "".join if kind in {"match", "categorize"} else str
    answers: list[Answer] = []
    for number in range(count):
        shown = f"{number}い{draw(text)}"
        if kind == "numeric":
            shown = draw(
                st.sampled_from([f"{number}", f"-{number + 5}.5", f"{number + 1}〜{number + 1}9"])
            )
        right = number == 0 if kind in {"choice", "inline-choice"} else number != 1
        place = {"match": f"{number}{draw(text)}", "inline-choice": "ア"}.get(kind, "")
        if kind == "categorize":
            place = "箱" if number < 2 else f"籠{draw(text)}"
        graded = kind in {"order", "match", "categorize"}
        answers.append(Answer(shown, right or graded, why(draw(LINES)), place))
    prompt = draw(st.lists(text, min_size=1, max_size=3).map("\n".join))
    if kind == "inline-choice":
        prompt = f"{draw(text)}［ア］{draw(text)}"
    return Asked(
        kind,
        prompt,
        () if kind == "extended-text" else tuple(answers),
        draw(LINES) or "おわり",
        tuple(draw(st.lists(SEEN, max_size=2))),
        tuple(dict.fromkeys(a.place for a in answers if a.place)),
        grades=tuple(sorted(draw(st.sets(st.integers(1, 9), max_size=2)))),
        items=tuple(
            draw(st.sets(st.sampled_from(["digcomp@3.0/4.2", "dss-l@1.2/T5"]), max_size=1))
        ),
    )


@given(questions())
@settings(max_examples=60)
def test_no_text_becomes_anything_but_text_in_a_course_file(asked: Asked) -> None:
    if faults_of(asked):  # two answers that cannot be told apart, say
        return
    found, _ = read_item(written(asked, "q"))
    assert found is not None
    back = asked_of(found)
    assert (back.kind, len(back.answers)) == (asked.kind, len(asked.answers))
    assert [one.correct for one in back.answers] == [one.correct for one in asked.answers]
    assert back.prompt.split() == asked.prompt.split()


@given(st.text(max_size=60), st.text(max_size=30))
@settings(max_examples=60)
def test_any_text_at_all_is_either_kept_or_refused(prompt: str, option: str) -> None:
    asked = Asked("choice", prompt, (Answer(option), Answer("ほか", correct=False)))
    if not faults_of(asked):
        found, _ = read_item(written(asked, "q"))
        assert found is not None
        assert found.options["a"].text.plain == option.replace("\n", " ").strip(" \t　")


@given(questions())
@settings(max_examples=60)
def test_a_question_written_as_gift_and_read_again_is_the_same(asked: Asked) -> None:
    said = as_gift_has(asked)
    text, left_out = written_gift([("q-1", said, "")], "問題集")
    listed = read_gift(text)
    if left_out:  # what GIFT cannot say is told, and is no question
        assert f"// q-1: {left_out[0][1]}" in text
        assert (listed.entries, listed.unread) == ((), ())
        return
    assert listed.unread == ()
    (entry,) = listed.entries
    assert entry.asked == said
    assert (entry.asked.grades, entry.asked.items) == (asked.grades, asked.items)


@given(st.lists(questions(), max_size=3), st.sampled_from(["csv", "xlsx"]))
@settings(max_examples=40)
def test_questions_written_as_a_table_and_read_again_are_the_same(
    asked: list[Asked], form: str
) -> None:
    rows, left_out = written_table(asked)
    data = written_csv(rows) if form == "csv" else written_workbook("問題", rows)
    listed = read_table(read_workbook(data, LIMITS) if form == "xlsx" else rows_of(data))
    assert listed.unread == ()
    kept = [one for number, one in enumerate(asked) if number not in dict(left_out)]
    assert [entry.asked for entry in listed.entries] == kept


def as_gift_has(asked: Asked) -> Asked:
    """Return what GIFT has of a question: of pairs, no explanations; never hints."""
    pairs = asked.kind in {"match", "categorize"}
    answers = tuple(replace(one, why="" if pairs else one.why) for one in asked.answers)
    return replace(asked, answers=answers, hints=())


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(decoded(data), newline="")))


# -- GIFT as others write it


GIFT = """\
// コメント [tag:digcomp@3.0/4.2] [tag:grade:3]
$CATEGORY: $course$/top/まもる

::写真::ネットに出す前に聞くのは？ {
  =友だちの写真#うつっている人に聞きます。
  ~空の絵#だれのことかは分かりません。
  ####よくできました。}

どれが個人情報？ {~%50%名前 ~%50%住所 ~%-100%天気}

地球は丸い。{T#ちがいます#そうです}

番号は？ {=188#いやや =%0%110#警察}

円周率は？ {#3.14:0.01 =%50%3:0#だいたい}

けたは？ {#2..4}

組み合わせ {=メール -> 見せる =電話 -> 切る}

分ける {=絵 -> よい =顔 -> だめ =家 -> だめ = -> まよう}

考えを書きましょう。{}

人に {=教えない ~教える} ものです。

<p>あ&amp;い<br>う</p><script>alert(1)</script> {=1 ~2}

1\\=1、\\{かっこ\\} は？ {=は\\=い ~い\\~え}
"""


def test_what_moodle_writes_is_read() -> None:
    listed = read_gift(GIFT)
    assert listed.unread == ()
    by_row = {entry.row: entry.asked for entry in listed.entries}
    kinds = ["choice", "multiple-response", "choice", "text-entry", "numeric", "numeric", "match"]
    kinds += ["categorize", "extended-text", "inline-choice", "choice", "choice"]
    assert [asked.kind for asked in by_row.values()] == kinds
    photo, _, earth, call, pi, digits, pairs, sorted_, _, gap, html, signs = by_row.values()
    assert (photo.name, photo.closing, photo.grades) == ("写真", "よくできました。", (3,))
    assert photo.items == ("digcomp@3.0/4.2",)
    assert photo.answers[0] == Answer("友だちの写真", why="うつっている人に聞きます。")
    assert [(a.correct, a.why) for a in earth.answers] == [
        (True, "そうです"),
        (False, "ちがいます"),
    ]
    assert [(a.text, a.correct) for a in call.answers] == [("188", True), ("110", False)]
    assert [(a.text, a.correct) for a in pi.answers] == [("3.13〜3.15", True), ("3", False)]
    assert digits.answers[0].text == "2〜4"
    assert [(a.place, a.text) for a in pairs.answers] == [("メール", "見せる"), ("電話", "切る")]
    assert sorted_.places == ("よい", "だめ", "まよう")
    assert gap.prompt == "人に ［ア］ ものです。"
    assert html.prompt == "あ&い\nう"
    assert signs.prompt == "1=1、{かっこ} は？"
    assert [a.text for a in signs.answers] == ["は=い", "い~え"]
    assert all(not faults_of(asked) for asked in by_row.values())
    assert any("一部だけ" in note for note in listed.entries[4].notes)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ただの文です。", "{ } がありません"),
        ("問い {=あ ~い", "閉じていません"),
        ("{1:SHORTANSWER:=あ} と {=い} ", "1つではありません"),
        ("問い {#たくさん}", "数として読めません"),
        ("問い {#NaN}", "数として読めません"),
        ("問い {=あ -> い =う}", "-> がありません"),
        ("<img src=x> {=あ ~い}", "絵や表"),
        ("問い {=あ =い ~う}", "2個あります"),
        ("問い {~あ ~い}", "正しい"),
        ("{=あ ~い}", "問いの文がありません"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(written: str, reason: str) -> None:
    listed = read_list("a.gift", f"\nよい {{=あ ~い}}\n\n{written}\n\nつぎ {{=う ~え}}\n".encode())
    assert [entry.row for entry in listed.entries] == [2, 6]
    (lost,) = listed.unread
    assert lost.row == 4
    assert reason in lost.reason


# -- tables as others write them


TABLE = """\
種類,問い,選択肢1,説明1,選択肢2,説明2,正解,学年,枠組み
1つ選ぶ,どれ？,あ,そうです,い,ちがいます,1,３・４,digcomp@3.0/4.2
○×,丸い？,,,,,○,,
言葉,番号は？,188,いやや,110,,1,,
,どれとどれ？,あ,,い,,1、2,,
組み合わせる,くむ,ねこ → にゃあ,,いぬ -> わん,,,,
絵,どこ？,あ,,い,,1,,
1つ選ぶ,どれ？,あ,,い,,3,,
1つ選ぶ,,あ,,い,,1,,
"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_table_is_read_in_the_code_that_excel_wrote_it_in(codec: str) -> None:
    text = TABLE.replace("〜", "")
    listed = read_list("問題.csv", text.encode(codec))
    kinds = ["choice", "choice", "text-entry", "multiple-response", "match"]
    assert [entry.asked.kind for entry in listed.entries] == kinds
    assert listed.entries[0].asked.grades == (3, 4)
    assert [(one.row, one.reason[:12]) for one in listed.unread] == [
        (7, "「絵」という種類は読めま"),
        (8, "「正解」の「3」という番"),
        (9, "「問い」が空です。"),
    ]


def test_the_form_that_is_given_out_is_read_whole() -> None:
    rows = [list(HEADINGS), ["数", "いくつ？", "3", "そうです", *[""] * 16, "うん", "", "", ""]]
    listed = read_list("form.xlsx", written_workbook("問題", rows))
    assert listed.unread == ()
    assert listed.entries[0].asked.answers == (Answer("3", why="そうです"),)


def test_no_cell_of_an_export_is_a_formula() -> None:
    asked = Asked("choice", "=1+1 は？", (Answer("=CMD()"), Answer("@x", correct=False)))
    rows, _ = written_table([asked])
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows for cell in row)
    assert read_table(rows).entries[0].asked == asked


# -- files from anywhere


def sheet_of(cells: str, **parts: str) -> bytes:
    """Return a workbook whose sheet data is this XML."""
    data = BytesIO(written_workbook("問題", []))
    out = BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = text.replace("<sheetData></sheetData>", f"<sheetData>{cells}</sheetData>")
            new.writestr(name, parts.get(name, text))
    return out.getvalue()


def test_a_formula_is_not_computed_and_readings_of_excel_are_no_text() -> None:
    cells = (
        '<row r="2"><c r="B2" t="inlineStr"><is><t>あ</t><rPh><t>ア</t></rPh></is></c>'
        '<c r="C2"><f>1+1</f><v>2</v></c><c r="D2"><f>HYPERLINK("x")</f></c></row>'
    )
    assert read_workbook(sheet_of(cells), LIMITS) == [[], ["", "あ", "2"]]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 old",
        b"\x82\xa0\xff\xff\x81",
        b"",
        b"x" * (3 * 1024 * 1024),
        sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        sheet_of("<row><c t='s'><v>99</v></c></row>"),
        sheet_of("<row><c><v>1</v></c>" + "<!-- x -->" * 2_200_000 + "</row>"),
        sheet_of("<row><c><v>1</v></c><!-- " + "x" * 9_000_000 + " --></row>"),
        sheet_of("", **{"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"}),
        sheet_of("", **{"xl/workbook.xml": "<workbook"}),
    ],
    ids=[
        "broken",
        "old",
        "code",
        "empty",
        "large",
        "corner",
        "string",
        "bomb",
        "token",
        "entity",
        "cut",
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_list("a.xlsx", data)


@given(st.data())
def test_a_workbook_that_was_damaged_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(written_workbook("問題", [["問い", "正解"], ["あ", "1"]]))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_list("a.xlsx", bytes(whole))
    except Unreadable as error:
        assert str(error)  # noqa: PT017  either outcome is fine, and no other error


def test_a_date_is_not_taken_for_a_number() -> None:
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    data = sheet_of(
        '<row r="3"><c r="B3" s="0"><v>45839</v></c></row>', **{"xl/styles.xml": styles}
    )
    with pytest.raises(Unreadable, match="3行目の2列目が日付"):
        read_workbook(data, LIMITS)


def test_every_kind_that_a_table_names_is_a_kind() -> None:
    assert set(IN_TABLES) <= set(KINDS)
