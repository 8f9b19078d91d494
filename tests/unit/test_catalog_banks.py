"""Banks and drills in course files: every fault on its line, and what they become."""

from typing import Final

import pytest

from app.catalog.edition import Course
from app.catalog.lessons import LessonContent
from app.catalog.rules import misused_keys, sorts_of_keys
from app.catalog.service import levels_of
from app.catalog.sources.compile import Edition, compile_course
from app.catalog.sources.read import read
from app.catalog.sources.translation.originals import sheets
from app.catalog.sources.translation.refresh import refreshed
from tests.factories.catalog import COMPLETION, COURSE, checked, course_files

BANK: Final = """\
::: choice #itsu
夕方に、家へ帰りますか。

- [x] はい #itsu-hai
  > 暗くなる前に帰ります。
- [ ] いいえ #itsu-iie
  > 暗くなります。
:::

::: easy
夕方、家に帰りますか。
:::

---

::: numeric #ikutsu
手は、いくつありますか。

- [x] 2 #ni
  > 右と左です。

> 右と左を数えます。
:::
"""
DRILL: Final = """\
+++
title = "くりかえす"
minutes = 3
objectives = []
+++

1問ずつ出ます。

::: drill #hyakkai from=tango mastery=1/2
:::
"""
BANK_PATH, LESSON_PATH = "bank/tango.md", "010-jibun/030-kurikaesu.md"


def files(bank: str | None = BANK, drill: str = DRILL, **more: str) -> dict[str, bytes]:
    return course_files(**{BANK_PATH: bank, LESSON_PATH: drill, **more})


def edition(bank: str = BANK, drill: str = DRILL, **more: str) -> Edition:
    return compile_course(read("tameshi", files(bank, drill, **more)))


def faults(bank: str | None = BANK, drill: str = DRILL, **more: str) -> list[tuple[str, int, str]]:
    source = read("tameshi", files(bank, drill, **more))
    return [(f.path, f.line, f.message) for f in checked(source, levels_of)]


def test_a_question_of_a_bank_can_be_pressed_by_the_youngest_or_is_a_fault() -> None:
    course = COURSE.replace('audience = "citizen"', 'audience = "child"\ngrades = [3, 4]')
    told = (BANK_PATH, 16, "3年生までが、おして答えられるものがありません")
    assert told in faults(course=course)
    pressed = BANK.replace("> 右と左です。", "> 右と左です。\n- [ ] 3 #san\n  > かぞえましょう。")
    assert told not in faults(pressed, course=course)


def test_a_drill_holds_the_questions_of_its_bank_on_a_screen_of_its_own() -> None:
    assert faults() == []
    lesson = edition().lessons[-1]
    (step,) = lesson.steps
    assert step.question is None
    assert step.drill is not None
    assert (step.drill.needed, step.drill.last, step.drill.keys) == (1, 2, ("itsu", "ikutsu"))
    assert step.drill.questions[0].easy is not None
    assert [block.prose.plain for block in step.blocks] == ["1問ずつ出ます。"]


def test_what_was_compiled_is_read_again_from_what_is_kept() -> None:
    made = edition()
    assert Course.from_json(made.course.to_json()) == made.course
    for lesson in made.lessons:
        assert LessonContent.from_json(lesson.to_json(), lesson.content_hash) == lesson


def test_a_drawn_question_stands_on_its_screen_under_a_hash_of_its_own() -> None:
    lesson = edition().lessons[-1]
    drill = lesson.steps[0].drill
    assert drill is not None
    shown = [lesson.asking(0, question) for question in drill.questions]
    assert [one.steps[0].question for one in shown] == list(drill.questions)
    assert len({lesson.content_hash, *(one.content_hash for one in shown)}) == 3


def test_the_slices_of_a_bank_are_its_bytes() -> None:
    (bank,) = read("tameshi", files(BANK.replace("\n", "\r\n"))).banks
    assert b"".join(bank.data[b.start : b.end] for b in bank.blocks) == bank.data


def test_questions_of_a_bank_count_for_no_score_and_keep_their_keys() -> None:
    course = edition().course
    assert not {"itsu", "ikutsu"} & {question.key for question in course.questions}
    sorts = sorts_of_keys(course)
    assert (sorts["hyakkai"], sorts["itsu"], sorts["ikutsu"]) == ("drill", "choice", "numeric")
    assert misused_keys(course, [{"itsu": "lesson"}]) == {"itsu": "lesson"}


