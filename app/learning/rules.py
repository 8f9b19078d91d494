"""The judgement of learning: what an act changes, what completes a course, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from math import ceil, fsum
from typing import Any, Final

from app.items.drawing import RIGHT, WRONG, is_mastered

SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Act:
    """One statement of a registration, reduced to what progress depends on.

    Attributes:
        verb: ``initialized``, ``progressed``, ``completed``, ``answered``, or ``chose`` for a way
            on in a dilemma.
        key: The lesson's or item's key; None for the course itself.
        at: The instant, ISO 8601 in UTC (the statement's timestamp, clamped to stored).
        steps: Steps left behind, with ``progressed``.
        score: 0–1, with ``answered``.
        response: xAPI ``result.response``, with ``answered``; the kind of question reads it. With
            ``chose``, ``scene>way`` by their keys.
        lesson: The lesson the item stands in, with ``answered`` and ``chose``.
        drill: The drill that drew the item, with ``answered``.
    """

    verb: str
    key: str | None
    at: str
    steps: int = 0
    score: float = 0.0
    response: str = ""
    lesson: str | None = None
    drill: str | None = None


@dataclass(frozen=True, slots=True)
class LessonState:
    """How far a lesson has come. ``steps`` counts the steps left behind."""

    steps: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is known of one question: best and last scaled score, tries, the last response.

    ``at`` is when it was last answered, as ``Act.at``; None for answers kept by an older release.
    """

    best: float
    last: float
    attempts: int
    response: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class DrillState:
    """What is known of a drill.

    Attributes:
        results: For each question drawn so far, what came of its first answer, as in
            ``items.drawing``.
        asked: The key of the last one of them.
    """

    results: str
    asked: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything a registration's statements say, and nothing else.

    ``paths`` holds, by dilemma, every way that was taken (``scene>way``), in the order in which
    it was taken for the last time: its end is where the learner stands.
    """

    lessons: Mapping[str, LessonState] = field(default_factory=dict)
    items: Mapping[str, ItemState] = field(default_factory=dict)
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drills: Mapping[str, DrillState] = field(default_factory=dict)
    here: str | None = None
    last_at: str | None = None
    completed_at: str | None = None
    failed_score: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the document kept on the registration row."""
        return {
            "lessons": {k: {"steps": s.steps, "done": s.done} for k, s in self.lessons.items()},
            "items": {
                k: {
                    "best": s.best,
                    "last": s.last,
                    "attempts": s.attempts,
                    "response": s.response,
                    "at": s.at,
                }
                for k, s in self.items.items()
            },
            **({"paths": {k: list(p) for k, p in self.paths.items()}} if self.paths else {}),
            **({"drills": self._drills_as_json()} if self.drills else {}),
            "here": self.here,
            "last_at": self.last_at,
            "completed_at": self.completed_at,
            "failed_score": self.failed_score,
        }

    def _drills_as_json(self) -> dict[str, Any]:
        return {k: {"results": s.results, "asked": s.asked} for k, s in self.drills.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Progress":
        """Read the kept document; an empty one is a run that has not begun."""
        return cls(
            lessons={k: LessonState(**s) for k, s in kept.get("lessons", {}).items()},
            items={
                k: ItemState(s["best"], s["last"], s["attempts"], s["response"], s.get("at"))
                for k, s in kept.get("items", {}).items()
            },
            paths={k: tuple(p) for k, p in kept.get("paths", {}).items()},
            drills={k: DrillState(**s) for k, s in kept.get("drills", {}).items()},
            here=kept.get("here"),
            last_at=kept.get("last_at"),
            completed_at=kept.get("completed_at"),
            failed_score=kept.get("failed_score"),
        )


def without_answers(progress: Progress) -> Progress:
    """Return how far a run has come, without a word of what was answered and chosen in it."""
    items = {key: replace(state, response="") for key, state in progress.items.items()}
    return replace(progress, items=items, paths={})


def step(progress: Progress, act: Act) -> Progress:
    """Move ``progress`` on by one act; an act that changes nothing returns an equal value."""
    moved = replace(progress, last_at=max(progress.last_at or act.at, act.at))
    if act.verb == "answered" and act.key is not None:
        return _answered(moved, act)
    if act.verb == "chose" and act.key is not None:
        taken = [way for way in moved.paths.get(act.key, ()) if way != act.response]
        paths = {**moved.paths, act.key: (*taken, act.response)}
        return replace(moved, paths=paths, here=act.lesson or moved.here)
    if act.key is not None:
        return _moved_in_lesson(moved, act, act.key)
    if act.verb == "completed" and moved.completed_at is None:
        return replace(moved, completed_at=act.at)
    if act.verb == "failed":
        return replace(moved, failed_score=act.score)
    return moved


def fold(acts: Iterable[Act]) -> Progress:
    """Return the progress that ``acts``, in their order, amount to."""
    progress = Progress()
    for act in acts:
        progress = step(progress, act)
    return progress


def better(best: float | None, score: float) -> float:
    """Return the score to keep: never a lower one."""
    return score if best is None else max(best, score)


def _answered(progress: Progress, act: Act) -> Progress:
    key = act.key or ""
    before = progress.items.get(key)
    state = ItemState(
        best=better(before.best if before else None, act.score),
        last=act.score,
        attempts=(before.attempts if before else 0) + 1,
        response=act.response,
        at=act.at,
    )
    return replace(
        progress,
        items={**progress.items, key: state},
        drills=progress.drills if act.drill is None else _drilled(progress, act.drill, act),
        here=act.lesson or progress.here,
    )


def _drilled(progress: Progress, drill: str, act: Act) -> dict[str, DrillState]:
    """Count the first answer to a drawn question.

    The same question is never drawn twice in a row, so an answer to the one that was asked last
    is one more try at it, and counts for nothing here.
    """
    before, key = progress.drills.get(drill), act.key or ""
    if before is not None and before.asked == key:
        return dict(progress.drills)
    result = RIGHT if act.score >= 1 else WRONG
    state = DrillState((before.results if before else "") + result, key)
    return {**progress.drills, drill: state}


def _moved_in_lesson(progress: Progress, act: Act, key: str) -> Progress:
    before = progress.lessons.get(key, LessonState())
    state = LessonState(
        steps=max(before.steps, act.steps), done=before.done or act.verb == "completed"
    )
    return replace(progress, lessons={**progress.lessons, key: state}, here=key)


SHOWN_FROM: Final = 10
LEAST_FOR_EACH: Final = 3
"""Fewer answers, or a way that one or two took, would show who took it (k-anonymity)."""


def shares(counts: Mapping[str, int], ways: Sequence[str]) -> dict[str, int] | None:
    """Return way → how many took it, where nobody can be recognized by that; else None.

    Args:
        counts: Way → learners who took it first.
        ways: The ways that are shown; what else was counted belongs to an earlier version.
    """
    shown = {way: counts.get(way, 0) for way in ways}
    if sum(shown.values()) < SHOWN_FROM or min(shown.values(), default=0) < LEAST_FOR_EACH:
        return None
    return shown


FRESH_TRIES_AFTER: Final = 600
"""Seconds from the last try, with which the answer was shown, until the tries begin anew.

Long enough that the answer is learned and not copied; short enough to be waited for. Without it,
a course whose question was missed for good could never be completed.
"""


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether a question may be answered now.

    Attributes:
        left: Tries left until the answer is shown, 0 while it is; None for no limit.
        wait: Seconds until the next try is taken; 0 for at once.
    """

    left: int | None = None
    wait: int = 0

    @property
    def is_given(self) -> bool:
        """Whether an answer is taken now."""
        return self.left != 0 and not self.wait


def leave_to_answer(state: ItemState | None, *, attempts: int, wait: int, now: datetime) -> Leave:
    """Say whether a question may be answered at ``now``.

    What was once right may be answered ever again: that is practice, and can cost nothing.
    Where no try is left, the answer is shown, and after a while as many tries begin anew.

    Args:
        state: What is known of the question, or None.
        attempts: Tries it may take until the answer is shown, 0 for no limit.
        wait: Seconds that a wrong answer makes wait.
        now: Aware.
    """
    if state is None or state.best >= 1:
        return Leave()
    used = state.attempts % attempts if attempts else 0
    is_shown = attempts > 0 and used == 0  # every try of this round was taken
    pause = max(wait, FRESH_TRIES_AFTER) if is_shown else wait
    rest = 0
    if pause and state.at:
        passed = (now - datetime.fromisoformat(state.at)).total_seconds()
        rest = ceil(min(pause, max(0, pause - passed)))
    if is_shown:
        return Leave(0, rest) if rest else Leave(attempts)
    return Leave(attempts - used if attempts else None, rest)


@dataclass(frozen=True, slots=True)
class DrillRule:
    """When a drill is mastered: once ``needed`` of the ``last`` answers were right."""

    key: str
    needed: int
    last: int

    def is_met(self, progress: Progress) -> bool:
        """Whether the drill is mastered."""
        state = progress.drills.get(self.key)
        return state is not None and is_mastered(state.results, needed=self.needed, last=self.last)


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """A course's rule, from completion.toml, and what it counts.

    Attributes:
        lessons: Keys of the lessons to see, in course order.
        items: Keys of all questions that have a right answer, in course order.
        passing_score: 0–1, as cmi5's masteryScore.
        drills: The drills to master, in course order.
    """

    lessons: Sequence[str]
    items: Sequence[str]
    passing_score: float
    drills: Sequence[DrillRule] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rule says of a run: complete or not, and why.

    Attributes:
        score: The mean of the best scores, 0–1, rounded to four digits.
        lessons_missing: Keys of the lessons still to finish.
        items_missing: Keys of the questions not answered yet.
        items_to_mend: Keys of the questions answered, but not wholly right.
        items_right: How many questions are wholly right.
        items_needed: How many wholly right questions the passing score amounts to.
        items_next: Keys of the fewest questions that reach the passing score once they are wholly
            right, in the order to take them: where the most points are missing first. Empty when
            it is reached.
        is_complete: Whether the course is complete by its rule.
        is_tried: Whether nothing is left to finish, to master or to answer.
        drills_missing: Keys of the drills not mastered yet.
    """

    score: float
    lessons_missing: tuple[str, ...]
    items_missing: tuple[str, ...]
    items_to_mend: tuple[str, ...]
    items_right: int
    items_needed: int
    items_next: tuple[str, ...]
    is_complete: bool
    is_tried: bool
    drills_missing: tuple[str, ...] = ()


def judge(progress: Progress, rule: CompletionRule) -> Judgement:
    """Say whether ``progress`` completes a course under ``rule``, and what is missing."""
    lessons_missing = tuple(
        key for key in rule.lessons if not progress.lessons.get(key, LessonState()).done
    )
    drills_missing = tuple(drill.key for drill in rule.drills if not drill.is_met(progress))
    missing = tuple(key for key in rule.items if key not in progress.items)
    best = {key: progress.items[key].best for key in rule.items if key in progress.items}
    points = {key: best.get(key, 0.0) for key in rule.items}
    score = _scaled(points.values())
    return Judgement(
        score=score,
        lessons_missing=lessons_missing,
        items_missing=missing,
        items_to_mend=tuple(key for key, value in best.items() if value < 1),
        items_right=sum(1 for value in best.values() if value >= 1),
        items_needed=_needed(len(rule.items), rule.passing_score),
        items_next=() if score >= rule.passing_score else _next(points, rule.passing_score),
        is_complete=not lessons_missing and not drills_missing and score >= rule.passing_score,
        is_tried=not lessons_missing and not drills_missing and not missing,
        drills_missing=drills_missing,
    )


def _scaled(points: Iterable[float]) -> float:
    """Return the mean, as it is held against the passing score; without any question, 1."""
    kept = list(points)
    return round(fsum(kept) / len(kept), SCORE_DIGITS) if kept else 1.0


@lru_cache(maxsize=500)
def _needed(items: int, passing_score: float) -> int:
    """Return how many of so many questions, wholly right, reach the score by themselves."""
    return next(
        (right for right in range(items) if round(right / items, SCORE_DIGITS) >= passing_score),
        items,
    )


def _next(points: Mapping[str, float], passing_score: float) -> tuple[str, ...]:
    """Return the fewest questions whose missing points reach the score; see ``Judgement``."""
    reached = dict(points)
    taken: list[str] = []
    for key in sorted(points, key=lambda key: points[key]):  # a stable sort: then course order
        if points[key] >= 1 or _scaled(reached.values()) >= passing_score:
            break
        reached[key] = 1.0
        taken.append(key)
    return tuple(taken)
