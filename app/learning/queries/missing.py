"""Why a course is not complete yet: what its rule still asks for, and where that is.

Everything here follows from the run's statements (folded to ``Progress``) and the course's rule,
and from nothing else, so the pages say the same wherever they say it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.items.drawing import RIGHT
from app.learning import rules
from app.learning.queries.places import (
    Place,
    completion_rule,
    place_in,
    place_of_drill,
    place_of_question,
)
from app.learning.rules import Progress

if TYPE_CHECKING:
    from app.catalog.edition import Course, LessonHead
    from app.learning.rules import CompletionRule, DrillRule, Judgement


@dataclass(frozen=True, slots=True)
class LessonLeft:
    """A lesson that the rule still asks for. ``steps`` counts the steps left behind."""

    head: "LessonHead"
    state: Literal["part", "todo"]
    steps: int
    place: Place


@dataclass(frozen=True, slots=True)
class ItemsLeft:
    """The questions' share, as long as the passing score is not reached.

    Attributes:
        short: How many more wholly right answers reach it, beginning with the one at ``place``.
        needed: How many right answers reach it by themselves.
        right: How many are wholly right.
        total: How many questions the course asks.
        is_new: Whether the question at ``place`` was never answered.
        place: The question whose right answer is worth most.
    """

    short: int
    needed: int
    right: int
    total: int
    is_new: bool
    place: Place

    @property
    def counts_parts(self) -> bool:
        """Whether half-right answers count, so that right and short do not make up needed."""
        return self.right + self.short != self.needed


@dataclass(frozen=True, slots=True)
class DrillLeft:
    """A drill that is not mastered yet.

    Attributes:
        head: The lesson in which it stands.
        needed: How many of the last answers have to be right.
        last: How many answers those are.
        right: How many of them are right now.
        is_begun: Whether any question of it was answered.
        place: Where it is.
    """

    head: "LessonHead"
    needed: int
    last: int
    right: int
    is_begun: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Why:
    """What is missing, and what is there.

    Attributes:
        lessons: The lessons still to finish, in course order.
        items: What the questions still lack, or None.
        ending: Where one more press ends the course: every part of the rule is met, and only the
            platform has not said so yet. None otherwise.
        lessons_done: How many of the lessons that the rule asks for are finished.
        items_right: How many questions are wholly right.
        drills: The drills still to master, in course order.
        has_limits: Whether a question makes wait when its tries are used up.
    """

    lessons: tuple[LessonLeft, ...]
    items: ItemsLeft | None
    ending: Place | None
    lessons_done: int
    items_right: int
    drills: tuple[DrillLeft, ...] = ()
    has_limits: bool = False

    @property
    def count(self) -> int:
        """How many things are missing, as the page lists them."""
        single = (self.items is not None) + (self.ending is not None)
        return len(self.lessons) + len(self.drills) + single

    @property
    def items_short(self) -> int:
        """How many more questions have to be right."""
        return 0 if self.items is None else self.items.short


def why(
    course: "Course",
    progress: Progress,
    *,
    rule: "CompletionRule | None" = None,
    told: "Judgement | None" = None,
) -> Why | None:
    """Return why a run is not complete, or None when it is.

    Args:
        course: The course, in the version of the run.
        progress: What the run's statements say; an empty one tells what there is to do at all.
        rule: The course's rule, if it is known already.
        told: What the rule makes of the progress, if it is known already.
    """
    if progress.completed_at is not None:
        return None
    rule = rule or completion_rule(course)
    told = told or rules.judge(progress, rule)
    last = course.lessons[-1]
    missing = set(told.lessons_missing)
    return Why(
        lessons=tuple(_left(h, progress) for h in course.lessons if h.key in missing),
        items=_items(course, rule, told) if told.items_next else None,
        ending=Place(last.key, last.steps) if told.is_complete else None,
        lessons_done=len(rule.lessons) - len(missing),
        items_right=told.items_right,
        drills=tuple(
            _drill(course, drill, progress)
            for drill in rule.drills
            if drill.key in told.drills_missing
        ),
        has_limits=any(question.attempts for question in course.questions),
    )


def _drill(course: "Course", drill: "DrillRule", progress: Progress) -> DrillLeft:
    place, state = place_of_drill(course, drill.key), progress.drills.get(drill.key)
    return DrillLeft(
        head=next(head for head in course.lessons if head.key == place.lesson),
        needed=drill.needed,
        last=drill.last,
        right=0 if state is None else state.results[-drill.last :].count(RIGHT),
        is_begun=state is not None,
        place=place,
    )


def _left(head: "LessonHead", progress: Progress) -> LessonLeft:
    state = progress.lessons.get(head.key)
    return LessonLeft(
        head=head,
        state="todo" if state is None else "part",
        steps=0 if state is None else state.steps,
        place=place_in(head, progress),
    )


def _items(course: "Course", rule: "CompletionRule", told: "Judgement") -> ItemsLeft:
    return ItemsLeft(
        short=len(told.items_next),
        needed=told.items_needed,
        right=told.items_right,
        total=len(rule.items),
        is_new=told.items_next[0] in told.items_missing,
        place=place_of_question(course, told.items_next[0]),
    )
