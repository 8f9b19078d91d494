"""How each kind of question is written in a lesson file, and what becomes of it."""

import pytest

from app.catalog.content import View
from app.catalog.lessons import LessonContent
from app.catalog.questions import Question
from app.catalog.readings.walk import paragraphs
from app.catalog.sources.compile import compile_course
from app.catalog.sources.lesson import attributes_of, read_lesson
from app.catalog.sources.translation.originals import question_passages, sheets
from app.i18n.notation import plain
from app.items.item import Limits
from app.items.kinds import KINDS
from tests.factories.catalog import a_source, checked, course_files
from tests.factories.translation import translated

HEAD = '+++\ntitle = "題"\nminutes = 3\n+++\n\n'
LESSON = "010-jibun/020-matome.md"
PNG = {"assets/e.png": b"\x89PNG"}

GAPS = """\
::: inline-choice #kuran objective=mitsukeru
あいことばは ［ア］ もので、［{二|に}］ ものです。

> [!TIP] {鍵|かぎ}と{同|おな}じです。

> [!TIP] つぎの{段落|だんらく}も
> ヒントです。

- **ア** #a
  - [ ] {教|おし}える #oshieru
    > ちがいます。
  - [x] {教|おし}えない #oshienai
    > そうです。
- **{二|に}** #i
    - [x] {長|なが}い #nagai
      > そうです。
    - [ ] {短|みじか}い #mijikai
      > {当|あ}てられます。

> よし。
:::
"""
GROUPS = """\
::: categorize #wakeru
{分|わ}けましょう。

- **{出|だ}す** #dasu
  - {空|そら}の{絵|え}
    です #sora
    > よいです。
- **{出|だ}さない** #dasanai
  - {顔|かお} #kao
    > だめです。
:::
"""
INBOX = """\
::: inbox #hako attempts=3 wait=10 shuffle=yes
{分|わ}けましょう。

- [x] {店|みせ}から #mise

  {一|ひと}つ{目|め}の{段落|だんらく}。

  - {一覧|いちらん}も

  > あやしいです。
- [ ] {母|はは}から #haha
  > {本物|ほんもの}です。
:::
"""
AREAS = """\
::: hotspot #e
どこ？

![{空|そら}](assets/e.png)

- [x] @10,20,30,40 {雲|くも} #kumo
  > そうです。
- [ ] @0,0,4,4 {山|やま} #yama
  > ちがいます。
:::
"""
CARDS = """\
::: extended-text #kaku share=private
{書|か}きましょう。

- {札一|ふだいち} #ichi
- {札二|ふだに} #ni
  > {説明|せつめい}。

> みんなは。
:::
"""
BARE = """\
::: extended-text #kaku
> {引用|いんよう}を{読|よ}んで、

{書|か}きましょう。

> [!TIP] ヒント。

> みんなは、

> こうです。
:::
"""
EVERY = {
    "gaps": GAPS,
    "groups": GROUPS,
    "inbox": INBOX,
    "areas": AREAS,
    "cards": CARDS,
    "bare": BARE,
}


def the_files(body: str) -> dict[str, bytes]:
    return course_files(**{LESSON: HEAD + body}) | PNG


def the_lesson(body: str) -> LessonContent:
    source = a_source(the_files(body))
    assert checked(source, lambda _: 4) == ()
    return compile_course(source).lessons[1]


def the_question(body: str) -> Question:
    (question,) = [step.question for step in the_lesson(body).steps if step.question]
    return question


# -- what is read ---------------------------------------------------------------------------------


def test_gaps_have_their_words_below_them_and_their_names_in_the_text() -> None:
    asked = the_question(GAPS)
    assert [(t.key, t.text) for t in asked.item.targets] == [("a", "ア"), ("i", "二")]
    assert asked.prompt.plain == "あいことばは ［ア］ もので、［二］ ものです。"
    assert [(o.key, o.correct, o.target) for o in asked.item.options] == [
        ("oshieru", False, "a"),
        ("oshienai", True, "a"),
        ("nagai", True, "i"),
        ("mijikai", False, "i"),
    ]
    assert asked.options["mijikai"].explanation.plain == "当てられます。"


