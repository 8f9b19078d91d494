"""What a table tells of employments."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.personnel.models import Employee, Employment
from app.personnel.queries import employment_of
from app.personnel.rules import Told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_AT_ONCE: Final = 5_000


def employments_told(
    session: "Session", user_ids: Collection[uuid.UUID], *, on: date
) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, Told]]:
    """Return the employee numbers of people, and what holds of their employments on a day."""
    held = employment_of(session, user_ids, on)
    numbers: dict[uuid.UUID, str] = {}
    left: dict[tuple[uuid.UUID, date], date | None] = {}
    ids = list(user_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        asked = sa.select(Employee.user_id, Employee.number).where(Employee.user_id.in_(some))
        numbers.update({row.user_id: row.number for row in session.execute(asked)})
        last = (
            sa.select(Employment.user_id, Employment.hired_on, Employment.ends_on)
            .where(Employment.user_id.in_(some))
            .order_by(Employment.starts_on)
        )
        left.update({(user_id, hired): end for user_id, hired, end in session.execute(last)})
    told = {
        user_id: Told(
            *(one.kind, one.grade or None, one.rank or None, one.hired_on),
            left[(user_id, one.hired_on)],
            one.away,
        )
        for user_id, one in held.items()
    }
    return numbers, told
