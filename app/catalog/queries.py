"""Reading the catalog: courses, versions, lessons, and their views.

Versions never change, so everything parsed or rendered from one is kept in the process: the
outline by version id, a lesson by its content hash, a screen by (content hash, step, view).
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from markupsafe import Markup

from app.catalog import aloud, rules
from app.catalog.content import Text, View, render
from app.catalog.edition import Audience
from app.catalog.edition import Course as Outline
from app.catalog.errors import NotInCatalog
from app.catalog.kept import Kept
from app.catalog.lessons import LessonContent
from app.catalog.models import Course, CourseFile, CourseVersion, Lesson
from app.catalog.question_html import QuestionHtml, question_rendered
from app.catalog.questions import Question
from app.ui.reader import reader

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class CourseVersionView:
    """A published version. ``outline`` holds everything but the bodies of the lessons."""

    id: uuid.UUID
    course_id: uuid.UUID
    slug: str
    number: int
    content_hash: str
    published_at: datetime
    outline: Outline


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list, in its current version. ``is_retired``: it takes nobody new."""

    course_id: uuid.UUID
    version: CourseVersionView
    is_retired: bool = False

    @property
    def slug(self) -> str:
        """The course's place in addresses."""
        return self.version.slug

    @property
    def outline(self) -> Outline:
        """Title, summary, minutes, grades, field and so on."""
        return self.version.outline


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the courses of today spell what statements and credentials quote without readings."""

    known: Mapping[str, Text]

    def html(self, words: str, view: View) -> Markup | str:
        """Show the words to one reader, or as they are when no course says them now."""
        text = self.known.get(words)
        return words if text is None else text.html(view)


@dataclass(frozen=True, slots=True)
class BlockHtml:
    """A block of text for one reader; ``kind``, ``tone``, ``media`` as in ``lessons.Block``."""

    kind: str
    tone: str
    html: Markup
    language: str
    media: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a lesson shows."""

    path: str
    data: bytes


_VERSIONS: Final[Kept[uuid.UUID, CourseVersionView]] = Kept(500)
_LESSONS: Final[Kept[str, LessonContent]] = Kept(500)
_STEPS: Final[Kept[tuple[str, int, View], tuple[BlockHtml, ...]]] = Kept(4000)
_QUESTIONS: Final[Kept[tuple[str, int, View], QuestionHtml]] = Kept(4000)


def view_of_reader() -> View:
    """Return which of a course text's views the present request's reader needs."""
    who = reader()
    return View(who.taught, spaced=who.spaced, plain=who.plain, language=who.language)


def forget() -> None:
    """Let go of everything kept; for benchmarks and tests of a cold start."""
    for kept in (_VERSIONS, _LESSONS, _STEPS, _QUESTIONS, aloud.KEPT):
        kept.clear()


# -- courses and versions -------------------------------------------------------------------------


_PUBLISHED: Final = (
    sa.select(Course.id, Course.current_version_id, Course.audience, Course.retired_at)
    .where(Course.current_version_id.is_not(None))
    .order_by(Course.position, Course.slug)
)
_OFFERED: Final = _PUBLISHED.where(Course.retired_at.is_(None))
"""Built once: every home asks for it."""


def courses_for(session: "Session", audience: Audience | str) -> list[CourseCard]:
    """Return the courses of an audience in their order, those for younger grades first.

    One query when warm, else two.
    """
    cards = _cards(session, _OFFERED.where(Course.audience == Audience(audience)))
    return sorted(cards, key=_youngest)


def all_courses(session: "Session") -> list[CourseCard]:
    """Return the courses of every audience, those for younger grades first, in their order.

    One query when warm, else two.
    """
    return sorted(_cards(session, _OFFERED), key=_youngest)


def published_courses(session: "Session") -> list[CourseCard]:
    """Return every published course, retired ones too, in their order; one query when warm."""
    return _cards(session, _PUBLISHED)


def _youngest(card: CourseCard) -> int:
    return min(card.outline.grades, default=0)


def _cards(
    session: "Session",
    query: "sa.Select[uuid.UUID, uuid.UUID | None, Audience, datetime | None]",
) -> list[CourseCard]:
    rows = session.execute(query).all()
    found = versions(session, [row.current_version_id for row in rows])
    return [
        CourseCard(row.id, found[row.current_version_id], is_retired=row.retired_at is not None)
        for row in rows
        if row.current_version_id in found
    ]


def spelling(session: "Session", audience: Audience | str) -> Spelling:
    """Return the names in the courses of an audience: courses, lessons, credentials, can-do.

    Retired courses are among them: what they earned is still shown.
    """
    texts: list[Text] = []
    for card in _cards(session, _PUBLISHED.where(Course.audience == Audience(audience))):
        outline = card.outline
        texts += (outline.title, outline.completion.credential.name)
        texts += (lesson.title for lesson in outline.lessons)
        texts += (objective.can_do for objective in outline.objectives)
    return Spelling({text.plain: text for text in texts})


def course_by_slug(session: "Session", slug: str) -> CourseCard:
    """Return a course in its current version, be it retired or not.

    Raises:
        NotInCatalog: No such course.
    """
    row = session.execute(
        sa.select(Course.id, Course.current_version_id, Course.retired_at).where(
            Course.slug == slug
        )
    ).one_or_none()
    if row is None or row.current_version_id is None:
        raise NotInCatalog(slug)
    found = version(session, row.current_version_id)
    return CourseCard(row.id, found, is_retired=row.retired_at is not None)


