"""A dilemma is read, checked line by line, translated, kept, and walked."""

import pytest

from app.catalog.content import View
from app.catalog.dilemmas import Dilemma
from app.catalog.lessons import LessonContent
from app.catalog.sources.compile import compile_course
from tests.factories.catalog import a_source, checked, course_files
from tests.factories.translation import translated

HEAD = '+++\ntitle = "題"\nminutes = 3\n+++\n\n'
LESSON = "010-jibun/020-matome.md"
AFTER = "> **わたし** あ。\n> **ともだち** い。\n> **あとで** う。\n"
STORY = f"""\
::: dilemma #hanashi
## はじまり #hajimari

{{朝|あさ}}です。

- [{{送|おく}}る](#okuru)
- [やめる](#yameru)

## {{送|おく}}った #okuru

{AFTER}
- [あやまる](#ayamaru)
- [やめる](#yameru)

## やめた #yameru

{AFTER}
## あやまった #ayamaru

{AFTER}:::
"""


def files(body: str) -> dict[str, bytes]:
    return course_files(**{LESSON: HEAD + body})


def faults(body: str) -> list[tuple[int, str, str]]:
    return [
        (fault.line, fault.message, fault.mend)
        for fault in checked(a_source(files(body)), lambda _: 8)
        if fault.path.endswith("matome.md")
    ]


def the_story(body: str = STORY) -> Dilemma:
    lesson = compile_course(a_source(files(body))).lessons[-1]
    (found,) = (step.dilemma for step in lesson.steps if step.dilemma)
    return found


def test_a_sound_story_has_no_fault() -> None:
    assert faults(STORY) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "mend"),
    [
        ("#okuru\n\n>", "#Okuru\n\n>", 14, "キーの形ではありません", ""),
        ("## やめた #yameru", "## やめた", 23, "見出しの形がちがいます", "## 場面の名前 #キー"),
        ("## はじまり #hajimari", "はじめ。\n\n## はじまり #hajimari", 7, "より前に", "はじめに"),
        ("> **わたし** あ", "> **だれか** あ", 16, "だれのことか", "わたし・ともだち・あとで"),
        ("(#yameru)\n\n## {送", "(#yameru)\n\nそのあと。\n\n## {送", 14, "あとに文", "道より前"),
        ("## あやまった #ayamaru", "## あやまった #okuru", 29, "2回あります", "1回だけ"),
        ("- [あやまる](#ayamaru)", "- [あやまる](#nai)", 20, "#nai", "場面のキー"),
        ("- [あやまる](#ayamaru)", "- [あやまる](#yameru)", 14, "同じ場面", "別の場面"),
        ("- [{送|おく}る](#okuru)\n", "", 7, "道が2つ以上", "書き足します"),
        ("> **あとで** う。\n\n- ", "\n- ", 14, "足りません", "わたし"),
        ("- [あやまる](#ayamaru)\n- [やめる](#yameru)\n", "", 27, "行く道が", "つなぎます"),
    ],
)
def test_every_fault_of_a_story_is_told_on_its_line_with_its_mend(
    old: str, new: str, line: int, message: str, mend: str
) -> None:
    assert old in STORY
    told = faults(STORY.replace(old, new, 1))
    assert any(at == line and message in what and mend in how for at, what, how in told), told


def test_two_scenes_are_no_story() -> None:
    body = f"::: dilemma #hanashi\n## あ #a\n\n- [い](#i)\n\n## い #i\n\n{AFTER}:::\n"
    ((line, message, mend),) = faults(body)
    assert (line, message) == (7, "場面が2つしかありません")
    assert "2つ以上" in mend


def test_a_story_is_kept_whole() -> None:
    lesson = compile_course(a_source(files(STORY))).lessons[-1]
    assert LessonContent.from_json(lesson.to_json(), lesson.content_hash) == lesson
    story = the_story()
    assert Dilemma.from_json(story.to_json()) == story


def test_a_story_knows_its_ways_and_how_far_each_scene_is() -> None:
    story = the_story()
    assert story.depths() == {"hajimari": 0, "okuru": 1, "yameru": 1, "ayamaru": 2}
    assert story.leads("hajimari", "okuru")
    assert not story.leads("hajimari", "ayamaru")
    assert not story.leads("nai", "okuru")
    assert story.scene("nai") is None
    assert {*story.scenes[1].follows} == {"me", "friend", "later"}
    assert story.scenes[0].prose.plain == "朝です。"
    assert story.scenes[1].title.plain == "送った"


def test_a_story_that_goes_round_is_walked_once() -> None:
    round_ = STORY.replace(
        f"#ayamaru\n\n{AFTER}", f"#ayamaru\n\n{AFTER}\n- [は](#hajimari)\n- [や](#yameru)\n"
    )
    assert faults(round_) == []
    assert the_story(round_).depths() == {"hajimari": 0, "okuru": 1, "yameru": 1, "ayamaru": 2}


def test_a_translated_story_keeps_its_keys_and_ways() -> None:
    edition = compile_course(a_source(translated(files(STORY))))
    (story,) = (s.dilemma for s in edition.lessons[-1].steps if s.dilemma)
    english = story.for_view(View(None, language="en"))
    assert story.language(View(None, language="en")) == "en"
    for ours, theirs in zip(story.scenes, english, strict=True):
        assert ours.key == theirs.key
        assert [way.to for way in ours.ways] == [way.to for way in theirs.ways]
        assert ours.follows.keys() == theirs.follows.keys()
        assert theirs.title.plain != ours.title.plain
    assert story.for_view(View(None)) == story.scenes
