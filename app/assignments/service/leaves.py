"""Who is away by the register of staff need not do what is assigned to them."""

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.assignments.models import Assignee, Assignment
from app.assignments.rules import OPEN, Exemption, State
from app.audit import service as audit
from app.clock import day_of
from app.i18n.marks import N_
from app.personnel import queries as personnel
from app.personnel.rules import Leave

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

REGISTERED: Final = N_("職員の名簿による")
"""The reason of an exemption that the register made: it is lifted by the register as well."""
KINDS: Final = (Exemption.ON_LEAVE, Exemption.SECONDED)


def exempt_absent(session: "Session", *, now: "datetime") -> int:
    """Let those off who are on leave or seconded today; return how many assignees."""
    today = day_of(now)
    away = personnel.on_leave(session, today)
    if not away:
        return 0
    rows = session.scalars(
        sa.select(Assignee)
        .join(Assignment, Assignment.id == Assignee.assignment_id)
        .where(
            Assignment.withdrawn_on.is_(None),
            Assignee.state.in_(OPEN),
            Assignee.person_id.in_(list(away)),
        )
    ).all()
    for one in rows:
        is_seconded = away[one.person_id] is Leave.SECONDED
        one.state, one.state_on = State.EXEMPT, today
        one.exemption = Exemption.SECONDED if is_seconded else Exemption.ON_LEAVE
        one.reason, one.exempted_by_id = REGISTERED, None
        told = {"assignment": str(one.assignment_id)}
        action = "assignments.exempted"
        audit.record(session, action, now=now, by=None, subject=one.person_id, details=told)
    session.flush()
    return len(rows)
