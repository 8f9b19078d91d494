"""Reports for tests; a test names only what it is about."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.personnel.models import Employee, Employment
from app.personnel.rules import EmploymentKind
from app.reporting import service
from tests.factories.identity import NOW, TODAY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.personnel.rules import Leave
    from app.reporting.models import Report

APRIL = date(2026, 4, 1)
YESTERDAY = TODAY - timedelta(days=1)


def an_employment(
    session: "Session",
    user: "User",
    kind: EmploymentKind = EmploymentKind.FULL_TIME,
    *,
    since: date = APRIL,
    until: date | None = None,
    leave: "Leave | None" = None,
) -> Employment:
    """Employ somebody; a leave lasts from the first day on."""
    session.add(Employee(user_id=user.id, number=f"N-{uuid.uuid4().hex[:10].upper()}"))
    row = Employment(
        user_id=user.id,
        kind=kind,
        hired_on=since,
        starts_on=since,
        ends_on=until,
        leave=leave,
        leave_from=since if leave else None,
        leave_until=None,
    )
    session.add(row)
    session.flush()
    return row


def a_report(
    session: "Session", *, by: uuid.UUID, as_of: date = YESTERDAY, reason: str = ""
) -> "Report":
    """Make a report of yesterday, unless said otherwise."""
    return service.make(session, as_of=as_of, by=by, now=NOW, reason=reason)
