"""A drill as one learner sees it now: which question is drawn, and how the last answers went."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.items.drawing import RIGHT, drawn, is_mastered

if TYPE_CHECKING:
    from app.catalog.drills import Drill
    from app.catalog.questions import Question
    from app.learning.queries.runs import OwnRun


@dataclass(frozen=True, slots=True)
class DrillView:
    """A drill as one learner sees it now.

    Attributes:
        key: Its key.
        number: Which of the questions drawn so far stands on the screen, from 1.
        is_answered: Whether that one was answered; a further try at it counts for nothing.
        needed: How many of the last answers have to be right.
        last: How many answers those are.
        marks: Whether each of the last answers was right, the newest at the end; ``last`` at most.
        is_mastered: Whether so many were right once.
    """

    key: str
    number: int
    is_answered: bool
    needed: int
    last: int
    marks: tuple[bool, ...]
    is_mastered: bool

    @property
    def right(self) -> int:
        """How many of the last answers are right."""
        return sum(self.marks)


def drill_view(own: "OwnRun", drill: "Drill", number: int | None) -> "tuple[DrillView, Question]":
    """Return a drill, and the question of it that stands on the screen.

    Args:
        own: Whose run it is.
        drill: The drill.
        number: Which of the drawn questions is wanted. The one answered last can be seen again;
            for any other, and None, it is the one that waits for its answer.
    """
    state = own.progress.drills.get(drill.key)
    results = "" if state is None else state.results
    key, is_answered = _waiting(own, drill), False
    if state is not None and number == len(results):
        key, is_answered = state.asked, True
    question = drill.question(key)
    if question is None:
        raise LookupError("a drill draws from its own questions")
    shown = DrillView(
        key=drill.key,
        number=len(results) + (not is_answered),
        is_answered=is_answered,
        needed=drill.needed,
        last=drill.last,
        marks=tuple(result == RIGHT for result in results[-drill.last :]),
        is_mastered=is_mastered(results, needed=drill.needed, last=drill.last),
    )
    return shown, question


def _waiting(own: "OwnRun", drill: "Drill") -> str:
    """Return the question that is drawn and not answered yet.

    Each registration has an order of its own. Only the very first question is everybody's, as a
    visitor answers it before there is a registration.
    """
    state = own.progress.drills.get(drill.key)
    if state is None:
        seed = f"{own.registration.course_version_id}/{drill.key}"
        return drawn(drill.keys, seed, after=None)
    seed = f"{own.registration.id}/{drill.key}/{len(state.results)}"
    return drawn(drill.keys, seed, after=state.asked)
