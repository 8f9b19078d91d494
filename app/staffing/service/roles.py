"""Tell the public of a role that the city seeks, otherwise, or no more."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.clock import day_of
from app.staffing.models import SoughtRole

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.personnel.rules import EmploymentKind


@dataclass(frozen=True, slots=True)
class Notice:
    """What the public reads of a role besides its profile; see ``models.SoughtRole``."""

    profile_id: uuid.UUID
    kind: "EmploymentKind"
    text: str
    contact: str
    starts_on: date
    until: date | None


def publish(session: "Session", notice: Notice, *, by: uuid.UUID, now: "datetime") -> SoughtRole:
    """Put a role on the public page from its first day on."""
    row = SoughtRole(profile_id=notice.profile_id, created_at=now, created_by_id=by)
    _write(row, notice)
    session.add(row)
    _note(session, "staffing.role_published", row, by=by, now=now)
    return row


def change(
    session: "Session", row: SoughtRole, notice: Notice, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Write what is told of it anew; one that was withdrawn is told of again."""
    _write(row, notice)
    row.withdrawn_on = None
    _note(session, "staffing.role_changed", row, by=by, now=now)


def withdraw(session: "Session", row: SoughtRole, *, by: uuid.UUID, now: "datetime") -> None:
    """Take a role off the public page from today on; idempotent."""
    if row.withdrawn_on is None:
        row.withdrawn_on = day_of(now)
        _note(session, "staffing.role_withdrawn", row, by=by, now=now)


def _write(row: SoughtRole, notice: Notice) -> None:
    row.profile_id, row.kind = notice.profile_id, notice.kind
    row.text, row.contact = notice.text, notice.contact
    row.starts_on, row.until = notice.starts_on, notice.until


def _note(
    session: "Session", action: str, row: SoughtRole, *, by: uuid.UUID, now: "datetime"
) -> None:
    session.flush()
    audit.record(session, action, now=now, by=by, details={"role": str(row.id)})
