"""Keep short lists: who is on them, where the asking stands, and that they end."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.staffing import rules
from app.staffing.errors import ListClosed
from app.staffing.models import Availability, Listed, ShortList
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.staffing.rules import Stage


@dataclass(frozen=True, slots=True)
class Project:
    """What somebody typed of a short list; ``needs`` are (item ref, level) in their order."""

    name: str
    purpose: str
    needs: tuple[tuple[str, int], ...]


def make(session: "Session", told: Project, *, by: uuid.UUID, now: "datetime") -> ShortList:
    """Begin a list."""
    row = ShortList(created_on=day_of(now), created_by_id=by)
    _write(row, told)
    session.add(row)
    _note(session, "staffing.list_made", row, by=by, now=now)
    return row


def change(
    session: "Session", row: ShortList, told: Project, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Write name, purpose and needs anew.

    Raises:
        ListClosed: It has been closed.
    """
    _refuse_closed(row)
    _write(row, told)
    _note(session, "staffing.list_changed", row, by=by, now=now)


def add(
    session: "Session",
    row: ShortList,
    person_ids: Iterable[uuid.UUID],
    *,
    by: uuid.UUID,
    now: "datetime",
) -> int:
    """Put people on a list as considered; who is on it already stays as they are.

    Returns:
        How many were added. Nobody is who is not staff today.

    Raises:
        ListClosed: It has been closed.
    """
    session.flush()
    session.refresh(row, with_for_update=True)  # of two who add somebody at once, one does
    _refuse_closed(row)
    today = day_of(now)
    home = staff.homes(today)
    wanted = list(dict.fromkeys(person_ids))
    current = set(session.scalars(sa.select(home.c.user_id).where(home.c.user_id.in_(wanted))))
    there = set(session.scalars(sa.select(Listed.person_id).where(Listed.list_id == row.id)))
    new = [one for one in wanted if one in current and one not in there]
    for one in new:
        session.add(
            Listed(list_id=row.id, person_id=one, stage_on=today, added_on=today, added_by_id=by)
        )
        _note(session, "staffing.listed", row, by=by, now=now, subject=one)
    return len(new)


def write_stage(
    session: "Session",
    row: ShortList,
    member: Listed,
    stage: "Stage",
    note: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    """Write where the asking of somebody stands, and a note that they read as well.

    Raises:
        ListClosed: It has been closed.
    """
    _refuse_closed(row)
    if member.stage is not stage:
        member.stage, member.stage_on = stage, day_of(now)
    member.note = note
    what = {"stage": stage.value}
    _note(
        session, "staffing.stage_changed", row, by=by, now=now, subject=member.person_id, more=what
    )


def remove(
    session: "Session", row: ShortList, member: Listed, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Take somebody off a list.

    Raises:
        ListClosed: It has been closed.
    """
    _refuse_closed(row)
    session.delete(member)
    _note(session, "staffing.unlisted", row, by=by, now=now, subject=member.person_id)


def close(session: "Session", row: ShortList, *, by: uuid.UUID, now: "datetime") -> None:
    """End a list; it is deleted a year from now."""
    if row.closed_on is None:
        row.closed_on = day_of(now)
        _note(session, "staffing.list_closed", row, by=by, now=now)


def reopen(session: "Session", row: ShortList, *, by: uuid.UUID, now: "datetime") -> None:
    """Go on with a list."""
    if row.closed_on is not None:
        row.closed_on = None
        _note(session, "staffing.list_reopened", row, by=by, now=now)


def note_export(
    session: "Session", row: ShortList, form: str, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Note that a list goes out as a file."""
    _note(session, "staffing.list_exported", row, by=by, now=now, more={"form": form})


def note_search_export(
    session: "Session", form: str, people: int, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Note that what a search found goes out as a file."""
    audit.record(
        session,
        "staffing.found_exported",
        now=now,
        by=by,
        details={"form": form, "people": people},
    )


def forget_closed(session: "Session", *, on: date, now: "datetime") -> int:
    """Delete the lists whose time is over, with who was on them; idempotent.

    Returns:
        How many lists went.
    """
    closed = session.execute(
        sa.select(ShortList.id, ShortList.closed_on).where(ShortList.closed_on.is_not(None))
    )
    over = [list_id for list_id, closed_on in closed if rules.is_forgotten(closed_on, on)]
    if over:
        for table, column in ((Listed, Listed.list_id), (ShortList, ShortList.id)):
            session.execute(
                sa.delete(table)
                .where(column.in_(over))
                .execution_options(synchronize_session=False)
            )
        audit.record(session, "staffing.lists_forgotten", now=now, details={"lists": len(over)})
    return len(over)


def forget_person(session: "Session", person_id: uuid.UUID) -> None:
    """Delete what is kept of somebody who left long ago; idempotent."""
    for table, column in (
        (Availability, Availability.person_id),
        (Listed, Listed.person_id),
    ):
        session.execute(
            sa.delete(table)
            .where(column == person_id)
            .execution_options(synchronize_session=False)
        )


def _write(row: ShortList, told: Project) -> None:
    row.name, row.purpose = told.name, told.purpose
    row.needs = {"needs": [list(pair) for pair in told.needs]}


def _refuse_closed(row: ShortList) -> None:
    if row.closed_on is not None:
        raise ListClosed(row.id)


def _note(
    session: "Session",
    action: str,
    row: ShortList,
    *,
    by: uuid.UUID,
    now: "datetime",
    subject: uuid.UUID | None = None,
    more: dict[str, str] | None = None,
) -> None:
    session.flush()
    details = {"list": str(row.id), **(more or {})}
    audit.record(session, action, now=now, by=by, subject=subject, details=details)
