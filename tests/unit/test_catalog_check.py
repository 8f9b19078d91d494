"""Every fault an author can make: found, placed, and told how to mend."""

import re
from pathlib import Path
from time import perf_counter

import pytest

from app.catalog.service import levels_of
from app.catalog.sources.faults import Fault
from app.catalog.sources.lesson import TEXT_DIRECTIVES, attributes_of
from app.i18n.notation import parse
from app.items.kinds import KINDS
from tests.factories.catalog import (
    AUTHOR,
    COMPLETION,
    COURSE,
    LESSON,
    OBJECTIVES,
    PICTURE,
    a_source,
    checked,
    course_files,
)

CLOSING = "> {消費生活|しょうひせいかつ}センターの{番号|ばんごう}です。\n"
LESSON_PATH = "010-jibun/010-nani.md"


def faults_of(**changes: str | bytes | None) -> tuple[Fault, ...]:
    return checked(a_source(course_files(**changes)), levels_of)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_sound_course_has_no_faults() -> None:
    assert faults_of() == ()


def lesson_with(old: str, new: str) -> dict[str, str]:
    assert old in LESSON
    return {"lesson": LESSON.replace(old, new, 1)}


@pytest.mark.parametrize(
    ("old", "new", "at", "what"),
    [
        ("::: choice #doko", "::: choise #doko", "::: choise", "「choise」というブロック"),
        (" #doko objective", " objective", "::: choice", "キーがありません"),
        ("#doko objective=", "#doko goal=", "::: choice", "「goal」という属性"),
        ("#doko objective=", "#Doko objective=", "::: choice", "キーの形"),
        ("#doko objective=mitsukeru", "#doko objective=nazo", "::: choice", "目標「nazo」"),
        ('["mitsukeru"]', '["nazo"]', "objectives = ", "目標「nazo」がありません"),
        ("kind=tip", "kind=nazo", "::: callout", "「kind=nazo」は使えません"),
        ("callout kind=tip", "callout", "::: callout", "囲みの種類がありません"),
        ("#doko objective=mitsukeru", "#doko objective=mitsukeru ???", "::: choice", "読めません"),
        ("- [x] {学校|がっこう}の{名前|なまえ}", "- [ ] x", "::: choice", "[x]）が0個"),
        ("- [ ] すきな", "- [x] すきな", "::: choice", "[x]）が2個"),
        ("  > だいじょうぶ。\n", "", "- [ ] すきな", "選択肢に説明がありません"),
        ("  > だいじょうぶ。\n", "> だいじょうぶ。\n", "> だい", "字下げされていません"),
        ("キャラクター #kyara", "キャラクター", "- [ ] すきな", "選択肢にキーがありません"),
        ("#kyara", "#gakko", "- [x] {学校", "選択肢のキー「#gakko」が2回"),
        ("#kyara", "#KYARA", "- [ ] すきな", "キーの形"),
        ("- [ ] すきな", "-[ ] すきな", "-[ ] すきな", "選択肢の書き方"),
        ("> よくできました。\n", "よくできました。\n", "よくできました", "どこにも属さない文"),
        ("{教|おし}えてはいけないのは？\n", "", "::: choice", "問いの文がありません"),
        (CLOSING, "", "::: text-entry", "思いつかなかった答え"),
        ("#tomaru", "#hanasu", "3. {話", "2回あります"),
        ("#dore objective", "#junban objective", "::: multiple-response", "キー「junban」は"),
        ("#dore objective", "#matome objective", None, "キー「matome」は"),
        ("{#see-doko}", "{#see-nazo}", "[だれか", "#see-nazo の問題"),
        ("おわりに、", "[おわりに]{#see-doko}、", "[おわりに", "2か所にあります"),
        ("  > だいじょうぶ。", "  > [だいじょうぶ]{#see-dore}。", "  > [だい", "説明などの中"),
        ("{名前|なまえ}や", "{名前|なまえや", "[だれか", "閉じていません"),
        ("{名前|なまえ}や", "{名前|namae}や", "[だれか", "読みは"),
        ("など。", "など。<br>", "[だれか", "HTML"),
        ("など。", "[など](javascript:alert(1))。", "[だれか", "リンク先"),
        ("## はじめに", "# はじめに", "# はじめに", "見出し"),
        ("\n---\n", "---\n", "---\n\nおわり", "空行"),
        ("::: easy\n{名前|なまえ}のことです。", "::: easy", "::: easy", "中身がありません"),
        ("## はじめに", "::: easy\n先\n:::\n", "::: easy", "言いかえる文"),
        ("title = ", "titel = ", "titel", "「titel」という項目"),
        ("minutes = 8", "minutes = 0", "minutes", "「minutes」が 0"),
        ("minutes = 8", 'minutes = "8"', "minutes", "形がちがいます"),
        ("minutes = 8", "minutes = = 8", "minutes", "TOMLとして読めません"),
        ("おわりに、", "\x08おわりに、", "\x08", "制御文字"),
        ("おわりに、", "```\n開いたまま\n", "```", "``` が閉じていません"),
        ("おわりに、", ":::\n\nおわりに、", ":::\n\nおわりに", "始まりのない"),
    ],
)  # fmt: skip
def test_a_fault_in_a_lesson_is_found_on_its_line(
    old: str, new: str, at: str | None, what: str
) -> None:
    changed = lesson_with(old, new)
    found = [f for f in faults_of(**changed) if what in f.message]
    assert found, [str(f) for f in faults_of(**changed)]
    if at is not None:
        assert found[0].path == LESSON_PATH
        assert found[0].line == line_of(changed["lesson"], at)
    assert found[0].mend