def test_hints_come_in_the_order_written_and_stand_in_no_prompt() -> None:
    asked = the_question(GAPS)
    assert [hint.plain for hint in asked.hints] == ["鍵と同じです。", "つぎの段落もヒントです。"]
    assert asked.closing is not None
    assert asked.closing.plain == "よし。"


def test_things_belong_to_the_place_below_which_they_are_written() -> None:
    asked = the_question(GROUPS)
    assert [(o.key, o.target, o.text) for o in asked.item.options] == [
        ("sora", "dasu", "空の絵です"),
        ("kao", "dasanai", "顔"),
    ]
    assert {key: name.plain for key, name in asked.targets.items()} == {
        "dasu": "出す",
        "dasanai": "出さない",
    }


def test_a_thing_of_a_practice_has_paragraphs_below_it() -> None:
    asked = the_question(INBOX)
    assert asked.options["mise"].detail.plain == "一つ目の段落。\n一覧も"
    assert "<ul><li>" in "".join(asked.options["mise"].detail.skeleton)
    assert asked.options["mise"].explanation.plain == "あやしいです。"
    assert asked.options["haha"].detail.is_empty
    assert (asked.item.limits, asked.item.is_shuffled) == (Limits(3, 10), True)


def test_an_area_is_no_part_of_the_name() -> None:
    asked = the_question(AREAS)
    assert [(o.area, o.text) for o in asked.item.options] == [
        ((10, 20, 30, 40), "雲"),
        ((0, 0, 4, 4), "山"),
    ]


def test_cards_need_no_explanation_and_a_text_may_be_private() -> None:
    asked = the_question(CARDS)
    assert [o.text for o in asked.item.options] == ["札一", "札二"]
    assert asked.options["ni"].explanation.plain == "説明。"
    assert not asked.is_shared
    assert the_question(CARDS.replace("private", "teacher")).is_shared


def test_without_cards_the_quote_at_the_end_is_the_closing_remark() -> None:
    asked = the_question(BARE)
    assert asked.prompt.plain.endswith("引用を読んで、\n書きましょう。")
    assert [hint.plain for hint in asked.hints] == ["ヒント。"]
    assert asked.closing is not None
    assert asked.closing.plain == "みんなは、\nこうです。"


