"""The jobs of this package; callers commit, services never do."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.following import service as following
from app.journals import queries, rules
from app.journals.models import JournalEntry, JournalReply
from app.journals.rules import Reach
from app.projects.errors import ProjectRefused
from app.projects.models import Project
from app.projects.rules import Act, ProjectState
from app.projects.service import activity, gates

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes. ``prompt``: the key of the card, empty for none."""

    words: str
    reach: Reach
    prompt: str = rules.FREE


def write(
    session: "Session", writer: "Standing", told: Written, *, now: "datetime"
) -> JournalEntry:
    """Keep an entry at the stage in which the project is.

    Raises:
        ProjectRefused: ``ended``, or ``learner`` (they do not learn in it). Nothing was written.
    """
    project = _going_on(session, writer.project.id)
    if not writer.is_learner:
        raise ProjectRefused("learner")
    row = JournalEntry(
        project_id=project.id,
        user_id=writer.user_id,
        stage=project.stage,
        prompt=told.prompt,
        reach=told.reach,
        words=told.words,
        written_on=day_of(now),
        created_at=now,
    )
    session.add(row)
    session.flush()
    activity.note(
        session,
        project,
        writer.user_id,
        activity.Done(Act.WROTE_JOURNAL, row.id),
        now=now,
        organization_id=writer.organization_id,
    )
    meet_gate(session, project.id, now=now)
    return row


def change(
    session: "Session",
    owner: "Standing",
    entry_id: uuid.UUID,
    told: Written,
    *,
    now: "datetime",
) -> JournalEntry:
    """Let somebody say it otherwise, until the gate of its stage is passed.

    Raises:
        NoSuchEntry: There is none of theirs.
        ProjectRefused: ``ended`` or ``passed``. Nothing was changed.
    """
    _going_on(session, owner.project.id)
    row = queries.own_entry(session, owner, entry_id, held=True)
    if row.stage not in queries.open_stages(session, row.project_id):
        raise ProjectRefused("passed")
    row.words, row.reach = told.words, told.reach
    row.changed_on = max(day_of(now), row.written_on)
    session.flush()
    return row


def keep_private(session: "Session", owner: "Standing", entry_id: uuid.UUID) -> None:
    """Let nobody else read an entry any more; at any time.

    Raises:
        NoSuchEntry: There is none of theirs.
    """
    queries.own_entry(session, owner, entry_id, held=True).reach = Reach.PRIVATE
    session.flush()


def remove(session: "Session", owner: "Standing", entry_id: uuid.UUID) -> None:
    """Remove an entry with what was said below it; at any time.

    Raises:
        NoSuchEntry: There is none of theirs.
    """
    row = queries.own_entry(session, owner, entry_id, held=True)
    session.execute(sa.delete(JournalReply).where(JournalReply.entry_id == row.id))
    session.delete(row)
    session.flush()


def reply(
    session: "Session", teacher: "Standing", entry_id: uuid.UUID, words: str, *, now: "datetime"
) -> JournalReply:
    """Write a teacher's line below an entry, in place of the one they had; its writer is told.

    Raises:
        NoSuchEntry: There is none that they may read.
        ProjectRefused: ``ended``, or ``teacher`` (they do not teach in it).
    """
    _going_on(session, teacher.project.id)
    if not teacher.is_teacher:
        raise ProjectRefused("teacher")
    entry = queries.readable_entry(session, teacher, entry_id, held=True)
    row = session.scalars(
        sa.select(JournalReply).where(
            JournalReply.entry_id == entry.id, JournalReply.by_id == teacher.user_id
        )
    ).one_or_none()
    if row is None:
        row = JournalReply(entry_id=entry.id, by_id=teacher.user_id)
        session.add(row)
    row.words, row.written_on = words, day_of(now)
    session.flush()
    told = following.Told(
        "journal.replied",
        f"journal.replied:{row.id}",
        f"/projects/{teacher.project.key}/journal?stage={entry.stage}",
        {"project": teacher.project.title},
    )
    following.tell(session, [entry.user_id], told, now=now)
    return row


def meet_gate(session: "Session", project_id: uuid.UUID, *, now: "datetime") -> None:
    """Note for the gate that asks for it that each of today's learners wrote; idempotent."""
    stage = queries.gate_stage(session, project_id)
    if stage is None:
        return
    learners = queries.learners(session, project_id, on=day_of(now))
    written = queries.written(session, project_id)
    if rules.have_all_written(learners, (who for who, keys in written.items() if stage in keys)):
        gates.meet(session, project_id, "journal", now=now)


def _going_on(session: "Session", project_id: uuid.UUID) -> Project:
    """Return the project as it is now, held so that nobody ends it meanwhile."""
    project = session.get_one(Project, project_id, with_for_update=True, populate_existing=True)
    if project.state is not ProjectState.ACTIVE:
        raise ProjectRefused("ended")
    return project
