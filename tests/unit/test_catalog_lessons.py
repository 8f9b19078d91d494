"""Bodies of lessons: plain Japanese for questions, and what earlier versions were stored as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.content import View, render
from app.catalog.edition import Course
from app.catalog.lessons import LessonContent
from app.catalog.questions import Question
from app.catalog.sources.compile import compile_course
from app.items.kinds import kind_of
from tests.factories.catalog import LESSON, a_source, checked, course_files
from tests.factories.translation import translated

PLAIN = View(None, plain=True)
USUAL = View(None)

EASY = """\
::: easy
{教|おし}えないものは？

- すきな{絵|え} #kyara
- {学校|がっこう} #gakko
  > {人|ひと}が{来|き}ます。

> いいですね。
:::
"""
AFTER = "> よくできました。\n:::\n"


def with_easy(easy: str, after: str = AFTER) -> str:
    assert after in LESSON
    return LESSON.replace(after, f"{after}\n{easy}", 1)


def the_question(lesson: str, key: str = "doko") -> Question:
    edition = compile_course(a_source(course_files(lesson=lesson)))
    assert edition.faults == ()
    question = edition.lessons[0].question(key)
    assert question is not None
    return question


def shown(question: Question, view: View) -> list[str]:
    wording = question.for_view(view)
    options = [(o.text, o.explanation) for o in wording.options.values()]
    parts = [wording.prompt, *(part for pair in options for part in pair)]
    return [render(part, view) for part in (*parts, wording.closing) if part]


def test_a_question_is_asked_in_plain_japanese_and_keeps_what_was_not_said_anew() -> None:
    question = the_question(with_easy(EASY))
    assert shown(question, PLAIN) == [
        "<p>教えないものは？</p>",
        "すきな絵",
        "<p>だいじょうぶ。</p>",
        "学校",
        "<p>人が来ます。</p>",
        "<p>いいですね。</p>",
    ]
    assert shown(question, USUAL) == shown(the_question(LESSON), USUAL)
    assert question.item == the_question(LESSON).item


@pytest.mark.parametrize(
    ("easy", "part"),
    [
        ("::: easy\n{何|なに}？\n:::\n", "<p>何？</p>"),
        ("::: easy\n- {絵|え} #kyara\n:::\n", "絵"),
        ("::: easy\n1. {絵|え} #kyara\n   > うん。\n:::\n", "<p>うん。</p>"),
        ("::: easy\n- すきなキャラクター #kyara\n\n> よし。\n:::\n", "<p>よし。</p>"),
    ],
)
def test_any_part_of_a_question_may_be_said_anew(easy: str, part: str) -> None:
    question = the_question(with_easy(easy))
    usual, plain = shown(question, USUAL), shown(question, PLAIN)
    assert part in plain
    assert sum(a != b for a, b in zip(usual, plain, strict=True)) == (2 if "うん" in easy else 1)


def test_readings_are_kept_in_plain_japanese() -> None:
    wording = the_question(with_easy(EASY)).for_view(View(0, plain=True))
    assert "<ruby>教" in render(wording.prompt, View(0, plain=True))


def test_another_language_goes_before_plain_japanese() -> None:
    files = translated(course_files(lesson=with_easy(EASY)))
    question = compile_course(a_source(files)).lessons[0].question("doko")
    assert question is not None
    assert shown(question, View(None, plain=True, language="en"))[0] == "<p>EN doko.prompt</p>"
    assert shown(question, View(None, plain=True, language="vi"))[0] == "<p>教えないものは？</p>"


@pytest.mark.parametrize(
    ("easy", "what"),
    [
        ("::: easy\n- あ #nazo\n:::\n", "選択肢「#nazo」は、前の問題にありません"),
        ("::: easy\n{何|なに}？\n\n- あ\n:::\n", "選択肢にキーがありません"),
        ("::: easy\n- あ #kyara\n- い #kyara\n:::\n", "2回あります"),
        ("::: easy\n:::\n", "中身がありません"),
        ("::: easy\n{何|なに？\n:::\n", "閉じていません"),
        ("::: easy\n[何]{#see-dore}？\n:::\n", "説明などの中"),
        ("---\n\n::: easy\n何？\n:::\n", "言いかえる文がありません"),
        ("::: easy\n何？\n:::\n\n::: easy\n何？\n:::\n", "言いかえる文がありません"),
        ("::: easy\n何？<b>\n:::\n", "HTML"),
    ],
)
def test_a_fault_in_plain_japanese_is_found(easy: str, what: str) -> None:
    found = checked(a_source(course_files(lesson=with_easy(easy))), lambda _: 4)
    assert [what in fault.message for fault in found] == [True], found
    start = with_easy(easy).split("\n").index("::: easy", 14) + 1
    assert start - 2 <= found[0].line <= start + 8


def test_a_closing_said_anew_needs_one_to_stand_for() -> None:
    lesson = LESSON.replace(
        "  > ちがいます。\n:::\n",
        "  > ちがいます。\n:::\n\n::: easy\n- 天気 #tenki\n\n> よし。\n:::\n",
    )
    (fault,) = checked(a_source(course_files(lesson=lesson)), lambda _: 4)
    assert "結びの言葉がありません" in fault.message


def test_a_lesson_tells_whether_it_has_plain_japanese() -> None:
    bare = LESSON.replace("::: easy\n{名前|なまえ}のことです。\n:::\n", "")
    for lesson, expected in ((LESSON, True), (bare, False), (bare + "\n::: easy\n:::\n", False)):
        edition = compile_course(a_source(course_files(lesson=lesson)))
        assert edition.lessons[0].has_plain is expected
        assert edition.course.lessons[0].has_plain is expected
    question_only = bare.replace(AFTER, AFTER + EASY)
    assert compile_course(a_source(course_files(lesson=question_only))).lessons[0].has_plain


VIEWS = st.builds(
    View,
    st.none() | st.integers(0, 6),
    spaced=st.booleans(),
    plain=st.booleans(),
    language=st.sampled_from(["ja", "en", "vi"]),
)


LESSONS = [
    lesson
    for files in (course_files(), translated())
    for lesson in compile_course(a_source(files)).lessons
]


@given(st.sampled_from(LESSONS), VIEWS)
def test_what_is_kept_under_fewer_views_shows_the_same(lesson: LessonContent, view: View) -> None:
    narrowed = lesson.narrowed(view)
    assert lesson.narrowed(narrowed) == narrowed
    for step in lesson.steps:
        for block in step.blocks:
            assert render(block.for_view(view), view) == render(block.for_view(narrowed), narrowed)
        if step.question:
            assert shown(step.question, view) == shown(step.question, narrowed)


def test_a_language_that_a_lesson_lacks_is_kept_as_japanese() -> None:
    lesson = compile_course(a_source(translated())).lessons[0]
    assert lesson.narrowed(View(3, language="vi")) == View(3, language="ja")
    assert lesson.narrowed(View(3, language="en")) == View(3, language="en")
    second = compile_course(a_source()).lessons[1]
    assert second.narrowed(View(3, plain=True, language="en")) == View(3)


# -- what is stored since before other languages --------------------------------------------------

PROSE = {"skeleton": ["<p>", "</p>"], "runs": [[["名前", "なまえ"], "です"]]}
LINE = {"skeleton": ["", ""], "runs": [["はい"]]}
FORMAT_1_LESSON = {
    "key": "nani",
    "title": [["個人情報", "こじんじょうほう"], "ってなに？"],
    "minutes": 8,
    "objectives": ["mitsukeru"],
    "steps": [
        {
            "blocks": [
                {"kind": "text", "prose": PROSE, "tone": "", "easy": PROSE},
                {"kind": "callout", "prose": PROSE, "tone": "tip", "easy": None},
            ],
            "question": {
                "key": "bango",
                "kind": "text-entry",
                "objective": "mitsukeru",
                "prompt": PROSE,
                "options": [
                    {"key": "hai", "correct": True, "text": LINE, "explanation": PROSE},
                ],
                "closing": PROSE,
                "seen_on": 0,
            },
        }
    ],
}
FORMAT_1_COURSE = {
    "format": 1,
    "slug": "tameshi",
    "title": [["試", "ため"], "しの講座"],
    "summary": ["小さい"],
    "audience": "citizen",
    "grades": [],
    "field": "protect",
    "language": "ja",
    "license": "CC-BY-4.0",
    "reviewed_on": "2026-10-01",
    "review_by": "2027-10-01",
    "credits": ["寺子屋"],
    "sources": [{"title": "手引き", "publisher": "犀川市", "url": "", "note": ""}],
    "objectives": [
        {
            "key": "mitsukeru",
            "can_do": ["見つけられる"],
            "alignments": [{"item": "digcomp@3.0/4.2", "level": 1}],
        }
    ],
    "completion": {
        "lessons": ["nani"],
        "passing_score": 0.5,
        "credential": {
            "key": "shirushi",
            "name": ["しるし"],
            "description": ["試しました。"],
            "criteria": ["半分"],
        },
    },
    "modules": [
        {
            "key": "jibun",
            "title": [["自分", "じぶん"]],
            "lessons": [
                {
                    "key": "nani",
                    "title": ["題"],
                    "minutes": 8,
                    "objectives": ["mitsukeru"],
                    "steps": 1,
                    "questions": [
                        {"key": "bango", "kind": "text-entry", "objective": None, "step": 0}
                    ],
                    "content_hash": "0" * 64,
                }
            ],
        }
    ],
}


def test_a_lesson_stored_before_other_languages_is_read_and_shown() -> None:
    lesson = LessonContent.from_json(FORMAT_1_LESSON, "0" * 64)
    assert LessonContent.from_json(lesson.to_json(), "0" * 64) == lesson
    assert (lesson.has_plain, lesson.languages) == (True, frozenset())
    question = lesson.question("bango")
    assert question is not None
    assert shown(question, View(None, language="en"))[0] == "<p>名前です</p>"
    assert kind_of(question.item).grade(question.item, ("ハイ",)).is_right


def test_a_course_stored_before_other_languages_is_read_and_shown() -> None:
    course = Course.from_json(FORMAT_1_COURSE)
    assert Course.from_json(course.to_json()) == course
    assert course.title.html(View(None, language="en")) == "試しの講座"
    assert (course.others, course.lessons[0].has_plain) == ((), False)
