"""``CourseSource`` → what a version holds, and every fault that only shows on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.catalog.around import Author, Handout
from app.catalog.content import ASSET_ROOT
from app.catalog.drills import DrillHead
from app.catalog.edition import (
    Alignment,
    Audience,
    Completion,
    Course,
    CredentialPlan,
    Field,
    LessonHead,
    Module,
    Objective,
    QuestionHead,
    Reference,
    Term,
)
from app.catalog.lessons import LessonContent
from app.catalog.rules import file_hash
from app.catalog.sources.banks import compile_bank
from app.catalog.sources.course import AuthorSource, CompletionSource, CourseSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.handouts import compile_handout
from app.catalog.sources.lesson_compiler import LessonCompiler
from app.catalog.sources.translation.lookup import Translations, languages_of

ASSET_KINDS: Final = frozenset(
    {
        *("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "pdf"),
        *("mp3", "m4a", "ogg", "mp4", "webm", "vtt"),
    }
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A course, compiled.

    Attributes:
        course: The outline.
        lessons: The bodies, in order.
        faults: What was found wrong in texts and questions.
    """

    course: Course
    lessons: tuple[LessonContent, ...]
    faults: tuple[Fault, ...]


def compile_course(source: CourseSource) -> Edition:
    """Compile a course, whatever its faults; one with faults must not be published."""
    assets = assets_of(source)
    found: list[Fault] = []
    banks = {
        bank.key: compile_bank(bank, assets, Translations.of(source, bank.key), found)
        for bank in source.banks
    }
    compilers = [
        LessonCompiler(lesson, assets, Translations.of(source, lesson.key), banks)
        for lesson in source.lessons
    ]
    lessons = tuple(compiler.compile() for compiler in compilers)
    words = Translations.of(source, None)
    handouts = tuple(compile_handout(one, assets, found) for one in source.handouts)
    course = _outline(source, words, lessons, handouts)
    faults = (
        *words.faults,
        *found,
        *(fault for compiler in compilers for fault in compiler.faults),
    )
    return Edition(course, lessons, faults)


def assets_of(source: CourseSource) -> dict[str, str]:
    """Return the address of each file that a lesson may show: path → ``/course-assets/…``."""
    found: dict[str, str] = {}
    for path, data in source.files:
        kind = path.rpartition(".")[2].lower()
        if path.startswith("assets/") and kind in ASSET_KINDS:
            found[path] = f"{ASSET_ROOT}{file_hash(data)}.{kind}"
    return found


def _outline(
    source: CourseSource,
    words: Translations,
    lessons: Sequence[LessonContent],
    handouts: tuple[Handout, ...],
) -> Course:
    bodies = iter(lessons)
    completion, credential = source.completion, source.completion.credential
    return Course(
        slug=source.slug,
        title=words.text("title", source.title),
        summary=words.text("summary", source.summary),
        audience=Audience(source.audience),
        grades=source.grades,
        field=Field(source.field),
        language=source.language,
        license=source.license,
        reviewed_on=source.reviewed_on or date.min,
        review_by=source.review_by or date.max,
        credits=source.credits,
        sources=tuple(Reference(s.title, s.publisher, s.url, s.note) for s in source.sources),
        objectives=tuple(
            Objective(
                o.key,
                words.text(f"objectives.{o.key}.can_do", o.can_do),
                tuple(Alignment(a.item, a.level) for a in o.alignments),
            )
            for o in source.objectives
        ),
        completion=Completion(
            lessons=tuple(x.key for x in source.lessons if _is_asked_for(x.key, completion)),
            passing_score=completion.passing_score,
            credential=CredentialPlan(
                credential.key,
                words.text("credential.name", credential.name),
                words.text("credential.description", credential.description),
                words.text("credential.criteria", credential.criteria),
            ),
            drills=tuple(
                step.drill.key
                for lesson in lessons
                for step in lesson.steps
                if step.drill
                and (
                    _is_asked_for(lesson.key, completion)
                    if completion.drills is None
                    else step.drill.key in completion.drills
                )
            ),
        ),
        modules=tuple(
            Module(
                m.key,
                words.text(f"module.{m.key}.title", m.title),
                tuple(_head(next(bodies)) for _ in m.lessons),
            )
            for m in source.modules
        ),
        others=languages_of(source),
        glossary=tuple(
            Term(
                t.key,
                words.text(f"glossary.{t.key}.term", t.term),
                words.text(f"glossary.{t.key}.meaning", t.meaning),
            )
            for t in source.glossary
        ),
        author=None if source.author is None else _author(source.author),
        handouts=handouts,
    )


def _is_asked_for(lesson: str, completion: CompletionSource) -> bool:
    return completion.lessons is None or lesson in completion.lessons


def _author(source: AuthorSource) -> Author:
    return Author(source.name, source.kind)


def _head(lesson: LessonContent) -> LessonHead:
    questions = (
        QuestionHead(item.key, item.kind, item.objective, n, item.limits.attempts)
        for n, s in enumerate(lesson.steps)
        if s.question and (item := s.question.item)
    )
    drills = (
        DrillHead(
            s.drill.key,
            n,
            s.drill.needed,
            s.drill.last,
            {q.key: q.item.kind for q in s.drill.questions},
        )
        for n, s in enumerate(lesson.steps)
        if s.drill
    )
    return LessonHead(
        key=lesson.key,
        title=lesson.title,
        minutes=lesson.minutes,
        objectives=lesson.objectives,
        steps=len(lesson.steps),
        questions=tuple(questions),
        content_hash=lesson.content_hash,
        has_plain=lesson.has_plain,
        drills=tuple(drills),
    )
