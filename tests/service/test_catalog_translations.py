"""Translations published, kept and shown; ``flask courses translate`` as a person types it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import Result
from flask import Flask

from app.catalog import queries
from app.catalog.content import View
from app.catalog.sources.files import read_folder, write_folder
from app.config import Settings
from tests.conftest import settings_for
from tests.factories.catalog import COURSE, LESSON, a_version, course_files
from tests.factories.translation import in_english, translated

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.lessons import LessonContent

PO = "locale/en/010-jibun/010-nani.po"
JAPANESE, ENGLISH, VIETNAMESE = (View(None, language=tag) for tag in ("ja", "en", "vi"))


def a_lesson(session: "Session", files: dict[str, bytes]) -> "LessonContent":
    return queries.lesson(session, a_version(session, files).id, "nani")


def said(lesson: "LessonContent", view: View) -> list[tuple[str, str]]:
    """Return (language, text) of the first screen's blocks, and of its question."""
    blocks = queries.step_blocks(lesson, 0, view)
    asked = queries.question_html(lesson, 0, view)
    return [*((b.language, b.html) for b in blocks), (asked.language, asked.prompt)]


def test_each_reader_gets_the_language_that_there_is(session: "Session") -> None:
    lesson = a_lesson(session, translated())
    assert {language for language, _ in said(lesson, ENGLISH)} == {"en"}
    assert said(lesson, JAPANESE) == said(lesson, VIETNAMESE)
    assert said(lesson, JAPANESE)[-1] == ("ja", "<p>教えてはいけないのは？</p>")
    course = queries.course_by_slug(session, "tameshi").outline
    assert course.title.in_language("en") == "EN title"
    assert course.title.in_language("vi") == course.title.plain == "試しの講座"


def test_screens_are_kept_once_for_readers_who_see_the_same(session: "Session") -> None:
    lesson = a_lesson(session, translated())
    for step, asked in ((0, True), (1, True)):
        kept = queries.step_blocks(lesson, step, JAPANESE)
        for tag in ("vi", "ne", "zh-Hans"):
            assert queries.step_blocks(lesson, step, View(None, language=tag)) is kept
            if asked:
                same = queries.question_html(lesson, step, View(None, language=tag))
                assert same is queries.question_html(lesson, step, JAPANESE)
        assert queries.step_blocks(lesson, step, ENGLISH) is not kept


def test_a_better_translation_is_a_new_version_and_the_other_lesson_keeps_its_hash(
    session: "Session",
) -> None:
    first = a_version(session, translated())
    better = translated(say=lambda e: "Which?" if e.context == "doko.prompt" else in_english(e))
    second = a_version(session, better)
    assert second.number == 2
    before, after = (queries.version(session, v.id).outline.lessons for v in (first, second))
    assert before[0].content_hash != after[0].content_hash
    assert before[1].content_hash == after[1].content_hash


def test_translations_are_exported_byte_for_byte(session: "Session") -> None:
    files = translated()
    assert dict(queries.files(session, a_version(session, files).id)) == files


def test_japanese_words_in_a_translation_are_read_by_nobody(session: "Session") -> None:
    files = translated(say=lambda e: "面積 " + in_english(e) if e.context == "title" else "")
    lesson = a_lesson(session, files)
    assert lesson.title.html(View(0, spaced=True, language="en")) == "面積 EN title"
    assert "<ruby>" in lesson.title.html(View(0))


# -- the command ----------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_folder(tmp_path / "courses" / "tameshi", course_files().items())
    return tmp_path / "courses"


@pytest.fixture
def settings(database_url: str, tmp_path: Path, root: Path) -> Settings:
    return settings_for(tmp_path / "instance", database_url, courses_dir=root)


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["courses", *map(str, words)])


def test_the_skeleton_is_written_once_and_says_what_is_left(app: Flask, root: Path) -> None:
    first = run(app, "translate", root / "tameshi", "--language", "en")
    assert first.exit_code == 0
    *paths, told = first.output.splitlines()
    assert [path.partition("tameshi/")[2] for path in paths] == [
        PO,
        "locale/en/010-jibun/020-matome.po",
        "locale/en/course.po",
    ]
    assert "英語（en）: 訳がない文" in told
    again = run(app, "translate", root / "tameshi", "--language", "en")
    assert (again.exit_code, again.output.splitlines()) == (0, [told])


def test_a_check_counts_what_is_not_translated_and_lets_the_course_be_published(
    app: Flask, root: Path
) -> None:
    files = translated(say=lambda e: "" if e.context == "doko.prompt" else in_english(e))
    write_folder(root / "yaku", files.items())
    result = run(app, "check", root / "yaku")
    assert result.exit_code == 0
    assert "courses/yaku: 英語（en）: 訳がない文1か所\n" in result.output
    told = run(app, "check", root / "yaku", "--verbose").output
    assert f"010-jibun/010-nani.md:{line_of(LESSON, '{教|おし}えては')}: 「doko.prompt」" in told
    strict = run(app, "check", root / "yaku", "--strict")
    assert strict.exit_code == 1
    assert "「doko.prompt」の訳（en）がありません" in strict.output
    assert run(app, "publish", root / "yaku").exit_code == 0


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("language", ["ja", "xx", "EN", "../x", ""])
def test_a_course_is_not_translated_into_what_is_no_language(
    app: Flask, root: Path, language: str
) -> None:
    result = run(app, "translate", root / "tameshi", "--language", language)
    assert result.exit_code == 2
    assert not (root / "tameshi" / "locale").exists()


def test_a_faulty_course_and_a_broken_file_are_left_alone(app: Flask, root: Path) -> None:
    broken = root / "tameshi" / "locale" / "en" / "course.po"
    broken.parent.mkdir(parents=True)
    broken.write_text('msgid "題\n')
    result = run(app, "translate", root / "tameshi", "--language", "en")
    assert result.exit_code == 1
    assert "locale/en/course.po:1:" in result.output
    assert broken.read_text() == 'msgid "題\n'
    write_folder(root / "warui", course_files(course=COURSE + "[").items())
    assert run(app, "translate", root / "warui", "--language", "en").exit_code == 1
    assert run(app, "translate", root / "nai", "--language", "en").exit_code == 1
    assert not (root / "nai").exists()


def test_what_the_command_writes_is_a_sound_course(app: Flask, root: Path) -> None:
    run(app, "translate", root / "tameshi", "--language", "pt-BR")
    assert read_folder(root / "tameshi").faults == ()
    assert run(app, "check", root / "tameshi").exit_code == 0
