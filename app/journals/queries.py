"""Reading journals: one's own, what one may read of others, and who has written."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.journals import policy
from app.journals.errors import NoSuchEntry
from app.journals.models import JournalEntry, JournalReply
from app.projects.models import GateCheck, ProjectMember, ProjectStage
from app.projects.rules import MemberRole

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with the teachers' lines below it, the oldest first."""

    row: JournalEntry
    replies: tuple[JournalReply, ...]

    def reply_of(self, user_id: uuid.UUID) -> JournalReply | None:
        """Return the line of one teacher."""
        return next((one for one in self.replies if one.by_id == user_id), None)


def readable(session: "Session", reader: "Standing", stage: str) -> list[Entry]:
    """Return what somebody may read of a stage: their own, and what reaches them; one query."""
    return _entries(
        session,
        JournalEntry.project_id == reader.project.id,
        JournalEntry.stage == stage,
        _is_for(reader),
    )


def own_entries(session: "Session", project_id: uuid.UUID, user_id: uuid.UUID) -> list[Entry]:
    """Return all that somebody wrote in a project, the newest first; one query.

    What is for themselves alone is among it: it is for nobody else's page.
    """
    return _entries(
        session, JournalEntry.project_id == project_id, JournalEntry.user_id == user_id
    )


def own_entry(
    session: "Session", owner: "Standing", entry_id: uuid.UUID, *, held: bool = False
) -> JournalEntry:
    """Return an entry of somebody's own; ``held`` until the transaction ends, to change it.

    Raises:
        NoSuchEntry: There is none, it is another person's, or of another project.
    """
    row = session.get(JournalEntry, entry_id, with_for_update=held, populate_existing=held)
    if row is None or (row.user_id, row.project_id) != (owner.user_id, owner.project.id):
        raise NoSuchEntry(entry_id)
    return row


def readable_entry(
    session: "Session", reader: "Standing", entry_id: uuid.UUID, *, held: bool = False
) -> JournalEntry:
    """Return an entry of another person that somebody may read.

    Raises:
        NoSuchEntry: There is none, it does not reach them, or it is their own.
    """
    row = session.get(JournalEntry, entry_id, with_for_update=held, populate_existing=held)
    if (
        row is None
        or row.project_id != reader.project.id
        or row.user_id == reader.user_id
        or row.reach not in policy.reads(reader)
    ):
        raise NoSuchEntry(entry_id)
    return row


def open_stages(session: "Session", project_id: uuid.UUID) -> frozenset[str]:
    """Return the stages whose gate nobody has passed; one query."""
    return frozenset(
        session.scalars(
            sa.select(ProjectStage.key).where(
                ProjectStage.project_id == project_id, ProjectStage.passed_on.is_(None)
            )
        )
    )


def written(session: "Session", project_id: uuid.UUID) -> Mapping[uuid.UUID, frozenset[str]]:
    """Return in which stages each writer has an entry, of whatever reach; one query."""
    found: dict[uuid.UUID, set[str]] = {}
    for user_id, stage in session.execute(
        sa.select(JournalEntry.user_id, JournalEntry.stage)
        .where(JournalEntry.project_id == project_id)
        .distinct()
    ):
        found.setdefault(user_id, set()).add(stage)
    return {user_id: frozenset(keys) for user_id, keys in found.items()}


def gate_stage(session: "Session", project_id: uuid.UUID) -> str | None:
    """Return the stage whose gate asks that everybody wrote; None where none does."""
    return session.scalar(
        sa.select(GateCheck.stage).where(
            GateCheck.project_id == project_id,
            GateCheck.kind == "fact",
            GateCheck.key == "journal",
        )
    )


def learners(session: "Session", project_id: uuid.UUID, *, on: "date") -> frozenset[uuid.UUID]:
    """Return who learns in a project on a day."""
    return frozenset(
        session.scalars(
            sa.select(ProjectMember.user_id).where(
                ProjectMember.project_id == project_id,
                ProjectMember.role == MemberRole.LEARNER,
                ProjectMember.joined_on <= on,
                sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
            )
        )
    )


def _is_for(reader: "Standing") -> sa.ColumnElement[bool]:
    return sa.or_(
        JournalEntry.user_id == reader.user_id,
        JournalEntry.reach.in_(policy.reads(reader)),
    )


def _entries(session: "Session", *where: sa.ColumnElement[bool]) -> list[Entry]:
    rows: dict[JournalEntry, list[JournalReply]] = {}
    for entry, reply in session.execute(
        sa.select(JournalEntry, JournalReply)
        .outerjoin(JournalReply, JournalReply.entry_id == JournalEntry.id)
        .where(*where)
        .order_by(
            JournalEntry.created_at.desc(),
            JournalEntry.id,
            JournalReply.written_on,
            JournalReply.id,
        )
    ):
        rows.setdefault(entry, []).extend([reply] if reply is not None else [])
    return [Entry(entry, tuple(replies)) for entry, replies in rows.items()]
