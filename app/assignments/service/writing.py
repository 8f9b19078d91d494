"""Who is written to, and about what: one letter a day, of all that is open for a person."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments import rules
from app.assignments.models import Assignee, Assignment, AssignmentAct, What
from app.assignments.rules import MOST_DAYS, OPEN, State, Why
from app.clock import day_of
from app.identity.models import User
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.assignments.events import LetterDue, LettersDue

SLICE = 100
"""People settled in one transaction."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be written to somebody.

    Attributes:
        user: To whom.
        open: All that they have to finish, the next due day first.
        changed: The assignment whose day was changed, and how; None for other letters.
    """

    user: User
    open: tuple[Assignment, ...]
    changed: tuple[Assignment, AssignmentAct] | None = None


def due_people(session: "Session", event: "LettersDue") -> list[uuid.UUID]:
    """Return the next ``SLICE`` people whom an event is about, by id; one query or two."""
    home = staff.homes(event.day)
    query = (
        sa.select(Assignee.person_id)
        .join(Assignment, Assignment.id == Assignee.assignment_id)
        .join(home, home.c.user_id == Assignee.person_id)
        .where(Assignment.withdrawn_on.is_(None))
        .distinct()
        .order_by(Assignee.person_id)
        .limit(SLICE)
    )
    if event.after is not None:
        query = query.where(Assignee.person_id > event.after)
    if event.why == Why.DAY:
        ids = _due_today(session, event.day)
        query = query.where(Assignment.id.in_(ids), Assignee.state.in_(OPEN))
    elif event.why == Why.BY_HAND:
        query = query.where(Assignment.id == event.about, Assignee.state == State.NOT_STARTED)
    else:
        act = session.get_one(AssignmentAct, event.about)
        query = query.where(Assignment.id == act.assignment_id, Assignee.state.in_(OPEN))
    return list(session.scalars(query))


def letter_for(session: "Session", event: "LetterDue", *, now: "datetime") -> Letter | None:
    """Return what is to be written to somebody now; None where that is nothing any more.

    Whoever has finished meanwhile, is exempt, has left the city or has no address gets nothing.
    """
    today = day_of(now)
    home = staff.homes(today)
    user = session.scalar(
        sa.select(User).join(home, home.c.user_id == User.id).where(User.id == event.person_id)
    )
    if user is None or user.email is None:
        return None
    found = session.execute(
        sa.select(Assignment, Assignee.state)
        .join(Assignee, Assignee.assignment_id == Assignment.id)
        .where(
            Assignee.person_id == event.person_id,
            Assignee.state.in_(OPEN),
            Assignment.withdrawn_on.is_(None),
        )
        .order_by(Assignment.due_on, Assignment.created_at)
    ).all()
    rows = tuple(row for row, _ in found)
    states = {row.id: state for row, state in found}
    if event.why == Why.DUE_CHANGED:
        act = session.get_one(AssignmentAct, event.about)
        about = next((row for row in rows if row.id == act.assignment_id), None)
        return Letter(user, rows, (about, act)) if about else None
    if event.why == Why.BY_HAND:
        is_wanted = event.about is not None and states.get(event.about) is State.NOT_STARTED
    else:
        is_wanted = any(_is_reminded(row, event.day) for row in rows)
    return Letter(user, rows) if is_wanted else None


def note_sent(session: "Session", letter: Letter, *, now: "datetime") -> None:
    """Count a letter that went: once for each assignment that it tells of, by day."""
    what = What.TOLD if letter.changed else What.REMINDED
    about = [letter.changed[0]] if letter.changed else letter.open
    for row in about:
        kept = session.scalar(
            sa.select(AssignmentAct)
            .where(
                AssignmentAct.assignment_id == row.id,
                AssignmentAct.what == what,
                AssignmentAct.on_day == day_of(now),
            )
            .with_for_update()
        )
        if kept is None:
            kept = AssignmentAct(
                assignment_id=row.id, what=what, on_day=day_of(now), people=0, at=now
            )
            session.add(kept)
        kept.people += 1
    session.flush()


def _due_today(session: "Session", day: "date") -> list[uuid.UUID]:
    """Return the assignments whose people are written to on a day."""
    far = timedelta(days=MOST_DAYS)
    rows = session.scalars(
        sa.select(Assignment).where(
            Assignment.withdrawn_on.is_(None), Assignment.due_on.between(day - far, day + far)
        )
    )
    return [row.id for row in rows if _is_reminded(row, day)]


def _is_reminded(row: Assignment, day: "date") -> bool:
    return rules.is_reminded(row.due_on, row.reminders["days"], today=day)