@pytest.mark.parametrize("body", EVERY.values(), ids=EVERY.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_part_is_a_slice_of_the_file(body: str, end: str) -> None:
    data = (HEAD + body).replace("\n", end).encode()
    lesson = read_lesson(LESSON, "matome", data, [])
    assert b"".join(data[b.start : b.end] for b in (lesson.front, *lesson.blocks)) == data
    (asked,) = [block.question for block in lesson.blocks if block.question]
    lines = data.decode().split(end)
    for _, passage in question_passages("q", asked):
        first = passage.text.split("\n")[0]
        assert first.strip() in lines[passage.line - 1]
        assert first.strip().encode() in data[passage.start : passage.end]


@pytest.mark.parametrize("body", EVERY.values(), ids=EVERY.keys())
def test_a_lesson_survives_the_database(body: str) -> None:
    lesson = the_lesson(body)
    again = LessonContent.from_json(lesson.to_json(), lesson.content_hash)
    assert again == lesson
    assert again.to_json() == lesson.to_json()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_takes_the_attributes_that_mean_something_for_it(name: str) -> None:
    kind = KINDS[name]
    allowed = attributes_of(name) or {}
    assert ("attempts" in allowed, "wait" in allowed) == (kind.is_graded, kind.is_graded)
    assert ("share" in allowed) == (not kind.is_graded)
    assert ("shuffle" in allowed) == kind.can_shuffle


# -- what stays as it was -------------------------------------------------------------------------

BEFORE = {
    "tameshi": ["aa3a965f92f4e79d", "0fb2a13e9738a527"],
    "in english": ["d2ffcb5eabde5519", "a088c74d9185b597"],
}
"""What lessons of the four first kinds were kept under before there were others."""


@pytest.mark.parametrize(
    ("name", "files"), [("tameshi", course_files()), ("in english", translated())]
)
def test_a_lesson_with_nothing_new_in_it_has_the_hash_it_had(
    name: str, files: dict[str, bytes]
) -> None:
    lessons = compile_course(a_source(files)).lessons
    assert [lesson.content_hash[:16] for lesson in lessons] == BEFORE[name]


def test_nothing_is_written_that_says_nothing() -> None:
    for lesson in compile_course(a_source()).lessons:
        for step in lesson.to_json()["steps"]:
            new = {"targets", "hints", "attempts", "wait", "shuffle", "share"}
            assert not new & (step["question"] or {}).keys()
            for option in (step["question"] or {"options": []})["options"]:
                assert option.keys() == {"key", "correct", "text", "explanation"}
            assert all("media" not in block for block in step["blocks"])


# -- translations and readings --------------------------------------------------------------------


def _contexts(body: str) -> list[str]:
    (sheet,) = [s for s in sheets(a_source(the_files(body))) if s.lesson == "matome"]
    return [original.context for original in sheet.originals][1:]


def test_every_text_of_a_question_can_be_translated() -> None:
    assert _contexts(GAPS) == [
        *("kuran.prompt", "kuran.hint1", "kuran.hint2", "kuran.a", "kuran.i"),
        *("kuran.oshieru", "kuran.oshieru.why", "kuran.oshienai", "kuran.oshienai.why"),
        *("kuran.nagai", "kuran.nagai.why", "kuran.mijikai", "kuran.mijikai.why"),
        "kuran.closing",
    ]
    assert _contexts(INBOX)[:4] == [
        "hako.prompt",
        "hako.mise",
        "hako.mise.detail",
        "hako.mise.why",
    ]
    assert _contexts(AREAS) == ["e.prompt", "e.kumo", "e.kumo.why", "e.yama", "e.yama.why"]


@pytest.mark.parametrize("missing", ["kuran.hint2", "kuran.i", "kuran.mijikai", "kuran.closing"])
def test_a_question_with_a_gap_in_its_translation_stays_japanese(missing: str) -> None:
    def say(context: str) -> str:
        if context == "kuran.prompt":
            return "A password is ［EN kuran.a］ and ［EN kuran.i］."
        return f"EN {context}"

    whole = translated(the_files(GAPS), say=lambda e: say(e.context))
    source = a_source(whole)
    assert checked(source, lambda _: 4) == ()
    asked = compile_course(source).lessons[1].question("kuran")
    assert asked is not None
    english = asked.for_view(View(None, language="en"))
    assert [hint.plain for hint in english.hints] == ["EN kuran.hint1", "EN kuran.hint2"]
    assert english.targets["i"].plain == "EN kuran.i"
    part = translated(
        the_files(GAPS), say=lambda e: "" if e.context == missing else say(e.context)
    )
    asked = compile_course(a_source(part)).lessons[1].question("kuran")
    assert asked is not None
    assert asked.language(View(None, language="en")) == "ja"


@pytest.mark.parametrize(
    ("body", "context", "what"),
    [(GAPS, "kuran.prompt", "文の中に0回"), (AREAS, "e.prompt", "えらぶ絵がありません")],
)
def test_a_translation_keeps_the_gaps_and_the_picture(body: str, context: str, what: str) -> None:
    files = translated(the_files(body))
    found = [f for f in checked(a_source(files), lambda _: 4) if what in f.message]
    assert found
    for fault in found:
        assert fault.path == "locale/en/010-jibun/020-matome.po"
        line = files[fault.path].decode().split("\n")[fault.line - 1]
        assert f"EN {context}" in line


@pytest.mark.parametrize("body", EVERY.values(), ids=EVERY.keys())
def test_readings_are_looked_for_in_every_text(body: str) -> None:
    lesson = the_lesson(body)
    walked = {"".join(plain(run) for run in paragraph) for paragraph in paragraphs(lesson)}
    (asked,) = [step.question for step in lesson.steps if step.question]
    texts = [asked.prompt, *asked.targets.values(), *asked.hints]
    for option in asked.options.values():
        texts += [option.text, option.explanation, option.detail]
    for text in texts:
        assert set(filter(None, text.plain.split("\n"))) <= walked
