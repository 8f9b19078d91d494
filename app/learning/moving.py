"""A run goes on in another version of its course; what carries over follows from its statements.

The statements of a run name lessons and questions by keys, which no version changes, so nothing is
rewritten: the same statements are folded once more, under the outline and the rule of the other
version. What that version does not have counts for nothing, and counts again should it come back.
"""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.learning import queries, service
from app.learning.models import Registration

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.learning.queries import OwnRun


def move_run(
    session: "Session", registration_id: uuid.UUID, version_id: uuid.UUID, *, now: "datetime"
) -> bool:
    """Let a run under way go on in another version of its course; the second time it stays.

    A run that was completed stays with the version that it completed, and one whose statements
    were erased where it is. Nobody has two runs of one version. The conclusion is the
    same as after an act: where nothing is missing in this version, the course is complete.

    Returns:
        Whether it moved.
    """
    own = queries.held_run(session, registration_id)
    if own is None or own.is_completed or not _may_move(session, own, version_id):
        return False
    own.registration.course_version_id = version_id
    session.flush()
    moved = queries.held_run(session, registration_id)
    if moved is not None:
        service.take_reports(session, moved, now=now)
    return True


def _may_move(session: "Session", own: "OwnRun", version_id: uuid.UUID) -> bool:
    registration = own.registration
    if catalog.version(session, version_id).course_id != registration.course_id:
        return False
    has_one = sa.exists().where(
        Registration.learner_id == registration.learner_id,
        Registration.course_version_id == version_id,
    )
    return not session.scalar(sa.select(has_one)) and bool(queries.statements_of_run(session, own))
