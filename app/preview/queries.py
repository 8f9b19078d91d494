"""A lesson of a draft as it would be published, and which screen of it a block is on."""

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.authoring import queries as authoring
from app.authoring.checking.queries import words_of_draft
from app.catalog.aloud import step_speech
from app.catalog.errors import NotInCatalog
from app.catalog.files import with_hash
from app.catalog.queries import CourseVersionView
from app.catalog.readings.reading import read_edition
from app.catalog.sources.compile import compile_course
from app.preview.readings import PreviewReadings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.models import Draft
    from app.catalog.content import View
    from app.catalog.lessons import LessonContent
    from app.catalog.sources.compile import Edition
    from app.catalog.sources.course import CourseSource


@dataclass(frozen=True, slots=True)
class DraftLesson:
    """A lesson of a draft.

    Attributes:
        source: What of the course it needs.
        version: The course with this lesson alone.
        content: The lesson.
        has_readings: Whether every text of it has its readings.
    """

    source: "CourseSource"
    version: CourseVersionView
    content: "LessonContent"
    has_readings: bool

    def place_of(self, line: int) -> tuple[int, str]:
        """Return where the block stands that holds a line of the file.

        Returns:
            The screen, from 1, and what of it: a CSS selector.
        """
        lesson = self.source.lessons[0]
        until = tuple(block for block in lesson.blocks if block.line <= line)
        module = replace(self.source.modules[0], lessons=(replace(lesson, blocks=until),))
        begun = compile_course(replace(self.source, modules=(module,))).lessons[0]
        if not begun.steps or not self.content.steps:
            return 1, ""
        last = begun.steps[-1]
        part = f"#b{len(last.blocks)}" if last.blocks and not last.questions else "#answer"
        return min(len(begun.steps), len(self.content.steps)), part


def draft_lesson(
    session: "Session", draft_id: uuid.UUID, path: str, *, waits: bool
) -> DraftLesson:
    """Return a lesson of a draft; six queries at most.

    Args:
        session: A session.
        draft_id: The draft.
        path: The lesson's file.
        waits: Whether to wait for readings that are not known yet.

    Raises:
        NoResultFound: There is no such draft.
        NotInCatalog: It has no such lesson.
    """
    draft = authoring.draft(session, draft_id)
    found = authoring.data_of(session, draft_id, {path})
    if path not in found:
        raise NotInCatalog(path)
    source = authoring.course_around(session, draft, path, found[path])
    if not source.lessons:
        raise NotInCatalog(path)
    words = {**words_of_draft(session, draft), **dict(source.readings.words)}
    readings = PreviewReadings(words, waits=waits)
    own = {key: dict(found) for key, found in source.readings.lessons}
    edition = read_edition(compile_course(source), readings, words, own).edition
    version = _version(draft, edition)
    return DraftLesson(source, version, edition.lessons[0], readings.is_complete)


def draft_file(session: "Session", draft_id: uuid.UUID, digest: str) -> tuple[str, bytes] | None:
    """Return the file of a draft with this hash, as (path, bytes); one query."""
    return with_hash(authoring.files(session, draft_id), digest)


def _version(draft: "Draft", edition: "Edition") -> CourseVersionView:
    return CourseVersionView(
        id=draft.id,
        course_id=draft.id,
        slug=draft.slug,
        number=0,
        content_hash="",
        published_at=draft.changed_at,
        outline=edition.course,
    )


def said_on(content: "LessonContent", step: int, view: "View") -> list[tuple[str, str]]:
    """Return what a voice says on a screen: (as it is written, as it is read) by sentence.

    Raises:
        NotInCatalog: The lesson has no such screen.
    """
    speech = step_speech(content, step - 1, view)
    texts = [*speech.blocks, speech.prompt]
    for key, text in (speech.options or {}).items():
        texts += (text, (speech.details or {})[key], (speech.explanations or {})[key])
    texts.append(speech.closing)
    for scene in (speech.scenes or {}).values():
        texts += (scene.title, scene.prose, *scene.follows, *scene.ways)
    sentences = json.loads(f"[{','.join(filter(None, texts))}]")
    return [(one, one) if isinstance(one, str) else (one[0], one[1]) for one in sentences]
