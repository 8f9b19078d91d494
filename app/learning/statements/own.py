"""The statements that learning makes itself.

Every statement carries the registration, the course as grouping, the course version as
``context.revision``; an answer and a step carry their lesson as parent, and an answer to a
question that was drawn its drill as one more grouping.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.xapi.iri import activity_iri, course_iri, extension_iri
from app.xapi.statement import Activity, Agent, Context, Result, Score, Statement
from app.xapi.vocabulary import (
    ANSWERED,
    ASSESSMENT,
    CMI5_CATEGORY,
    CMI5_MASTERY_SCORE,
    CMI5_MOVE_ON,
    CMI5_PROGRESS,
    COMPLETED,
    COURSE,
    FAILED,
    INITIALIZED,
    LESSON,
    PASSED,
    PROGRESSED,
    QUESTION,
    RESPONDED,
    SATISFIED,
    Extension,
    Verb,
)

CMI5 = Activity(CMI5_CATEGORY)
MOVE_ON = Activity(CMI5_MOVE_ON)


@dataclass(frozen=True, slots=True)
class Run:
    """What every statement of one registration has in common.

    Attributes:
        actor: Who learns.
        registration: The run's id.
        iri_base: The installation's base of activity IRIs.
        slug: The course.
        names: The course's title, without readings, in each of its languages.
        revision: The course version: ``<number>-<first twelve digits of its hash>``.
        also: Identifiers of the same person's other accounts, where the run's statements are read.
    """

    actor: Agent
    registration: uuid.UUID
    iri_base: str
    slug: str
    names: Mapping[str, str]
    revision: str
    also: frozenset[str] = frozenset()

    @property
    def course(self) -> Activity:
        """The course as an activity."""
        return Activity(course_iri(self.iri_base, self.slug), COURSE, name=self.names)

    def lesson(self, key: str, names: Mapping[str, str]) -> Activity:
        """Return a lesson of the course as an activity; ``names`` are its title, as above."""
        return Activity(activity_iri(self.iri_base, self.slug, key), LESSON, name=names)

    def drill(self, key: str, names: Mapping[str, str]) -> Activity:
        """Return a drill of the course as an activity; it has the names of its lesson."""
        return Activity(activity_iri(self.iri_base, self.slug, key), ASSESSMENT, name=names)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a learner answered, ready to be said.

    Attributes:
        key: The item's key.
        name: The question in plain text.
        interaction: Its xAPI interaction definition, from ``app.items``.
        response: xAPI ``result.response``; None where nobody but the learner may read it.
        score: Scaled, 0–1; None where nothing is right or wrong.
        attempt: Counted from 1.
        cards: Key → text of what may be chosen instead of written: xAPI lists none for a text.
        drill: The key of the drill that drew the item, where one did.
    """

    key: str
    name: str
    interaction: Mapping[str, object]
    response: str | None
    score: float | None
    attempt: int
    cards: Mapping[str, str] = field(default_factory=dict)
    drill: str | None = None


def course_initialized(run: Run, *, now: datetime) -> Statement:
    """Say that the learner began the course."""
    return _say(run, INITIALIZED, run.course, now=now, category=(CMI5,))


def lesson_initialized(run: Run, lesson: Activity, *, now: datetime) -> Statement:
    """Say that the learner opened a lesson for the first time."""
    return _say(run, INITIALIZED, lesson, now=now, category=(CMI5,))


def progressed(run: Run, lesson: Activity, *, steps: int, total: int, now: datetime) -> Statement:
    """Say that ``steps`` of ``total`` steps of a lesson lie behind the learner."""
    extensions = {
        CMI5_PROGRESS: round(100 * steps / total),
        extension_iri(run.iri_base, Extension.STEPS): steps,
    }
    return _say(run, PROGRESSED, lesson, now=now, result=Result(extensions=extensions))


def lesson_completed(run: Run, lesson: Activity, *, now: datetime) -> Statement:
    """Say that the learner went through a lesson to its end."""
    return _say(
        run, COMPLETED, lesson, now=now, result=Result(completion=True), category=(CMI5, MOVE_ON)
    )


def answered(run: Run, lesson: Activity, answer: Answer, *, now: datetime) -> Statement:
    """Say how the learner answered a question; ``responded`` where nothing is right or wrong."""
    item = Activity(
        activity_iri(run.iri_base, run.slug, answer.key),
        QUESTION,
        name={"ja": answer.name},
        interaction=answer.interaction,
        extensions={extension_iri(run.iri_base, Extension.CARDS): dict(answer.cards)}
        if answer.cards
        else None,
    )
    result = None if answer.response is None else Result(response=answer.response)
    if answer.score is not None:
        judged = Score(scaled=answer.score)
        result = replace(result or Result(), success=answer.score >= 1, score=judged)
    extensions = {extension_iri(run.iri_base, Extension.ATTEMPT): answer.attempt}
    return _say(
        run,
        RESPONDED if answer.score is None else ANSWERED,
        item,
        now=now,
        result=result,
        parent=(lesson,),
        around=() if answer.drill is None else (run.drill(answer.drill, lesson.name or {}),),
        extensions=extensions,
    )


def course_failed(run: Run, score: float, passing_score: float, *, now: datetime) -> Statement:
    """Say that all was tried and the score does not reach the bar; it ends nothing."""
    return _judged(run, FAILED, score, passing_score, now=now)


def course_ended(
    run: Run, score: float, passing_score: float, *, now: datetime
) -> tuple[Statement, ...]:
    """Say that the course was passed, completed, and its conditions satisfied."""
    return (
        _judged(run, PASSED, score, passing_score, now=now),
        _say(
            run,
            COMPLETED,
            run.course,
            now=now,
            result=Result(completion=True),
            category=(CMI5, MOVE_ON),
        ),
        _say(run, SATISFIED, run.course, now=now, category=(CMI5,)),
    )


def _judged(
    run: Run, verb: Verb, score: float, passing_score: float, *, now: datetime
) -> Statement:
    return _say(
        run,
        verb,
        run.course,
        now=now,
        result=Result(success=verb is PASSED, score=Score(scaled=score)),
        category=(CMI5, MOVE_ON),
        extensions={CMI5_MASTERY_SCORE: passing_score},
    )


def _say(
    run: Run,
    verb: Verb,
    what: Activity,
    *,
    now: datetime,
    result: Result | None = None,
    parent: tuple[Activity, ...] = (),
    category: tuple[Activity, ...] = (),
    around: tuple[Activity, ...] = (),
    extensions: Mapping[str, Any] | None = None,
) -> Statement:
    course = Activity(course_iri(run.iri_base, run.slug))
    is_course = what.id == course.id
    context = Context(
        registration=run.registration,
        parent=parent,
        grouping=() if is_course else (*around, course),
        category=category,
        revision=run.revision,
        language="ja",
        extensions=extensions,
    )
    return Statement(run.actor, verb, what, now, id=uuid.uuid4(), result=result, context=context)
