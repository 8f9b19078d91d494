"""Meetings and decisions: written down, changed."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.projects.rules import Act
from app.projects.service import activity, gates
from app.workroom import rules
from app.workroom.errors import WorkroomRefused
from app.workroom.models import Decision, Meeting, MeetingAttendee
from app.workroom.service.holding import note_once, open_project, present

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.models import Project


@dataclass(frozen=True, slots=True)
class Minutes:
    """What somebody writes of a meeting.

    Attributes:
        held_on: The day.
        title: What it was about.
        notes: In paragraphs; a line that begins with 「・」 or 「- 」 is one of a list.
        others: Who was there besides.
        people: Who of the members was there, of ``offered``.
        offered: Whom the form let them choose.
    """

    held_on: date
    title: str
    notes: str = ""
    others: str = ""
    people: frozenset[uuid.UUID] = frozenset()
    offered: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided, why and when; in which meeting, if in one."""

    text: str
    reason: str
    decided_on: date
    meeting_id: uuid.UUID | None = None


def mark_of(row: Meeting) -> str:
    """Return a mark of what is written of a meeting."""
    people = sorted(str(one.user_id) for one in row.people)
    return rules.mark_of(row.held_on, row.title, row.notes, row.others, people)


def mark_of_decision(row: Decision) -> str:
    """Return a mark of what a decision says."""
    return rules.mark_of(row.text, row.reason, row.decided_on, row.meeting_id)


def write_meeting(
    session: "Session",
    project_id: uuid.UUID,
    told: Minutes,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Meeting:
    """Write down a meeting; being there is noted for each.

    Raises:
        ProjectRefused: ``ended``. Nothing was written.
    """
    project = open_project(session, project_id)
    row = Meeting(project_id=project.id, created_at=now, created_by_id=by, people=[])
    session.add(row)
    _write(session, project, row, told, now=now)
    return row


def change_meeting(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    told: Minutes,
    *,
    now: "datetime",
    read: str | None = None,
) -> Meeting:
    """Write a meeting otherwise. ``place``: the project's id and its own; ``read``: ``mark_of``.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such meeting.
        WorkroomRefused: ``changed``.
    """
    project = open_project(session, place[0])
    row = present(session, Meeting, project, place[1])
    if read is not None and read != mark_of(row):
        raise WorkroomRefused("changed")
    _write(session, project, row, told, now=now)
    return row


def write_decision(
    session: "Session",
    project_id: uuid.UUID,
    told: Settled,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Decision:
    """Write down a decision; a gate may wait for it.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: The meeting is none of the project.
    """
    project = open_project(session, project_id)
    row = Decision(project_id=project.id, created_at=now, by_id=by)
    _settle(session, project, row, told)
    session.add(row)
    session.flush()
    done = activity.Done(Act.DECIDED, row.id, row.text)
    activity.note(session, project, by, done, now=now)
    gates.meet(session, project.id, "decision", now=now)
    session.flush()
    return row


def change_decision(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    told: Settled,
    *,
    read: str | None = None,
) -> Decision:
    """Write a decision otherwise. ``place``: the project's id and its own.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such decision, or no such meeting.
        WorkroomRefused: ``changed``.
    """
    project = open_project(session, place[0])
    row = present(session, Decision, project, place[1])
    if read is not None and read != mark_of_decision(row):
        raise WorkroomRefused("changed")
    _settle(session, project, row, told)
    session.flush()
    return row


def _write(
    session: "Session", project: "Project", row: Meeting, told: Minutes, *, now: "datetime"
) -> None:
    row.held_on, row.title, row.notes = told.held_on, told.title, told.notes
    row.others = told.others
    before = {one.user_id for one in row.people}
    after = rules.kept_people(before, told.offered, told.people)
    row.people = [one for one in row.people if one.user_id in after]
    row.people += [MeetingAttendee(user_id=one) for one in sorted(after - before)]
    session.flush()
    done = activity.Done(Act.ATTENDED_MEETING, row.id, row.title)
    note_once(session, project, after, done, now=now)


def _settle(session: "Session", project: "Project", row: Decision, told: Settled) -> None:
    if told.meeting_id is not None and told.meeting_id != row.meeting_id:
        present(session, Meeting, project, told.meeting_id)
    row.text, row.reason, row.decided_on = told.text, told.reason, told.decided_on
    row.meeting_id = told.meeting_id
