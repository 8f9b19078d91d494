"""What of a guest's run may become somebody else's."""

from typing import TYPE_CHECKING

from app.catalog import queries as catalog
from app.learning import policy, statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.edition import Course
    from app.db import Json
    from app.identity.queries import Person
    from app.learning.queries.runs import OwnRun


def may_take_over(who: "Person", course: "Course") -> bool:
    """Say whether somebody may have a run through a course that a guest began."""
    return policy.may_start(who, course.audience)


def within_tries(
    session: "Session", own: "OwnRun", before: "OwnRun", said: "list[Json]"
) -> "list[Json]":
    """Leave out the answers of another run for which one's own run has no try left.

    Whoever has used up the tries has seen the answer; a しおり begun afterwards must not be a way
    to answer once more.

    Args:
        session: Any.
        own: The run that takes the statements.
        before: The run through the same version in which they were said.
        said: The statements, in the order in which they happened.
    """
    left: dict[str, int | None] = {}
    kept = []
    for one in said:
        act = statements.read(one, before.run, before.course)
        key = act.key if act is not None and act.verb == "answered" else None
        if key is not None and own.course.lesson_of_question(key) is not None:
            tries = left[key] if key in left else _tries_left(session, own, key)
            left[key] = None if tries is None else max(0, tries - 1)
            if tries == 0:
                continue
        kept.append(one)
    return kept


def _tries_left(session: "Session", own: "OwnRun", key: str) -> int | None:
    """Return how many tries a run has left at a question; None for no limit."""
    _lesson, question = catalog.question(session, own.registration.course_version_id, key)
    allowed, state = question.item.limits.attempts, own.progress.items.get(key)
    if not allowed:
        return None
    return max(0, allowed - (state.attempts if state else 0))