@pytest.mark.parametrize(
    ("completion", "expected"),
    [
        (COMPLETION, ("hyakkai",)),
        (COMPLETION.replace('lessons = "all"', 'lessons = ["nani"]'), ()),
        (f"drills = []\n{COMPLETION}", ()),
        (f'drills = ["hyakkai"]\n{COMPLETION}', ("hyakkai",)),
    ],
    ids=["of all lessons", "of one lesson", "none", "named"],
)
def test_the_drills_of_the_lessons_asked_for_are_needed_unless_said_otherwise(
    completion: str, expected: tuple[str, ...]
) -> None:
    assert edition(completion=completion).course.completion.drills == expected


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ("mastery=1/2", "どの問題集から出すか（from）がありません"),
        ("from=nazo mastery=1/2", "問題集「nazo」がありません"),
        ("from=tango", "mastery がありません"),
        ("from=tango mastery=半分", "「mastery=半分」が読めません"),
        ("from=tango mastery=3/2", "「mastery=3/2」は使えません"),
        ("from=tango mastery=0/2", "「mastery=0/2」は使えません"),
        ("from=tango mastery=1/1", "「mastery=1/1」は使えません"),
        ("from=tango mastery=3/11", "「mastery=3/11」は使えません"),
        ("from=tango mastery=3/4", "問題集「tango」の問題は2問で、4問に足りません"),
        ("from=tango mastery=1/2 nazo=1", "「nazo」という属性はありません"),
    ],
)
def test_a_fault_of_a_drill_is_reported_on_its_line(attributes: str, message: str) -> None:
    found = faults(drill=DRILL.replace("from=tango mastery=1/2", attributes))
    assert (LESSON_PATH, 9, message) in found


def test_a_drill_needs_a_key_and_holds_no_text() -> None:
    found = faults(drill=DRILL.replace(" #hyakkai", "").replace("1/2\n", "1/2\n文です。\n"))
    assert (LESSON_PATH, 9, "キーがありません") in found
    assert (LESSON_PATH, 10, "「drill」の中には書けません") in found


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (
            ("::: choice #itsu", "文です。\n\n::: choice #itsu"),
            1,
            "問題集に置けないものがあります",
        ),
        (("#ikutsu", "#ikutsu attempts=2"), 16, "「attempts」は問題集では使えません"),
        (("#ikutsu", "#ikutsu wait=9"), 16, "「wait」は問題集では使えません"),
        (("#ikutsu", "#ikutsu objective=nazo"), 16, "目標「nazo」がありません"),
        (("#ikutsu", "#itsu"), 16, "キー「itsu」は bank/tango.md:1 でも使われています"),
        (("#ikutsu", "#tango"), 16, "キー「tango」は bank/tango.md:1 でも使われています"),
        (("夕方に、", "[夕方に、]{#see-itsu}"), 2, "#see-itsu は問題集では使えません"),
        (("  > 暗くなります。\n", ""), 6, "選択肢に説明がありません"),
    ],
)
def test_a_fault_of_a_bank_is_reported_on_its_line(
    change: tuple[str, str], line: int, message: str
) -> None:
    assert (BANK_PATH, line, message) in faults(BANK.replace(*change))


def test_what_has_no_right_answer_cannot_be_drawn() -> None:
    open_question = "\n::: extended-text #naze\nなぜですか。\n\n> いろいろです。\n:::\n"
    message = "「extended-text」には正しい答えがないので、問題集に置けません"
    assert (BANK_PATH, 25, message) in faults(BANK + open_question)


def test_a_bank_that_no_lesson_draws_from_and_a_drill_that_is_not_there_are_reported() -> None:
    found = faults(**{"bank/hoka.md": BANK.replace("#", "#h-")})
    assert found == [("bank/hoka.md", 1, "この問題集は、どのレッスンからも出ません")]
    found = faults(completion=f'drills = ["nazo"]\n{COMPLETION}')
    assert found == [("completion.toml", 1, "修了に要るくりかえし「nazo」がありません")]
    assert ("bank/tango.txt", 1, "講座のファイルではありません") in faults(
        **{"bank/tango.txt": "文"}
    )


def test_a_bank_is_translated_in_a_file_of_its_own() -> None:
    source = read("tameshi", files())
    (sheet,) = (sheet for sheet in sheets(source) if sheet.lesson == "tango")
    assert sheet.name == "bank/tango.po"
    empty = refreshed(source, "en")["locale/en/bank/tango.po"]
    assert empty is not None
    text = empty.decode()
    for passage in sheet.originals:
        one = f'msgid "{passage.text}"\nmsgstr ""'
        text = text.replace(one, one.replace('""', f'"In English: {passage.context}"'))
    made = edition(**{"locale/en/bank/tango.po": text})
    assert made.faults == ()
    drill = made.lessons[-1].steps[0].drill
    assert drill is not None
    assert all("en" in question.others for question in drill.questions)
    assert made.lessons[-1].languages == {"en"}
