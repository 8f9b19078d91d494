"""The sample course of the tests: everything a lesson may hold, once at least."""

from datetime import date
from pathlib import Path

from app.catalog.lessons import LessonContent
from app.catalog.service import levels_of, read_course
from app.catalog.service.strictness import strict_faults
from app.catalog.sources.compile import compile_course
from app.catalog.sources.files import read_folder
from app.catalog.sources.lesson import CALLOUTS, TEXT_DIRECTIVES
from app.items.kinds import KINDS, kind_of
from tests.factories.catalog import checked
from tests.factories.furigana import the_engine

SAMPLE = read_folder(Path(__file__).resolve().parent.parent / "courses" / "subete")
EDITION = compile_course(SAMPLE)


def test_the_sample_course_has_no_faults() -> None:
    assert checked(SAMPLE, levels_of) == ()
    course, engine = read_course(SAMPLE, the_engine(), {}), the_engine()
    assert strict_faults(course, engine, today=date(2026, 11, 29)) == ()


def test_the_sample_course_holds_everything() -> None:
    blocks = [block for lesson in SAMPLE.lessons for block in lesson.blocks]
    kinds = {block.kind for block in blocks}
    assert kinds - {"text", "break"} == TEXT_DIRECTIVES.keys() | KINDS.keys()
    assert {block.attribute("kind") for block in blocks if block.kind == "callout"} == set(
        CALLOUTS
    )
    skeletons = "".join(
        piece
        for lesson in EDITION.lessons
        for step in lesson.steps
        for block in step.blocks
        for piece in block.prose.skeleton
    )
    assert all(tag in skeletons for tag in ("<h2>", "<h3>", "<img ", "<table>", "<mark "))
    questions = [
        step.question for lesson in EDITION.lessons for step in lesson.steps if step.question
    ]
    assert any(question.hints for question in questions)
    assert any(question.easy for question in questions)
    assert {question.is_shared for question in questions} == {True, False}
    assert any(question.item.limits.attempts for question in questions)
    assert any(question.item.limits.wait for question in questions)
    assert any(question.item.is_shuffled for question in questions)


def test_the_sample_course_is_kept_whole() -> None:
    for source, lesson in zip(SAMPLE.lessons, EDITION.lessons, strict=True):
        pieces = [source.data[b.start : b.end] for b in (source.front, *source.blocks)]
        assert b"".join(pieces) == source.data
        assert LessonContent.from_json(lesson.to_json(), lesson.content_hash) == lesson


def test_every_question_of_the_sample_course_can_be_answered_rightly() -> None:
    for lesson in EDITION.lessons:
        for step in lesson.steps:
            if step.question and kind_of(step.question.item).base_type in {
                "identifier",
                "directedPair",
            }:
                item = step.question.item
                kind = kind_of(item)
                pattern = kind.correct_pattern(item)[0]
                right = item.keys[:1] if item.kind == "likert" else kind.read_response(pattern)
                assert kind.grade(item, right).is_right