def version(session: "Session", version_id: uuid.UUID) -> CourseVersionView:
    """Return a version; no query when warm.

    Raises:
        NotInCatalog: No such version.
    """
    found = versions(session, [version_id]).get(version_id)
    if found is None:
        raise NotInCatalog(str(version_id))
    return found


def versions(
    session: "Session", version_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, CourseVersionView]:
    """Return several versions by id, in at most one query; unknown ids are left out."""
    wanted = set(version_ids)
    found = {i: kept for i in wanted if (kept := _VERSIONS.find(i)) is not None}
    missing = wanted - found.keys()
    if missing:
        rows = session.execute(
            sa.select(CourseVersion, Course.slug)
            .join(Course, Course.id == CourseVersion.course_id)
            .where(CourseVersion.id.in_(missing))
        )
        for row, slug in rows:
            found[row.id] = _VERSIONS.keep(row.id, _view_of(row, slug))
    return found


def _view_of(row: CourseVersion, slug: str) -> CourseVersionView:
    return CourseVersionView(
        id=row.id,
        course_id=row.course_id,
        slug=slug,
        number=row.number,
        content_hash=row.content_hash,
        published_at=row.published_at,
        outline=Outline.from_json(row.outline),
    )


def files(session: "Session", version_id: uuid.UUID) -> list[tuple[str, bytes]]:
    """Return the source files of a version, by path, byte for byte."""
    rows = session.execute(
        sa.select(CourseFile.path, CourseFile.data)
        .where(CourseFile.course_version_id == version_id)
        .order_by(CourseFile.path)
    )
    return [(path, data) for path, data in rows]


def known_keys(session: "Session", slug: str) -> set[str]:
    """Return every key that a version of a course has ever had; a key is never used again."""
    outlines = session.scalars(
        sa.select(CourseVersion.outline)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Course.slug == slug)
    )
    return {key for one in outlines for key in rules.sorts_of_keys(Outline.from_json(one))}


def asset(session: "Session", digest: str) -> Asset:
    """Return a file of some published course by its SHA-256.

    Raises:
        NotInCatalog: No such file, or it is not one that lessons show.
    """
    row = session.execute(
        sa.select(CourseFile.path, CourseFile.data)
        .where(CourseFile.digest == digest, CourseFile.path.startswith("assets/"))
        .limit(1)
    ).first()
    if row is None:
        raise NotInCatalog(digest)
    return Asset(row.path, row.data)


# -- lessons and their views ----------------------------------------------------------------------


def lesson(session: "Session", version_id: uuid.UUID, key: str) -> LessonContent:
    """Return the body of a lesson; no query when warm.

    Raises:
        NotInCatalog: No such version, or it has no such lesson.
    """
    head = version(session, version_id).outline.lesson_head(key)
    if head is None:
        raise NotInCatalog(key)
    kept = _LESSONS.find(head.content_hash)
    if kept is not None:
        return kept
    content = session.scalars(
        sa.select(Lesson.content).where(Lesson.course_version_id == version_id, Lesson.key == key)
    ).one()
    return _LESSONS.keep(head.content_hash, LessonContent.from_json(content, head.content_hash))


def question(
    session: "Session", version_id: uuid.UUID, key: str
) -> tuple[LessonContent, Question]:
    """Return a question by its key, with the lesson that asks it.

    Raises:
        NotInCatalog: The version asks no such question.
    """
    head = version(session, version_id).outline.lesson_of_question(key)
    if head is None:
        raise NotInCatalog(key)
    content = lesson(session, version_id, head.key)
    found = content.question(key)
    if found is None:
        raise NotInCatalog(key)
    return content, found


def step_blocks(content: LessonContent, step: int, view: View) -> tuple[BlockHtml, ...]:
    """Return the text of one screen for one reader, block by block, from what is kept.

    Args:
        content: The lesson.
        step: The screen, from 0.
        view: What the reader needs.

    Raises:
        NotInCatalog: The lesson has no such screen.
    """
    if not 0 <= step < len(content.steps):
        raise NotInCatalog(f"{content.key}/{step}")
    view = content.narrowed(view)
    return _STEPS.get((content.content_hash, step, view), lambda: _rendered(content, step, view))


def _rendered(content: LessonContent, step: int, view: View) -> tuple[BlockHtml, ...]:
    return tuple(
        BlockHtml(
            block.kind,
            block.tone,
            render(block.for_view(view), view),
            block.language(view),
            block.media,
        )
        for block in content.steps[step].blocks
    )


def lesson_html(content: LessonContent, step: int, view: View) -> Markup:
    """Return the text of one screen as one piece of HTML, without boxes around its blocks."""
    return Markup("").join(block.html for block in step_blocks(content, step, view))


def question_html(content: LessonContent, step: int, view: View) -> QuestionHtml:
    """Return the texts of the question on one screen for one reader, from what is kept.

    Raises:
        NotInCatalog: The lesson has no such screen, or it asks nothing.
    """
    asked = content.steps[step].question if 0 <= step < len(content.steps) else None
    if asked is None:
        raise NotInCatalog(f"{content.key}/{step}")
    view = content.narrowed(view)
    return _QUESTIONS.get(
        (content.content_hash, step, view), lambda: question_rendered(asked, view)
    )
