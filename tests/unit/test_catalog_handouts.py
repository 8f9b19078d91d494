"""Papers beside a course: read, checked and kept with its version."""

import pytest

from app.catalog.around import HandoutKind
from app.catalog.content import View, render
from app.catalog.edition import Course
from app.catalog.readings.places import place_of
from app.catalog.readings.reading import OUTLINE, DoubtAt, read_edition
from app.catalog.service import levels_of
from app.catalog.sources.compile import compile_course
from app.furigana.port import Doubtful
from tests.factories.catalog import PLAN, a_source, checked, course_files
from tests.factories.furigana import the_engine


def test_the_papers_of_a_folder_come_with_the_course_and_survive_the_database() -> None:
    files = course_files(**{"plan.md": PLAN, "family.md": "\ufeff## 家で\r\n\r\n話します。\r\n"})
    source = a_source(files)
    assert checked(source, levels_of) == ()
    course = compile_course(source).course
    assert [handout.kind for handout in course.handouts] == ["plan", "family"]
    assert Course.from_json(course.to_json()) == course
    plan = course.handout(HandoutKind.PLAN)
    assert plan is not None
    assert "<table>" in render(plan.prose, View(None))


def test_a_course_without_papers_is_kept_as_it_always_was() -> None:
    course = compile_course(a_source()).course
    assert course.handout(HandoutKind.PLAN) is None
    assert "handouts" not in course.to_json()


def test_a_paper_gets_its_readings_like_a_lesson() -> None:
    edition = compile_course(a_source(course_files(**{"plan.md": PLAN})))
    read = read_edition(edition, the_engine(), {}, {})
    (plan,) = read.edition.course.handouts
    assert "<ruby>準備<" in render(plan.prose, View(3))
    assert "<ruby" not in render(plan.prose, View(None))


def test_a_doubtful_word_of_a_paper_is_found_in_its_file() -> None:
    source = a_source(course_files(**{"plan.md": PLAN}))
    doubt = DoubtAt(OUTLINE, "子どもの言葉で、黒板に残す", Doubtful(0, "子", "こ", ()))
    assert place_of(source, doubt) == ("plan.md", 7)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "紙に中身がありません"),
        ("はじめに\n\n::: easy\nやさしい文\n:::\n", 3, "囲みや問題を書けません"),
        ("はじめに\n\n[ここ]{#see-doko}\n", 3, "レッスンの中だけ"),
        ("はじめに\n\n<b>太字</b>\n", 3, "HTMLは書けません"),
        ("はじめに\n\n# 大きい\n", 3, "見出しの段"),
        ("はじめに\n\n![絵](assets/nai.svg)\n", 3, "画像のファイルがありません"),
        ("はじめに\n\n{家|ie}\n", 3, "読みは"),
        (b"\x83\x65", 1, "UTF-8ではない"),
    ],
)
def test_a_fault_in_a_paper_is_found_on_its_line(text: str | bytes, line: int, what: str) -> None:
    found = checked(a_source(course_files(**{"family.md": text})), levels_of)
    assert any((f.path, f.line) == ("family.md", line) and what in f.message for f in found), found
