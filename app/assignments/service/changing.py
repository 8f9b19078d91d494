"""Change an assignment: another day, nobody any more, somebody exempt; ask those who wait."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments import rules
from app.assignments.errors import AssignmentRefused
from app.assignments.events import LettersDue
from app.assignments.models import Assignee, Assignment, What
from app.assignments.rules import Exemption, State, Why
from app.assignments.service.assigning import learned_by, note
from app.assignments.service.leaves import KINDS, REGISTERED
from app.audit import service as audit
from app.clock import day_of
from app.outbox import service as outbox
from app.personnel import queries as personnel

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


def change_due_day(
    session: "Session",
    row: Assignment,
    due_on: "date",
    *,
    reason: str,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    """Set another due day, and let those know who have not finished.

    Raises:
        AssignmentRefused: ``withdrawn``, ``past``, or ``same`` (it is that day already).
    """
    if row.withdrawn_on is not None:
        raise AssignmentRefused("withdrawn")
    if due_on == row.due_on:
        raise AssignmentRefused("same")
    if due_on < day_of(now):
        raise AssignmentRefused("past")
    before, row.due_on = row.due_on, due_on
    act = note(
        session,
        row,
        What.DUE_CHANGED,
        by=by,
        now=now,
        reason=reason,
        due_before=before,
        due_after=due_on,
    )
    outbox.publish(session, LettersDue(Why.DUE_CHANGED, act.id, day_of(now), None, now))
    _record(session, "assignments.due_changed", row, by=by, now=now)


def withdraw(
    session: "Session", row: Assignment, *, reason: str, by: uuid.UUID, now: "datetime"
) -> None:
    """Ask nobody for it any more; what was done stays, and it can be brought back."""
    if row.withdrawn_on is None:
        row.withdrawn_on = day_of(now)
        note(session, row, What.WITHDRAWN, by=by, now=now, reason=reason)
        _record(session, "assignments.withdrawn", row, by=by, now=now)


def restore(session: "Session", row: Assignment, *, by: uuid.UUID, now: "datetime") -> None:
    """Bring a withdrawn assignment back, as far as everybody has come meanwhile."""
    if row.withdrawn_on is not None:
        row.withdrawn_on = None
        note(session, row, What.RESTORED, by=by, now=now)
        _record(session, "assignments.restored", row, by=by, now=now)


def exempt(
    session: "Session",
    row: Assignment,
    assignee_id: uuid.UUID,
    why: Exemption,
    *,
    reason: str,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    """Let somebody off; they are not written to, and not counted among those who have to."""
    one = _assignee(session, row, assignee_id)
    one.state, one.state_on = State.EXEMPT, day_of(now)
    one.exemption, one.reason, one.exempted_by_id = why, reason, by
    session.flush()
    _record(session, "assignments.exempted", row, by=by, now=now, subject=one.person_id)


def lift_exemption(
    session: "Session", row: Assignment, assignee_id: uuid.UUID, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Take an exemption back: the person is where their learning has brought them."""
    _lift(session, row, _assignee(session, row, assignee_id), by=by, now=now)


def lift_returned(session: "Session", *, now: "datetime") -> int:
    """Ask those again whom the register let off and who are back; return how many assignees."""
    rows = session.execute(
        sa.select(Assignee, Assignment)
        .join(Assignment, Assignment.id == Assignee.assignment_id)
        .where(
            Assignee.state == State.EXEMPT,
            Assignee.exemption.in_(KINDS),
            Assignee.exempted_by_id.is_(None),
            Assignee.reason == REGISTERED,
        )
    ).all()
    away = personnel.on_leave(session, day_of(now)) if rows else {}
    back = [(one, row) for one, row in rows if one.person_id not in away]
    for one, row in back:
        _lift(session, row, one, by=None, now=now)
    return len(back)


def _lift(
    session: "Session",
    row: Assignment,
    one: Assignee,
    *,
    by: uuid.UUID | None,
    now: "datetime",
) -> None:
    today = day_of(now)
    if one.state is not State.EXEMPT:
        return
    learned = learned_by(session, row, [one.person_id], today=today).get(one.person_id)
    done = dict.fromkeys(one.done, today) | (learned.done if learned else {})
    one.state = rules.state_of(row.courses, done, learned.begun if learned else ())
    one.state_on = max(done.values()) if one.state is State.DONE else today
    one.done = sorted(done)
    one.exemption, one.reason, one.exempted_by_id = None, "", None
    session.flush()
    _record(session, "assignments.exemption_lifted", row, by=by, now=now, subject=one.person_id)


def ask_by_hand(session: "Session", row: Assignment, *, by: uuid.UUID, now: "datetime") -> int:
    """Have those written to who have not begun, as soon as offices are open; return how many.

    Once a day: a second time does nothing and returns 0.

    Raises:
        AssignmentRefused: ``withdrawn``, or ``nobody`` (all have begun).
    """
    if row.withdrawn_on is not None:
        raise AssignmentRefused("withdrawn")
    today = day_of(now)
    if row.last_asked_on == today:
        return 0
    waiting = sa.select(sa.func.count()).where(
        Assignee.assignment_id == row.id, Assignee.state == State.NOT_STARTED
    )
    people = session.scalar(waiting) or 0
    if not people:
        raise AssignmentRefused("nobody")
    row.last_asked_on = today
    note(session, row, What.ASKED, by=by, now=now, people=people)
    outbox.publish(session, LettersDue(Why.BY_HAND, row.id, today, None, now))
    _record(session, "assignments.asked", row, by=by, now=now)
    return people


def note_export(session: "Session", row: Assignment, *, by: uuid.UUID, now: "datetime") -> None:
    """Add to the log that the people of an assignment were written into a file."""
    _record(session, "assignments.exported", row, by=by, now=now)


def _assignee(session: "Session", row: Assignment, assignee_id: uuid.UUID) -> Assignee:
    return session.scalars(
        sa.select(Assignee).where(Assignee.id == assignee_id, Assignee.assignment_id == row.id)
    ).one()


def _record(
    session: "Session",
    action: str,
    row: Assignment,
    *,
    by: uuid.UUID | None,
    now: "datetime",
    subject: uuid.UUID | None = None,
) -> None:
    details = {"assignment": str(row.id)}
    audit.record(session, action, now=now, by=by, subject=subject, details=details)
