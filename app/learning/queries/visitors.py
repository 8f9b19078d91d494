"""A lesson as a visitor sees it: the same screens, and no row behind them.

The address of a visitor's screen holds the id of the course's version where a learner's holds that
of a registration. So every address of the player serves both, and what is answered later counts
for the very version that was read.
"""

import uuid
from typing import TYPE_CHECKING

from app.catalog import queries as catalog
from app.catalog.edition import Audience
from app.catalog.errors import NotInCatalog
from app.identity import queries as identity
from app.learning.models import Registration
from app.learning.queries.runs import OwnRun, run_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.queries import CourseVersionView

NOBODY = uuid.UUID(int=0)


def open_version(session: "Session", version_id: uuid.UUID) -> "CourseVersionView | None":
    """Return the version of a citizens' course, which is open to everybody; None for others."""
    try:
        found = catalog.version(session, version_id)
    except NotInCatalog:
        return None
    return found if found.outline.audience is Audience.CITIZEN else None


def visitors_run(session: "Session", version_id: uuid.UUID) -> OwnRun:
    """Return a run that nobody has: nothing of it is kept, or ever was.

    Raises:
        NotInCatalog: There is no such version.
    """
    return nobodys_run(session, catalog.version(session, version_id))


def nobodys_run(session: "Session", version: "CourseVersionView") -> OwnRun:
    """Return a run through a version, of which nothing is kept."""
    registration = Registration(
        id=version.id,
        learner_id=NOBODY,
        course_id=version.course_id,
        course_version_id=version.id,
        started_at=version.published_at,
        last_active_at=version.published_at,
        progress={},
    )
    own = run_of(registration, version, NOBODY, identity.installation(session))
    own.is_kept = False
    return own


def asks_the_same(
    session: "Session", version_id: uuid.UUID, own: OwnRun, lesson: str, step: int
) -> bool:
    """Say whether a run asks on a screen what a version of its course asks there.

    Args:
        session: Any.
        version_id: Of the same course.
        own: The run.
        lesson: The key of the lesson.
        step: The screen, from 1.
    """
    theirs = own.registration.course_version_id
    if theirs == version_id:
        return True
    try:
        kept, sent = (catalog.lesson(session, one, lesson) for one in (theirs, version_id))
    except NotInCatalog:
        return False
    if not 0 < step <= min(len(kept.steps), len(sent.steps)):
        return False
    here, there = kept.steps[step - 1], sent.steps[step - 1]
    return (here.question, here.dilemma) == (there.question, there.dilemma)
