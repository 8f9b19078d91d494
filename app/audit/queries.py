"""Reading the log."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.rules import first_break

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def broken_at(session: "Session") -> int | None:
    """Return the sequence from which the chain does not hold, or None where it is whole."""
    asked = sa.select(AuditEntry).order_by(AuditEntry.sequence)
    with session.execute(asked.execution_options(yield_per=1000)) as rows:  # closed at a break
        return first_break((row.as_sealed(), row.digest) for row in rows.scalars())
