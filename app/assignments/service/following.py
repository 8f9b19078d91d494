"""Move assignees on as learning tells of them; their own thank-you."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments import rules
from app.assignments.models import Assignee, Assignment
from app.assignments.rules import OPEN, State

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def note_start(session: "Session", person_id: uuid.UUID, slug: str, *, on: "date") -> None:
    """Note that somebody began a course, wherever it is assigned to them."""
    for one, row in _open(session, person_id):
        if slug in row.courses and one.state is State.NOT_STARTED:
            one.state, one.state_on = State.UNDER_WAY, on
    session.flush()


def note_completion(session: "Session", person_id: uuid.UUID, slug: str, *, on: "date") -> None:
    """Note that somebody finished a course, wherever it is assigned to them.

    Withdrawn assignments move on as well: one that is brought back has lost nothing.
    """
    for one, row in _open(session, person_id):
        if slug not in row.courses or slug in one.done:
            continue
        one.done = sorted({*one.done, slug})
        one.state, one.state_on = rules.state_of(row.courses, one.done, ()), on
    session.flush()


def thank(
    session: "Session", person_id: uuid.UUID, assignments: Collection[uuid.UUID], *, today: "date"
) -> None:
    """Note that somebody's home has thanked them for what they finished: once is enough."""
    session.execute(
        sa.update(Assignee)
        .where(
            Assignee.person_id == person_id,
            Assignee.assignment_id.in_(list(assignments)),
            Assignee.state == State.DONE,
        )
        .values(thanked_on=today)
        .execution_options(synchronize_session=False)
    )


def _open(session: "Session", person_id: uuid.UUID) -> list[tuple[Assignee, Assignment]]:
    rows = session.execute(
        sa.select(Assignee, Assignment)
        .join(Assignment, Assignment.id == Assignee.assignment_id)
        .where(Assignee.person_id == person_id, Assignee.state.in_(OPEN))
        .with_for_update(of=Assignee)
    )
    return [(one, row) for one, row in rows]
