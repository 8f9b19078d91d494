"""What of a course can be translated, passage by passage, in the order of its files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.catalog.aside import without_readings
from app.catalog.content import Text
from app.catalog.markdown import compile_blocks
from app.catalog.sources.course import (
    Block,
    CourseSource,
    LessonSource,
    Passage,
    QuestionSource,
    SceneSource,
)
from app.catalog.sources.tables import lines_of

TEXT: Final = "text"
"""The context of a block without a key."""

UNSAID: Final = frozenset({"easy", "break", "unreadable"})
"""Blocks with no text of their own: what is said again more easily is no original."""


@dataclass(frozen=True, slots=True)
class Original:
    """A passage in Japanese.

    Attributes:
        context: What it is; the same for ever, but for ``text``.
        text: The Japanese as written, without readings.
        path: The file in which it stands.
        line: The line on which it starts, from 1.
    """

    context: str
    text: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one translation file is about.

    Attributes:
        name: The file's path in the folder of its language.
        lesson: The key of the lesson or bank; None for the texts of the course itself.
        originals: What there is to translate.
    """

    name: str
    lesson: str | None
    originals: tuple[Original, ...]


@lru_cache(2000)
def key_of(text: str) -> str:
    """Return what a passage and its translation are matched by: its words, without readings.

    It is kept: each passage of a lesson is compared to each entry of its file.
    """
    return without_readings(text).strip()


def sheets(source: CourseSource) -> tuple[Sheet, ...]:
    """Return what there is to translate, file by file."""
    course = Sheet("course.po", None, tuple(_once(_of_course(source))))
    lessons = (
        Sheet(f"{x.path.removesuffix('.md')}.po", x.key, tuple(_once(_of_lesson(x))))
        for x in source.with_blocks
    )
    return (course, *lessons)


def _once(originals: Iterator[Original]) -> Iterator[Original]:
    """Leave out what is empty, and what was said before in the same place."""
    seen: set[tuple[str, str]] = set()
    for original in originals:
        if original.text and (original.context, original.text) not in seen:
            seen.add((original.context, original.text))
            yield original


def _of_course(source: CourseSource) -> Iterator[Original]:
    yield from _table(source, "course.toml", {"title": source.title, "summary": source.summary})
    for number, one in enumerate(source.objectives):
        place = f"objectives[{number}].can_do"
        context = f"objectives.{one.key}.can_do"
        yield from _table(source, "objectives.toml", {place: one.can_do}, context)
    plan = source.completion.credential
    texts = {"name": plan.name, "description": plan.description, "criteria": plan.criteria}
    places = {f"credential.{name}": text for name, text in texts.items()}
    yield from _table(source, "completion.toml", places)
    for number, word in enumerate(source.glossary):
        for name, text in (("term", word.term), ("meaning", word.meaning)):
            place, context = f"terms[{number}].{name}", f"glossary.{word.key}.{name}"
            yield from _table(source, "glossary.toml", {place: text}, context)
    for module in source.modules:
        context = f"module.{module.key}.title"
        yield from _table(source, f"{module.path}/module.toml", {"title": module.title}, context)


def _table(
    source: CourseSource, path: str, texts: dict[str, Text], context: str | None = None
) -> Iterator[Original]:
    written = dict(source.files).get(path, b"").decode("utf-8", "replace")
    lines = lines_of(written)
    for place, text in texts.items():
        yield Original(context or place, key_of(text.plain), path, lines.get(place, 1))


def _of_lesson(lesson: LessonSource) -> Iterator[Original]:
    front = lesson.front.body
    line = lines_of(front.text, front.line).get("title", 1)
    yield Original("title", key_of(lesson.title.plain), lesson.path, line)
    for block in lesson.blocks:
        if block.kind in UNSAID:
            continue
        for context, passage in passages(block):
            yield Original(context, key_of(passage.text), lesson.path, passage.line)


def passages(block: Block) -> Iterator[tuple[str, Passage]]:
    """Return (context, passage) of all that a block lets be translated."""
    if block.scenes:
        yield from scene_passages(block.key or "", block.scenes)
    elif block.question is None:
        if _says_something(block.body):
            yield block.key or TEXT, block.body
    elif block.key:
        yield from question_passages(block.key, block.question)


def scene_passages(key: str, scenes: Iterable[SceneSource]) -> Iterator[tuple[str, Passage]]:
    """Return (context, passage) of a dilemma's texts."""
    for scene in scenes:
        yield f"{key}.{scene.key}", scene.title
        if scene.prose.text.strip():
            yield f"{key}.{scene.key}.text", scene.prose
        for name, text in scene.follows:
            yield f"{key}.{scene.key}.{name}", text
        for way in scene.ways:
            yield f"{key}.{scene.key}.to.{way.to}", way.text


def question_passages(key: str, question: QuestionSource) -> Iterator[tuple[str, Passage]]:
    """Return (context, passage) of a question's texts."""
    yield f"{key}.prompt", question.prompt
    for number, hint in enumerate(question.hints, start=1):
        yield f"{key}.hint{number}", hint
    for target in question.targets:
        yield f"{key}.{target.key}", target.text
    for option in question.options:
        yield f"{key}.{option.key}", option.text
        if option.detail:
            yield f"{key}.{option.key}.detail", option.detail
        if option.explanation:
            yield f"{key}.{option.key}.why", option.explanation
    if question.closing:
        yield f"{key}.closing", question.closing


def _says_something(body: Passage) -> bool:
    """Whether more stands there than definitions of links."""
    return "![" in body.text or not compile_blocks(body.text).prose.is_empty
