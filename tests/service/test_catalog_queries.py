"""Reading the catalog: what pages get, and how little they ask the database for it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app.catalog import queries
from app.catalog.content import View
from app.catalog.errors import NotInCatalog
from app.catalog.kept import Kept
from app.db import db
from app.items.kinds import kind_of
from tests.factories.catalog import COURSE, a_version, course_files

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NONE = View(None)


@contextmanager
def asked() -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    found: list[str] = []

    def listen(*told: object) -> None:
        found.append(str(told[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def test_a_warm_lesson_page_asks_nothing(session: "Session") -> None:
    version_id = a_version(session).id
    queries.lesson(session, version_id, "nani")
    with asked() as statements:
        lesson = queries.lesson(session, version_id, "nani")
        queries.step_blocks(lesson, 0, View(2))
        queries.question_html(lesson, 0, View(2))
        queries.question(session, version_id, "bango")
    assert statements == []


def test_a_cold_lesson_page_asks_twice(session: "Session") -> None:
    version_id = a_version(session).id
    queries.forget()
    with asked() as statements:
        queries.lesson(session, version_id, "nani")
    assert len(statements) == 2


def test_a_list_of_courses_asks_once_when_warm_whatever_its_length(session: "Session") -> None:
    for number in range(5):
        a_version(session, slug=f"tameshi-{number}")
    queries.forget()
    with asked() as cold:
        assert len(queries.courses_for(session, "citizen")) == 5
    with asked() as warm:
        queries.courses_for(session, "citizen")
    assert (len(cold), len(warm)) == (2, 1)


def test_courses_of_children_stand_by_the_youngest_grade_they_are_for(
    session: "Session",
) -> None:
    for slug, grades in (("takai", "[4, 5, 6]"), ("hikui", "[3, 4]"), ("futsuu", "[4]")):
        course = COURSE.replace('"citizen"', f'"child"\ngrades = {grades}')
        a_version(session, course_files(course=course), slug=slug)
    cards = queries.courses_for(session, "child")
    assert [card.slug for card in cards] == ["hikui", "takai", "futsuu"]


def test_a_lesson_is_shown_as_each_reader_needs_it(session: "Session") -> None:
    lesson = queries.lesson(session, a_version(session).id, "nani")
    shown = queries.lesson_html(lesson, 0, View(2))
    assert '<mark class="see" id="see-doko">' in shown
    assert "<ruby>住所" in shown
    assert "<ruby>名前" not in shown, "taught by the second grade"
    assert "<ruby" not in queries.lesson_html(lesson, 0, NONE)
    easy = queries.lesson_html(lesson, 0, View(None, plain=True))
    assert "名前のことです。" in easy
    assert "住所" not in easy


def test_blocks_say_what_they_are(session: "Session") -> None:
    lesson = queries.lesson(session, a_version(session).id, "nani")
    blocks = queries.step_blocks(lesson, 1, NONE)
    assert [(b.kind, b.tone) for b in blocks] == [("text", ""), ("callout", "tip")]


def test_a_question_is_shown_and_graded_from_the_same_content(session: "Session") -> None:
    lesson, question = queries.question(session, a_version(session).id, "doko")
    shown = queries.question_html(lesson, 0, NONE)
    assert shown.prompt == "<p>教えてはいけないのは？</p>"
    assert shown.options["gakko"] == "学校の名前"
    assert shown.closing == "<p>よくできました。</p>"
    grade = kind_of(question.item).grade(question.item, ("gakko",))
    assert grade.is_right
    assert shown.explanations[grade.option_keys[0]] == "<p>会いに来られます。</p>"


def test_what_is_not_there_is_not_found(session: "Session") -> None:
    version_id = a_version(session).id
    lesson = queries.lesson(session, version_id, "nani")
    for ask in (
        lambda: queries.version(session, uuid.uuid4()),
        lambda: queries.course_by_slug(session, "nai"),
        lambda: queries.lesson(session, version_id, "nai"),
        lambda: queries.question(session, version_id, "nai"),
        lambda: queries.asset(session, "0" * 64),
        lambda: queries.step_blocks(lesson, 99, NONE),
        lambda: queries.step_blocks(lesson, -1, NONE),
        lambda: queries.question_html(queries.lesson(session, version_id, "matome"), 0, NONE),
    ):
        with pytest.raises(NotInCatalog):
            ask()


def test_an_image_is_served_under_the_hash_that_its_lesson_names(session: "Session") -> None:
    page = '+++\ntitle = "絵"\nminutes = 1\n+++\n\n![{絵|え}](assets/e.png)\n'
    changes: dict[str, str | bytes | None] = {"010-jibun/020-matome.md": page}
    files = course_files(**changes, **{"assets/e.png": b"\x89PNG"})
    lesson = queries.lesson(session, a_version(session, files).id, "matome")
    shown = queries.lesson_html(lesson, 0, View(0))
    digest = shown.split("/course-assets/")[1].split(".")[0]
    assert 'alt="絵"' in shown
    assert queries.asset(session, digest).data == b"\x89PNG"


def test_source_files_are_not_served_as_images(session: "Session") -> None:
    version_id = a_version(session).id
    course = queries.version(session, version_id)
    with pytest.raises(NotInCatalog):
        queries.asset(session, course.content_hash)


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first() -> None:
    kept: Kept[int, str] = Kept(2)
    kept.get(1, lambda: "a")
    kept.get(2, lambda: "b")
    kept.get(1, lambda: pytest.fail("it was kept"))
    kept.get(3, lambda: "c")
    assert (kept.find(1), kept.find(2), kept.find(3)) == ("a", None, "c")
