"""Where in a lesson something can be put: behind its front matter, and behind each block."""

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.authoring import queries, rules
from app.authoring.errors import NoSuchSlice
from app.authoring.models import DraftState
from app.authoring.service import Seen
from app.catalog.aside import without_readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.catalog.sources.course import Block, CourseSource, LessonSource

_MARKUP: Final = re.compile(r"\{#see-[a-z0-9-]*\}|\*\*|^#+ |[\[\]]", re.MULTILINE)
_SHOWN: Final = 40
"""Characters of a block's text by which it is told apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """Behind one block, with the ``easy`` ones that say it again.

    Attributes:
        kind: Of the block, a key of ``blocks.BLOCK_NAMES``.
        text: How it begins.
        span: Where it stands.
    """

    kind: str
    text: str
    span: rules.Span

    @property
    def value(self) -> str:
        """The place as a form sends it."""
        return f"{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class Target:
    """A lesson of a draft into which something is to be put.

    Attributes:
        title: The lesson's.
        course: The course's title.
        path: The lesson's file.
        number: The draft's number at which the places are where they are.
        places: From the beginning to the end of the lesson.
        is_open: Whether the draft can still be changed.
    """

    title: str
    course: str
    path: str
    number: int
    places: tuple[Place, ...]
    is_open: bool

    @property
    def last(self) -> str:
        """The place at the end."""
        return self.places[-1].value


def target(session: "Session", draft_id: uuid.UUID, path: str) -> Target:
    """Return a lesson with its places; two queries.

    Raises:
        NoResultFound: There is no such draft.
        NoSuchSlice: It has no such lesson.
    """
    draft = queries.draft(session, draft_id)
    source = queries.source_of(session, draft)
    lesson = lesson_at(source, path)
    return Target(
        title=lesson.title.plain or path,
        course=source.title.plain or source.slug,
        path=path,
        number=draft.number,
        places=tuple(_places(lesson)),
        is_open=draft.state is not DraftState.PUBLISHED,
    )


def lesson_at(source: "CourseSource", path: str) -> "LessonSource":
    """Return the lesson of a file.

    Raises:
        NoSuchSlice: The course has no such lesson.
    """
    found = next((lesson for lesson in source.lessons if lesson.path == path), None)
    if found is None:
        raise NoSuchSlice(path)
    return found


def seen(path: str, value: str, number: int) -> Seen:
    """Return a place as an author saw it.

    Raises:
        NoSuchSlice: No form sends such a place.
    """
    start, _, end = value.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(value) < 20):  # noqa: PLR2004
        raise NoSuchSlice(value)
    return Seen(path, rules.Span(int(start), int(end)), number)


def units_of(lesson: "LessonSource") -> "list[tuple[Block, ...]]":
    """Return the blocks of a lesson, each with those that say it again."""
    found: list[tuple[Block, ...]] = []
    for block in lesson.blocks:
        if block.kind == "easy" and found:
            found[-1] += (block,)
        else:
            found.append((block,))
    return found


def beginning(block: "Block") -> str:
    """Return how the text of a block begins, in one line."""
    text = " ".join(_MARKUP.sub("", without_readings(block.body.text)).split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _places(lesson: "LessonSource") -> "Iterator[Place]":
    front = lesson.front
    yield Place(front.kind, lesson.title.plain, rules.Span(front.start, front.end))
    for unit in units_of(lesson):
        first = unit[0]
        yield Place(first.kind, beginning(first), rules.Span(first.start, first.end))
