"""The jobs of this package; callers commit, services never do."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.improvements import rules
from app.improvements.errors import MemoRefused, NoSuchMemo
from app.improvements.models import ImprovementMemo
from app.improvements.queries import finished_courses
from app.improvements.rules import Effort, State
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says they tried. ``course`` is the slug of one that they finished."""

    course: str
    tried: str
    effort: Effort


def write(
    session: "Session", person_id: uuid.UUID, told: Told, *, now: "datetime"
) -> ImprovementMemo:
    """Keep a memo, which then waits for the chief of the person's unit.

    Args:
        session: The unit of work.
        person_id: A member of the city's staff, who signs it.
        told: What they tried, and what it saves.
        now: The present instant; the demo gives those of its history.

    Raises:
        MemoRefused: ``unit`` (they have none at the city), ``course`` (they did not finish it).
            Nothing was written.
    """
    today = day_of(now)
    member = staff.staff_member(session, staff.departments(session), person_id, today=today)
    if member is None:
        raise MemoRefused("unit")
    row = ImprovementMemo(
        person_id=person_id,
        organization_id=member.department_id,
        course=told.course,
        course_title=_title(session, person_id, told.course),
        state=State.WAITING,
        question="",
        written_on=today,
        created_at=now,
    )
    _fill(row, told)
    session.add(row)
    session.flush()
    _record(session, "improvements.written", row, by=person_id, now=now)
    return row


def change(session: "Session", row: ImprovementMemo, told: Told, *, now: "datetime") -> None:
    """Let somebody say it otherwise; it waits for the chief again.

    Raises:
        MemoRefused: ``confirmed`` (or taken back), ``course``. Nothing was written.
    """
    if not rules.can_change(row.state):
        raise MemoRefused("confirmed")
    if told.course != row.course:
        row.course_title = _title(session, row.person_id, told.course)
        row.course = told.course
    _fill(row, told)
    row.state, row.question = State.WAITING, ""
    session.flush()
    _record(session, "improvements.changed", row, by=row.person_id, now=now)


def withdraw(session: "Session", row: ImprovementMemo, *, now: "datetime") -> None:
    """Take a memo back: it counts no more from today on. Once more changes nothing."""
    if row.state is State.WITHDRAWN:
        return
    row.state, row.withdrawn_on = State.WITHDRAWN, day_of(now)
    session.flush()
    _record(session, "improvements.withdrawn", row, by=row.person_id, now=now)


def confirm(
    session: "Session",
    memo_id: uuid.UUID,
    *,
    by: uuid.UUID,
    units: frozenset[uuid.UUID],
    now: "datetime",
    read: str | None = None,
) -> ImprovementMemo:
    """Say that a memo is so; it counts from today on.

    Args:
        session: The unit of work.
        memo_id: Which.
        by: The chief.
        units: Those that the chief heads (``policy.confirms_in``).
        now: The present instant.
        read: What it said (``says``) when the chief read it; None where nobody asks.

    Raises:
        NoSuchMemo: There is none, or not of these units.
        MemoRefused: ``own``, or ``settled`` (it does not wait any more, or says something else).
    """
    row = _of_unit(session, memo_id, by=by, units=units)
    if read is not None and read != row.says:
        raise MemoRefused("settled")
    row.state, row.question = State.CONFIRMED, ""
    row.confirmed_on, row.confirmed_by_id = day_of(now), by
    session.flush()
    _record(session, "improvements.confirmed", row, by=by, now=now)
    return row


def ask(
    session: "Session",
    memo_id: uuid.UUID,
    question: str,
    *,
    by: uuid.UUID,
    units: frozenset[uuid.UUID],
    now: "datetime",
) -> ImprovementMemo:
    """Give a memo back with a question; arguments and errors as in ``confirm``."""
    row = _of_unit(session, memo_id, by=by, units=units)
    row.state, row.question, row.asked_by_id = State.RETURNED, question, by
    session.flush()
    _record(session, "improvements.asked", row, by=by, now=now)
    return row


def note_export(session: "Session", *, by: uuid.UUID, now: "datetime") -> None:
    """Note that memos with their names go out as a file."""
    audit.record(session, "improvements.exported", now=now, by=by)


def forget(session: "Session", person_id: uuid.UUID) -> None:
    """Remove the memos of somebody who left long ago; idempotent."""
    session.execute(sa.delete(ImprovementMemo).where(ImprovementMemo.person_id == person_id))


def _of_unit(
    session: "Session", memo_id: uuid.UUID, *, by: uuid.UUID, units: frozenset[uuid.UUID]
) -> ImprovementMemo:
    row = session.get(ImprovementMemo, memo_id, with_for_update=True, populate_existing=True)
    if row is None or row.organization_id not in units:
        raise NoSuchMemo(memo_id)
    if row.person_id == by:
        raise MemoRefused("own")
    if row.state is not State.WAITING:
        raise MemoRefused("settled")
    return row


def _title(session: "Session", person_id: uuid.UUID, slug: str) -> str:
    for one in finished_courses(session, person_id):
        if one.slug == slug:
            return one.title[: rules.LONGEST]
    raise MemoRefused("course")


def _fill(row: ImprovementMemo, told: Told) -> None:
    row.tried = told.tried
    row.before, row.after = told.effort.before, told.effort.after
    row.times, row.people = told.effort.times, told.effort.people


def _record(
    session: "Session", action: str, row: ImprovementMemo, *, by: uuid.UUID, now: "datetime"
) -> None:
    told = {"memo": str(row.id)}
    audit.record(session, action, now=now, by=by, subject=row.person_id, details=told)
