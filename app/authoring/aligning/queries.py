"""What a draft leads to, as values: objectives with questions and framework items, and gaps."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.authoring import queries
from app.catalog import queries as catalog
from app.catalog.checks.lines import bare
from app.catalog.coverage import Coverage, coverage
from app.catalog.sources.compile import compile_course
from app.frameworks.queries import (
    find_item,
    framework,
    framework_refs,
    frameworks,
    likely_items,
    search_items,
)
from app.items.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.authoring.models import DraftState
    from app.catalog.content import Text
    from app.catalog.sources.course import CourseSource, ObjectiveSource
    from app.frameworks.models import FrameworkItem, Level


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of a draft. ``objective`` is "" where it has none."""

    key: str
    kind: str
    words: str
    path: str
    line: int
    objective: str
    is_graded: bool


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """An item that an objective leads to; ``item`` is None for a ref that names nothing."""

    ref: str
    item: "FrameworkItem | None"
    level: "Level | None"


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective with all that belongs to it."""

    key: str
    can_do: "Text"
    alignments: tuple[AlignmentRow, ...]
    questions: tuple[QuestionRow, ...]
    likely: "tuple[FrameworkItem, ...]"

    @property
    def refs(self) -> frozenset[str]:
        """The items it leads to."""
        return frozenset(one.ref for one in self.alignments)


@dataclass(frozen=True, slots=True)
class AimsPage:
    """What a draft leads to.

    Attributes:
        draft_id: The draft.
        title: The course's, without readings.
        state: What became of the draft.
        objectives: In the order of the file.
        questions: Every question, in the order of the lessons.
        found: What a search found.
        coverages: Each framework held against the published courses and this draft.
        served: Framework's ref → how many of its items this draft leads to.
    """

    draft_id: uuid.UUID
    title: str
    state: "DraftState"
    objectives: tuple[ObjectiveRow, ...]
    questions: tuple[QuestionRow, ...]
    found: "tuple[FrameworkItem, ...]"
    coverages: tuple[Coverage, ...]
    served: dict[str, int]

    @property
    def gaps(self) -> frozenset[str]:
        """The items that neither a published course nor this draft leads to."""
        return frozenset(one.item.ref for each in self.coverages for one in each.gaps)


def aims_page(session: "Session", draft_id: uuid.UUID, *, text: str = "") -> AimsPage:
    """Return what a draft leads to; four queries at most.

    Args:
        session: A session.
        draft_id: The draft.
        text: Words or a code of framework items to be found.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    source = queries.source_of(session, draft)
    questions = tuple(_questions(source))
    refs = {one.item for objective in source.objectives for one in objective.alignments}
    return AimsPage(
        draft_id=draft.id,
        title=source.title.plain or draft.slug,
        state=draft.state,
        objectives=tuple(_objective(one, questions) for one in source.objectives),
        questions=questions,
        found=search_items(text),
        coverages=_coverages(session, source),
        served={
            each.ref: sum(1 for item in each.items if item.ref in refs) for each in frameworks()
        },
    )


def _coverages(session: "Session", source: "CourseSource") -> tuple[Coverage, ...]:
    published = (card.outline for card in catalog.all_courses(session))
    others = [outline for outline in published if outline.slug != source.slug]
    own = compile_course(source).course
    return tuple(coverage(framework(ref), [*others, own]) for ref in framework_refs())


def _objective(source: "ObjectiveSource", questions: tuple[QuestionRow, ...]) -> ObjectiveRow:
    found = ((one, find_item(one.item)) for one in source.alignments)
    rows = tuple(
        AlignmentRow(one.item, item, item.level(one.level) if item else None)
        for one, item in found
    )
    refs = {row.ref for row in rows}
    return ObjectiveRow(
        source.key,
        source.can_do,
        rows,
        tuple(one for one in questions if one.objective == source.key),
        tuple(item for item in likely_items(source.can_do.plain) if item.ref not in refs),
    )


def _questions(source: "CourseSource") -> "Iterator[QuestionRow]":
    for lesson in source.with_blocks:
        for block in lesson.blocks:
            if block.kind in KINDS and block.question is not None and block.key:
                yield QuestionRow(
                    block.key,
                    block.kind,
                    _first_line(block.question.prompt.text),
                    lesson.path,
                    block.line,
                    block.attribute("objective") or "",
                    KINDS[block.kind].is_graded,
                )


def _first_line(text: str) -> str:
    return bare(next((line for line in text.split("\n") if line.strip()), ""))
