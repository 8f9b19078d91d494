"""What the page of a course shows: what one will be able to do, the lessons, and why not yet."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from app.catalog import queries as catalog
from app.clock import day_of
from app.learning.queries.runs import (
    OwnRun,
    Place,
    own_run_of_course,
    place_of_question,
    resume_place,
)
from app.learning.rules import LessonState
from app.xapi.instants import read_timestamp

if TYPE_CHECKING:
    import uuid

    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from app.catalog.content import View
    from app.catalog.edition import Course, LessonHead

State = Literal["done", "part", "todo"]


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in the list. ``step`` is where it would be opened, from 1."""

    head: "LessonHead"
    state: State
    step: int
    is_current: bool
    questions: int
    questions_right: int


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course as one person sees it; without a run, as a visitor does.

    ``is_outdated`` says that the run pinned an earlier version than the one on offer.
    """

    course: "Course"
    version_id: "uuid.UUID"
    own: OwnRun | None
    rows: tuple[LessonRow, ...]
    place: Place | None
    completed_on: date | None
    is_outdated: bool

    def can_do(self, view: "View") -> "list[Markup]":
        """Return the course's can-do statements for one reader."""
        return [objective.can_do.html(view) for objective in self.course.objectives]

    @property
    def first_item_to_mend(self) -> Place:
        """Where the first question stands that is not answered, or not wholly right."""
        if self.own is None:
            raise LookupError("a visitor has no run")
        told = self.own.judgement
        keys = told.items_missing or told.items_to_mend
        return place_of_question(self.course, keys[0])

    @property
    def lessons_missing(self) -> tuple[LessonRow, ...]:
        """The lessons that the rule still asks for."""
        if self.own is None:
            return ()
        missing = set(self.own.judgement.lessons_missing)
        return tuple(row for row in self.rows if row.head.key in missing)

    @property
    def items_short(self) -> int:
        """How many more questions have to be right."""
        if self.own is None:
            return 0
        told = self.own.judgement
        return (
            0
            if told.score >= self.own.rule.passing_score
            else max(1, told.items_needed - told.items_right)
        )


def course_page(session: "Session", slug: str, *, learner_id: "uuid.UUID | None") -> CoursePage:
    """Return the page of a course: the run's own version, or the current one.

    Raises:
        NotInCatalog: There is no such course.
    """
    card = catalog.course_by_slug(session, slug)
    own = None if learner_id is None else own_run_of_course(session, slug, learner_id=learner_id)
    course = card.outline if own is None else own.course
    place = None if own is None else resume_place(own.course, own.progress)
    completed_at = None if own is None else own.progress.completed_at
    return CoursePage(
        course=course,
        version_id=card.version.id,
        own=own,
        rows=tuple(_row(lesson, own, place) for lesson in course.lessons),
        place=place,
        completed_on=None if completed_at is None else day_of(read_timestamp(completed_at)),
        is_outdated=own is not None and own.registration.course_version_id != card.version.id,
    )


def _row(lesson: "LessonHead", own: OwnRun | None, place: Place | None) -> LessonRow:
    if own is None:
        return LessonRow(
            lesson, "todo", 1, is_current=False, questions=len(lesson.questions), questions_right=0
        )
    state = own.progress.lessons.get(lesson.key)
    seen = state or LessonState()
    items = [own.progress.items.get(question.key) for question in lesson.questions]
    return LessonRow(
        head=lesson,
        state="done" if seen.done else "todo" if state is None else "part",
        step=1 if seen.done else min(seen.steps + 1, lesson.steps),
        is_current=place is not None and place.lesson == lesson.key and not own.is_completed,
        questions=len(items),
        questions_right=sum(1 for item in items if item is not None and item.best >= 1),
    )
