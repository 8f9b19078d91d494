"""How progress reads statements back: the platform's own, and what other tools report.

Both doors lead here. ``service`` reads with ``read`` what it has just said, and ``rules.fold``
gets what ``read`` makes of the kept statements: when a report came in, and when progress is
rebuilt. So a rule of this page holds now and ever after.

A statement whose actor is not the run's learner says nothing about the run, whoever sent it.
Accounts of one person that were merged are one learner (``Run.also``).

Of another tool's statement counts, as far as the run's course version has the lesson or question:

=============  ================  ===============================================================
verb           object            what it does
=============  ================  ===============================================================
initialized    a lesson          begins it
progressed     a lesson          raises the steps left behind: our own extension ``steps``, or
                                 else cmi5's ``progress`` in percent. It does not finish the
                                 lesson, not even with 100: that is said by ``completed`` (cmi5)
completed      a lesson          finishes it, unless ``result.completion`` is false
passed         a lesson          finishes it, unless ``result.success`` is false
answered       a question        a try: ``result.score.scaled`` cut to 0–1, or else 1 or 0 by
                                 ``result.success``; with neither, nothing was judged
=============  ================  ===============================================================

Everything else changes nothing; so does an answer to a question of a bank, as the platform alone
knows which one was drawn. ``failed`` takes nothing away, as there is no limit to tries. On
the course itself nothing counts, not even cmi5's ``completed``, ``passed`` and ``satisfied``: a
course is complete when its own rule is met, and then the platform says so (``rules.judge``).
Where a question stands is known from the course, not from the parent that a statement names.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from app.learning.rules import Act
from app.xapi.compare import identifier
from app.xapi.instants import read_timestamp, write_timestamp
from app.xapi.iri import PLATFORM_ACCOUNT, course_iri, extension_iri
from app.xapi.statement import Agent
from app.xapi.vocabulary import (
    ANSWERED,
    CMI5_PROGRESS,
    COMPLETED,
    FAILED,
    INITIALIZED,
    PASSED,
    PROGRESSED,
    RESPONDED,
    Extension,
)

if TYPE_CHECKING:
    from app.catalog.edition import Course, LessonHead
    from app.learning.statements.own import Run

Json = dict[str, Any]

_UNJUDGED: Final = 1.0
"""What has no right answer is answered as well as can be; it counts for no score."""

OWN_VERBS: Final[Mapping[str, str]] = MappingProxyType(
    {
        INITIALIZED.id: "initialized",
        PROGRESSED.id: "progressed",
        ANSWERED.id: "answered",
        RESPONDED.id: "answered",
        COMPLETED.id: "completed",
        FAILED.id: "failed",
    }
)
"""The platform's verbs that progress depends on; its others leave it as it is."""

LONGEST_RESPONSE: Final = 1000
"""Characters of another tool's response that are worth showing again; a longer one is left out."""


def read(statement: Json, run: "Run", course: "Course") -> Act | None:
    """Reduce a statement of a registration to what progress depends on.

    Args:
        statement: Valid; as the store keeps it, or as it was just said.
        run: The registration.
        course: The outline of the version that the registration pinned.

    Returns:
        The act, or None for a statement that says nothing about this run's progress.
    """
    target = statement["object"].get("id", "")
    root = course_iri(run.iri_base, run.slug)
    if not (target == root or target.startswith(f"{root}/")) or not is_by_learner(statement, run):
        return None
    key = target[len(root) + 1 :]
    if _is_own(statement, run):
        return _said(statement, key or None, root, run.iri_base)
    return _reported(statement, key, course, run.iri_base)


def is_by_learner(statement: Json, run: "Run") -> bool:
    """Whether the run's learner, alone, is who acted, in whichever of their accounts."""
    actor = statement["actor"]
    if actor.get("objectType", "Agent") != "Agent" or actor.get("account") is None:
        return False
    told = identifier(actor)
    return told == identifier(run.actor.as_json()) or told in run.also


def _is_own(statement: Json, run: "Run") -> bool:
    """Whether the platform vouches for it itself; what has no authority yet is being said now."""
    authority = statement.get("authority")
    if authority is None:
        return True
    platform = Agent(run.actor.home_page, PLATFORM_ACCOUNT).as_json()
    return identifier(authority) == identifier(platform)


