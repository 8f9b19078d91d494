"""Who is employed on a day, and as what."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.personnel.models import Employee, Employment
from app.personnel.rules import Away, EmploymentKind, Leave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Employed:
    """Somebody's employment as it was on a day. ``number`` is empty where there is none."""

    user_id: uuid.UUID
    number: str
    kind: EmploymentKind
    grade: str
    rank: str
    hired_on: date
    leave: Leave | None
    away: Away | None = None
    """The leave that the stretch tells of, whether or not it holds that day."""


def employed_on(day: date) -> sa.Subquery:
    """Return who is employed on a day, a row each.

    Columns: ``user_id``, ``number`` (null without one), ``kind``, ``grade``, ``rank``,
    ``hired_on``, ``leave`` and ``is_on_leave`` (of that day: 休職, 育休, 出向中); ``told`` and its
    days are the leave of the stretch, which may be to come or over.
    """
    is_on_leave = sa.and_(
        Employment.leave.is_not(None),
        Employment.leave_from <= day,
        sa.or_(Employment.leave_until.is_(None), Employment.leave_until >= day),
    )
    return (
        sa.select(
            Employment.user_id,
            Employee.number,
            Employment.kind,
            Employment.grade,
            Employment.rank,
            Employment.hired_on,
            sa.case((is_on_leave, Employment.leave), else_=None).label("leave"),
            Employment.leave.label("told"),
            Employment.leave_from.label("told_from"),
            Employment.leave_until.label("told_until"),
            sa.case((is_on_leave, sa.true()), else_=sa.false()).label("is_on_leave"),
        )
        .join(Employee, Employee.user_id == Employment.user_id, isouter=True)
        .where(holds_on(day))
        .subquery("employed")
    )


def on_leave(session: "Session", day: date) -> dict[uuid.UUID, Leave]:
    """Return who is employed and away on a day, and why (休職, 育休, 出向中); one query.

    Figures of workforce count them with the others; a definition that leaves them out takes them
    from here, and says so.
    """
    employed = employed_on(day)
    rows = session.execute(
        sa.select(employed.c.user_id, employed.c.leave).where(employed.c.is_on_leave)
    )
    return {user_id: Leave(leave) for user_id, leave in rows}


def employment_of(
    session: "Session", user_ids: Collection[uuid.UUID], day: date
) -> dict[uuid.UUID, Employed]:
    """Return the employments of these people on a day; who is not employed then is absent."""
    employed = employed_on(day)
    columns = (*employed.c[:-1],)
    found = {}
    for some in _chunks(list(user_ids)):
        for row in session.execute(sa.select(*columns).where(employed.c.user_id.in_(some))):
            found[row.user_id] = Employed(
                *(row.user_id, row.number or "", row.kind, row.grade, row.rank),
                *(row.hired_on, row.leave and Leave(row.leave)),
                Away(row.told, row.told_from, row.told_until) if row.told else None,
            )
    return found


def holds_on(day: date) -> sa.ColumnElement[bool]:
    """Return the condition that a stretch of employment holds on a day."""
    return sa.and_(
        Employment.starts_on <= day,
        sa.or_(Employment.ends_on.is_(None), Employment.ends_on >= day),
    )


def _chunks(values: "list[uuid.UUID]") -> "Iterator[list[uuid.UUID]]":
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
