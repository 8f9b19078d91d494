"""What the page of a course shows: what one will be able to do, the lessons, and why not yet."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from app.catalog import queries as catalog
from app.catalog.offered import similar_courses
from app.clock import day_of
from app.learning.queries.missing import Why, why
from app.learning.queries.places import Place, place_in, resume_place
from app.learning.queries.runs import OwnRun, own_run_of_course
from app.learning.rules import Progress
from app.xapi.instants import read_timestamp

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from app.catalog.content import View
    from app.catalog.edition import Audience, Course, LessonHead
    from app.catalog.queries import CourseCard

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

    ``is_outdated`` says that the run pinned an earlier version than the one on offer,
    ``has_moved`` that it was begun in an earlier one and goes on in this, ``is_retired`` that the
    course takes nobody new; ``why`` what is missing, before the beginning everything, and nothing
    (None) when it is complete.
    """

    course: "Course"
    version_id: "uuid.UUID"
    own: OwnRun | None
    rows: tuple[LessonRow, ...]
    place: Place | None
    completed_on: date | None
    is_outdated: bool
    has_moved: bool
    is_retired: bool
    version_number: int
    why: Why | None
    similar: "tuple[CourseCard, ...]"

    @property
    def version_shown(self) -> "uuid.UUID":
        """The version that the page tells of: the run's own, or the current one."""
        return self.version_id if self.own is None else self.own.registration.course_version_id

    @property
    def about_key(self) -> "tuple[uuid.UUID, ...]":
        """What the lower part of the page follows from."""
        return (self.version_shown, *(card.version.id for card in self.similar))

    def ended(self, key: str | None) -> LessonRow | None:
        """Return the lesson with this key, if it is finished."""
        done = (row for row in self.rows if row.head.key == key and row.state == "done")
        return next(done, None)

    def can_do(self, view: "View") -> "list[Markup]":
        """Return the course's can-do statements for one reader."""
        return [objective.can_do.html(view) for objective in self.course.objectives]


def course_page(
    session: "Session",
    slug: str,
    *,
    learner_id: "uuid.UUID | None",
    audiences: "Collection[Audience]" = (),
) -> CoursePage:
    """Return the page of a course: the run's own version, or the current one.

    Args:
        session: A session.
        slug: The course.
        learner_id: Who asks; None for a visitor.
        audiences: Whose courses may be shown as similar ones.

    Raises:
        NotInCatalog: There is no such course.
    """
    offered = catalog.all_courses(session)
    found = (one for one in offered if one.slug == slug)
    card = next(found, None) or catalog.course_by_slug(session, slug)
    own = None if learner_id is None else own_run_of_course(session, slug, learner_id=learner_id)
    course = card.outline if own is None else own.course
    told = None if own is None else own.judgement
    place = None if own is None else resume_place(own.course, own.progress, told)
    completed_at = None if own is None else own.progress.completed_at
    return CoursePage(
        course=course,
        version_id=card.version.id,
        own=own,
        rows=tuple(_row(lesson, own, place) for lesson in course.lessons),
        place=place,
        completed_on=None if completed_at is None else day_of(read_timestamp(completed_at)),
        is_outdated=own is not None and own.registration.course_version_id != card.version.id,
        has_moved=own is not None and has_moved(session, own),
        is_retired=card.is_retired,
        version_number=card.version.number,
        why=why(course, Progress() if own is None else own.progress, told=told),
        similar=similar_courses(
            offered,
            card.version.id if own is None else own.registration.course_version_id,
            course,
            audiences,
        ),
    )


def has_moved(session: "Session", own: OwnRun) -> bool:
    """Whether a run is older than its version: then it was begun in an earlier one."""
    version = catalog.version(session, own.registration.course_version_id)
    return own.registration.started_at < version.published_at


def _row(lesson: "LessonHead", own: OwnRun | None, place: Place | None) -> LessonRow:
    if own is None:
        return LessonRow(
            lesson, "todo", 1, is_current=False, questions=len(lesson.questions), questions_right=0
        )
    state = own.progress.lessons.get(lesson.key)
    items = [own.progress.items.get(question.key) for question in lesson.questions]
    return LessonRow(
        head=lesson,
        state="todo" if state is None else "done" if state.done else "part",
        step=place_in(lesson, own.progress).step,
        is_current=place is not None and place.lesson == lesson.key and not own.is_completed,
        questions=len(items),
        questions_right=sum(1 for item in items if item is not None and item.best >= 1),
    )
