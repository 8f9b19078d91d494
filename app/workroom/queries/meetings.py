"""Reading meetings and decisions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.workroom import rules
from app.workroom.errors import NothingThere
from app.workroom.models import Decision, Meeting, MeetingAttendee

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST: Final = 200
"""More than a school year has; older ones are not listed."""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting, and which members were there. ``decisions``: what was decided in it."""

    meeting: Meeting
    people: tuple[uuid.UUID, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision, and the meeting in which it was made, if in one."""

    decision: Decision
    meeting: Meeting | None


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """What was talked about and decided, the newest first; and what comes back with one press."""

    meetings: tuple[MeetingRow, ...]
    decisions: tuple[DecisionRow, ...]
    removed_meetings: tuple[Meeting, ...]
    removed_decisions: tuple[Decision, ...]


def meetings(session: "Session", project_id: uuid.UUID, *, today: date) -> MeetingsPage:
    """Return the meetings and decisions of a project, in two queries."""
    oldest = today - timedelta(days=rules.UNDO_DAYS)
    people: dict[uuid.UUID, list[uuid.UUID]] = {}
    rows: dict[uuid.UUID, Meeting] = {}
    for row, user_id in session.execute(
        sa.select(Meeting, MeetingAttendee.user_id)
        .outerjoin(MeetingAttendee, MeetingAttendee.meeting_id == Meeting.id)
        .where(
            Meeting.project_id == project_id,
            sa.or_(Meeting.removed_on.is_(None), Meeting.removed_on >= oldest),
        )
        .order_by(Meeting.held_on.desc(), Meeting.created_at.desc(), Meeting.id)
    ):
        rows[row.id] = row
        people.setdefault(row.id, []).extend([user_id] if user_id is not None else [])
    decided = session.scalars(
        sa.select(Decision)
        .where(
            Decision.project_id == project_id,
            sa.or_(Decision.removed_on.is_(None), Decision.removed_on >= oldest),
        )
        .order_by(Decision.decided_on.desc(), Decision.created_at.desc(), Decision.id)
    ).all()
    there = [row for row in rows.values() if row.removed_on is None][:MOST]
    kept = [one for one in decided if one.removed_on is None][:MOST]
    return MeetingsPage(
        tuple(MeetingRow(row, tuple(people[row.id]), _made_in(row, kept)) for row in there),
        tuple(DecisionRow(one, _there(rows, one.meeting_id)) for one in kept),
        tuple(row for row in rows.values() if row.removed_on is not None),
        tuple(one for one in decided if one.removed_on is not None),
    )


def meeting(session: "Session", project_id: uuid.UUID, meeting_id: uuid.UUID) -> MeetingRow:
    """Return a meeting, with what was decided in it; two queries.

    Raises:
        NothingThere: The project has none of that id, or it was removed.
    """
    row = (
        session.scalars(
            sa.select(Meeting)
            .where(
                Meeting.id == meeting_id,
                Meeting.project_id == project_id,
                Meeting.removed_on.is_(None),
            )
            .options(joinedload(Meeting.people))
        )
        .unique()
        .one_or_none()
    )
    if row is None:
        raise NothingThere(meeting_id)
    decided = session.scalars(
        sa.select(Decision)
        .where(Decision.meeting_id == row.id, Decision.removed_on.is_(None))
        .order_by(Decision.created_at, Decision.id)
    ).all()
    return MeetingRow(row, tuple(one.user_id for one in row.people), tuple(decided))


def decision(session: "Session", project_id: uuid.UUID, decision_id: uuid.UUID) -> Decision:
    """Return a decision.

    Raises:
        NothingThere: The project has none of that id, or it was removed.
    """
    row = session.scalars(
        sa.select(Decision).where(
            Decision.id == decision_id,
            Decision.project_id == project_id,
            Decision.removed_on.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise NothingThere(decision_id)
    return row


def _made_in(row: Meeting, decided: Sequence[Decision]) -> tuple[Decision, ...]:
    return tuple(one for one in decided if one.meeting_id == row.id)


def _there(rows: dict[uuid.UUID, Meeting], meeting_id: uuid.UUID | None) -> Meeting | None:
    found = rows.get(meeting_id) if meeting_id is not None else None
    return found if found is not None and found.removed_on is None else None
