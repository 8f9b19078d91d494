"""Where in a course: where to go on, and where a question is asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.items.kinds import KINDS
from app.learning import rules
from app.learning.rules import CompletionRule, DrillRule, Judgement, LessonState, Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.catalog.edition import Course, LessonHead


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a course: a lesson, and a step counted from 1."""

    lesson: str
    step: int


def completion_rule(course: "Course") -> CompletionRule:
    """Return a course's rule in the terms of ``rules``."""
    return CompletionRule(
        lessons=course.completion.lessons,
        items=tuple(q.key for q in course.questions if KINDS[q.kind].is_graded),
        passing_score=course.completion.passing_score,
        drills=tuple(
            DrillRule(drill.key, drill.needed, drill.last)
            for drill in course.drills
            if drill.key in course.completion.drills
        ),
    )


def resume_place(course: "Course", progress: Progress, told: Judgement | None = None) -> Place:
    """Return where to go on.

    It is the next step of the lesson one was in; when that is finished, of the next lesson that
    the rule asks for; then a drill that is not mastered; then the question whose answer is worth
    most; then whatever was left out.

    Args:
        course: The course.
        progress: What is known of the run.
        told: What the rule makes of it, if that is known already.
    """
    told = told or rules.judge(progress, completion_rule(course))
    lessons = course.lessons
    here = next((n for n, head in enumerate(lessons) if head.key == progress.here), 0)
    onwards = (*lessons[here:], *lessons[:here])
    if (place := _in_first(onwards[:1], progress)) is not None:
        return place
    needed = [head for head in onwards if head.key in told.lessons_missing]
    if (place := _in_first(needed, progress)) is not None:
        return place
    if told.drills_missing:
        return place_of_drill(course, told.drills_missing[0])
    if told.items_next:
        return place_of_question(course, told.items_next[0])
    if (place := _in_first(onwards, progress)) is not None:
        return place
    wrong = (*told.items_missing, *told.items_to_mend)
    return place_of_question(course, wrong[0]) if wrong else Place(lessons[0].key, 1)


def place_in(head: "LessonHead", progress: Progress) -> Place:
    """Return where a lesson is opened: after the last step left behind, or anew."""
    state = progress.lessons.get(head.key, LessonState())
    return Place(head.key, 1 if state.done else min(state.steps + 1, head.steps))


def place_of_question(course: "Course", key: str) -> Place:
    """Return where a question is asked.

    Raises:
        LookupError: The course does not ask it.
    """
    for lesson in course.lessons:
        for question in lesson.questions:
            if question.key == key:
                return Place(lesson.key, question.step + 1)
    raise LookupError(key)


def place_of_drill(course: "Course", key: str) -> Place:
    """Return where a drill stands.

    Raises:
        LookupError: The course has no such drill.
    """
    for lesson in course.lessons:
        for drill in lesson.drills:
            if drill.key == key:
                return Place(lesson.key, drill.step + 1)
    raise LookupError(key)


def _in_first(heads: "Iterable[LessonHead]", progress: Progress) -> Place | None:
    """Return where to go on in the first of ``heads`` that is not finished."""
    left = (h for h in heads if not progress.lessons.get(h.key, LessonState()).done)
    head = next(left, None)
    return None if head is None else place_in(head, progress)