def _said(statement: Json, key: str | None, root: str, iri_base: str) -> Act | None:
    verb = OWN_VERBS.get(statement["verb"]["id"])
    if verb is None:
        return None
    result = statement.get("result", {})
    if verb == "answered" and key is not None and "/" in key:
        dilemma, _, scene = key.partition("/")
        return Act(
            verb="chose",
            key=dilemma,
            at=_instant(statement),
            response=f"{scene}>{result.get('response', '')}",
            lesson=_lesson_of(statement, root),
        )
    return Act(
        verb=verb,
        key=key,
        at=_instant(statement),
        steps=result.get("extensions", {}).get(extension_iri(iri_base, Extension.STEPS), 0),
        score=result.get("score", {}).get("scaled", _UNJUDGED),
        response=result.get("response", ""),
        lesson=_lesson_of(statement, root),
        drill=_drill_of(statement, root) if verb == "answered" else None,
    )


def _reported(statement: Json, key: str, course: "Course", iri_base: str) -> Act | None:
    if statement["verb"]["id"] == ANSWERED.id:
        asked = course.lesson_of_question(key)
        return None if asked is None else _try(statement, key, asked)
    lesson = course.lesson_head(key)
    return None if lesson is None else _in_lesson(statement, lesson, iri_base)


def _try(statement: Json, key: str, asked: "LessonHead") -> Act | None:
    result = statement.get("result", {})
    score, response = _score(result), result.get("response", "")
    if score is None:
        return None
    return Act(
        verb="answered",
        key=key,
        at=_instant(statement),
        score=score,
        response=response if len(response) <= LONGEST_RESPONSE else "",
        lesson=asked.key,
    )


def _in_lesson(statement: Json, lesson: "LessonHead", iri_base: str) -> Act | None:
    verb, result = statement["verb"]["id"], statement.get("result", {})
    if _finishes(verb, result):
        return Act(verb="completed", key=lesson.key, at=_instant(statement))
    if verb == PROGRESSED.id:
        steps = _steps(result.get("extensions", {}), lesson, iri_base)
        return Act(verb="progressed", key=lesson.key, at=_instant(statement), steps=steps)
    if verb == INITIALIZED.id:
        return Act(verb="initialized", key=lesson.key, at=_instant(statement))
    return None


def _finishes(verb: str, result: Json) -> bool:
    if verb == COMPLETED.id:
        return result.get("completion") is not False
    return verb == PASSED.id and result.get("success") is not False


def _score(result: Json) -> float | None:
    scaled = result.get("score", {}).get("scaled")
    if scaled is not None:
        return min(1.0, max(0.0, float(scaled)))
    success = result.get("success")
    return None if success is None else float(success)


def _steps(extensions: Json, lesson: "LessonHead", iri_base: str) -> int:
    """Return how many of the lesson's steps lie behind, 0 when it is not told in numbers.

    Percent are read as ``own.progressed`` writes them, rounded: 33 of three steps is one.
    """
    steps = extensions.get(extension_iri(iri_base, Extension.STEPS))
    if type(steps) is int:
        return min(lesson.steps, max(0, steps))
    percent = extensions.get(CMI5_PROGRESS)
    if isinstance(percent, bool) or not isinstance(percent, int | float):
        return 0
    behind = (n for n in range(1, lesson.steps + 1) if round(100 * n / lesson.steps) <= percent)
    return max(behind, default=0)


def _instant(statement: Json) -> str:
    """Return the timestamp, clamped to when it was stored: nobody acts in the future."""
    told = read_timestamp(statement["timestamp"])
    stored = statement.get("stored")
    return write_timestamp(told if stored is None else min(told, read_timestamp(stored)))


def _lesson_of(statement: Json, course: str) -> str | None:
    return _key_around(statement, "parent", course)


def _drill_of(statement: Json, course: str) -> str | None:
    return _key_around(statement, "grouping", course)


def _key_around(statement: Json, relation: str, course: str) -> str | None:
    """Return the key of the first activity of the course that a statement stands in."""
    activities = statement.get("context", {}).get("contextActivities", {}).get(relation, [])
    for activity in activities:
        if activity["id"].startswith(f"{course}/"):
            key: str = activity["id"][len(course) + 1 :]
            return key
    return None