@pytest.mark.parametrize(
    ("name", "text", "path", "what"),
    [
        ("course", None, "course.toml", "ファイルがありません"),
        ("course", COURSE.encode("shift_jis"), "course.toml", "UTF-8ではない"),
        ("course", COURSE.replace('"citizen"', '"everyone"'), "course.toml", "「everyone」です"),
        (
            "course",
            COURSE.replace('"citizen"', '"child"'),
            "course.toml",
            "「grades」がありません",
        ),
        ("course", COURSE + "\n[extra]\n", "course.toml", "「extra」という項目"),
        ("course", COURSE + AUTHOR.replace("shop", "ghost"), "course.toml", "「ghost」です"),
        ("course", COURSE + AUTHOR.replace("name", "nama"), "course.toml", "「nama」という項目"),
        ("course", "grades = [3]\n" + COURSE, "course.toml", "児童の講座だけ"),
        ("course", COURSE.replace("2027-10-01", "2020-10-01"), "course.toml", "見直す日"),
        ("course", COURSE.replace("2027-10-01", '"来年"'), "course.toml", "「review_by」の形"),
        ("course", COURSE.replace("https:", "javascript:"), "course.toml", "アドレス"),
        ("course", COURSE.replace("{試|ため}", "{試|ため"), "course.toml", "閉じていません"),
        ("objectives", OBJECTIVES.replace("4.2", "9.9"), "objectives.toml", "がありません"),
        ("objectives", OBJECTIVES.replace("level = 1", "level = 5"), "objectives.toml", "段階 5"),
        ("objectives", OBJECTIVES * 2, "objectives.toml", "2回あります"),
        (
            "objectives",
            OBJECTIVES + OBJECTIVES.replace("mitsukeru", "betsu"),
            "objectives.toml",
            "確かめる問題がありません",
        ),
        ("completion", COMPLETION.replace('"all"', '["nazo"]'), "completion.toml", "「nazo」"),
        ("completion", COMPLETION.replace('"all"', '"some"'), "completion.toml", "読めません"),
        ("completion", COMPLETION.replace('"all"', "[]"), "completion.toml", "1つもありません"),
        (
            "completion",
            COMPLETION.replace("0.5", "80"),
            "completion.toml",
            "「passing_score」が 80",
        ),
        ("completion", COMPLETION.split("[")[0], "completion.toml", "「credential」がありません"),
        ("lesson", b"\x83\x65", LESSON_PATH, "UTF-8ではない"),
        ("lesson", b"", LESSON_PATH, "+++"),
        ("lesson", '+++\ntitle = "題"\nminutes = 1\n+++\n', LESSON_PATH, "中身がありません"),
        ("lesson", "本文だけ\n", LESSON_PATH, "+++"),
        ("notes.txt", b"", "notes.txt", "講座のファイルではありません"),
        ("010-jibun/Lesson.md", b"", "010-jibun/Lesson.md", "講座のファイルではありません"),
        ("010-jibun/010-onaji.md", LESSON, LESSON_PATH.replace("nani", "onaji"), "番号"),
        ("assets/x.exe", b"", "assets/x.exe", "この種類"),
        ("assets/e.svg", PICTURE.format("<script/>"), "assets/e.svg", "<script> は使えません"),
        ("assets/../../x.png", b"", "assets/../../x.png", "場所が使えません"),
        (
            "020-kara/module.toml",
            'title = "から"\n',
            "020-kara/module.toml",
            "レッスンがありません",
        ),
        ("010-jibun/module.toml", None, "010-jibun/module.toml", "ファイルがありません"),
    ],
)
def test_a_fault_in_a_file_is_found(
    name: str, text: str | bytes | None, path: str, what: str
) -> None:
    found = faults_of(**{name: text})
    assert any(f.path == path and what in f.message for f in found), found


