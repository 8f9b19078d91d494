"""Whom a round asks, and with whom they are counted."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.personnel.models import Employment
from app.personnel.queries import employed_on
from app.surveys import rules
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked: where they are counted, and as what. ``grade`` may be empty."""

    user_id: uuid.UUID
    organization_id: uuid.UUID
    grade: str


def staff_to_ask(session: "Session", day: "date") -> list[Asked]:
    """Return who works for the city on a day and is not on long leave; one query.

    Who is employed that day, and who holds a post of the city and stands in no register yet. Each
    is counted once, where the primary post is.
    """
    home, employed = staff.homes(day), employed_on(day)
    is_registered = sa.exists().where(Employment.user_id == home.c.user_id)
    rows = session.execute(
        sa.select(home.c.user_id, home.c.organization_id, sa.func.coalesce(employed.c.grade, ""))
        .join(employed, employed.c.user_id == home.c.user_id, isouter=True)
        .where(
            sa.or_(
                sa.and_(employed.c.user_id.is_not(None), employed.c.leave.is_(None)),
                ~is_registered,
            )
        )
        .order_by(home.c.user_id)
    )
    return [
        Asked(user_id, organization_id, rules.grade_of(grade))
        for user_id, organization_id, grade in rows
    ]


def counted(tree: staff.Departments, asked: Iterable[Asked]) -> list[Asked]:
    """Return the same people where they are counted, so that few of them stand alone."""
    people = list(asked)
    grades = rules.counted_as(Counter(one.grade for one in people))
    own = Counter(one.organization_id for one in people)
    places = rules.counted_at([(one.id, one.parent_id) for one in tree.ordered], own)
    return [
        replace(one, organization_id=places[one.organization_id], grade=grades[one.grade])
        for one in people
    ]