def test_an_unclosed_block_ends_where_the_next_begins() -> None:
    broken = LESSON.replace("ゆっくりでいいのです。\n:::\n", "ゆっくりでいいのです。\n")
    faults = faults_of(lesson=broken)
    assert [(f.line, f.message) for f in faults] == [
        (line_of(broken, "::: callout"), "「::: callout」が閉じていません")
    ]


def test_all_faults_are_reported_at_once_by_file_and_line() -> None:
    faults = faults_of(
        course=COURSE.replace("protect", "nazo"),
        lesson=LESSON.replace("#kyara", "").replace("など。", "など。<b>").replace("kind=tip", ""),
    )
    assert [f.path for f in faults] == ["010-jibun/010-nani.md"] * 3 + ["course.toml"]
    assert [f.line for f in faults[:3]] == sorted(f.line for f in faults[:3])


def test_a_slug_must_be_a_key() -> None:
    assert any("フォルダー名" in f.message for f in checked(a_source(slug="Tameshi 1"), levels_of))


def test_a_line_in_toml_is_found_in_tables_and_lists_of_tables() -> None:
    second = '\n[[sources]]\ntitle = "二"\npublisher = "市"\nurl = "http://example.jp"\n'
    course = COURSE + second
    (fault,) = faults_of(course=course)
    assert fault.line == line_of(course, 'url = "http:')


def test_the_examples_of_the_handbook_make_a_sound_course() -> None:
    handbook = (Path(__file__).resolve().parents[2] / "courses" / "README.md").read_text()
    tables = re.findall(r"```toml\n(.*?)```", handbook, re.DOTALL)
    course, objectives, completion, readings, glossary = tables
    lesson = "\n".join(re.findall(r"```markdown\n(.*?)```", handbook, re.DOTALL))
    for key in ("kotowaru", "sodan"):
        objectives += f'\n[[objectives]]\nkey = "{key}"\ncan_do = "できる"\nalignments = []\n'
    changes = {
        "course": course,
        "objectives": objectives,
        "completion": completion,
        "lesson": lesson,
        "readings.toml": readings,
        "glossary.toml": glossary,
        **dict(re.findall(r"```markdown (bank/[a-z-]+\.md)\n(.*?)```", handbook, re.DOTALL)),
        **dict.fromkeys(re.findall(r"assets/[a-z]+\.[a-z0-9]+", lesson), b""),
    }
    assert faults_of(**changes) == ()


def test_the_handbook_shows_and_names_every_block_and_kind() -> None:
    handbook = (Path(__file__).resolve().parents[2] / "courses" / "README.md").read_text()
    shown = set(re.findall(r"^::: ([a-z-]+)", handbook, re.MULTILINE))
    named = set(re.findall(r"`([a-z-]+)`", handbook))
    assert TEXT_DIRECTIVES.keys() | KINDS.keys() <= named
    assert TEXT_DIRECTIVES.keys() | KINDS.keys() - {"multiple-response"} <= shown
    attributes = set(re.findall(r"([a-z]+)=", handbook)) | named
    assert all(
        (attributes_of(name) or {}).keys() <= attributes for name in (*TEXT_DIRECTIVES, *KINDS)
    )


@pytest.mark.parametrize(
    "text",
    [
        "{漢あ" * 2500,
        "`a" * 5000,
        "[" * 10_000,
        "｜" * 5000 + "《" * 5000,
        "> " * 2000,
        "|a" * 2000,
    ],
    ids=["braces", "ticks", "brackets", "bars", "quotes", "cells"],
)
def test_a_paragraph_of_ten_thousand_marks_is_checked_in_no_time(text: str) -> None:
    started = perf_counter()
    faults_of(lesson=LESSON + "\n" + text + "\n")
    assert perf_counter() - started < 10, "a bound against runaway patterns, not a benchmark"


def test_a_reading_that_fits_in_many_ways_is_found_at_once() -> None:
    assert "".join(s.surface for s in parse("{" + "漢あ" * 20 + "|" + "あ" * 41 + "}").segments)
