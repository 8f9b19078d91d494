"""Adding to the log."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import acting, queries
from app.audit.models import AuditEntry
from app.audit.rules import BEGINNING, LOOKED, digest
from app.db import alone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_TURN = 7_316_201
"""Who writes at the end of the chain."""


def record(
    session: "Session",
    action: str,
    *,
    now: datetime,
    by: uuid.UUID | None = None,
    acting_as: uuid.UUID | None = None,
    subject: uuid.UUID | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add what is done in this transaction to the end of the log.

    Args:
        session: The unit of work of the act itself.
        action: Package and act, ``account.disabled``.
        now: The present instant.
        by: Who acts; None for the command line.
        acting_as: The post they act in, where it is not that of the present request.
        subject: To what or whom.
        details: Counts, ids as text and codes; never a name.
    """
    alone(session, _TURN)
    last = session.execute(
        sa.select(AuditEntry.sequence, AuditEntry.digest)
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    ).one_or_none()
    sequence, previous = (0, BEGINNING) if last is None else last
    entry = AuditEntry(
        sequence=sequence + 1,
        occurred_at=now,
        action=action,
        actor_id=by,
        acting_as_id=acting_as or acting.post_of(by),
        subject_id=subject,
        details=dict(details or {}),
    )
    entry.digest = digest(entry.as_sealed(), previous)
    session.add(entry)
    session.flush()


def record_look(
    session: "Session",
    place: str,
    *,
    now: datetime,
    by: uuid.UUID,
    subject: uuid.UUID,
    acting_as: uuid.UUID | None = None,
) -> None:
    """Add that somebody opened a page of somebody else's; once a day for each page.

    Args:
        session: A transaction of its own, before the page is read.
        place: Which page, a code: ``account``, ``skills``, ``skill``, ``records``, ``guardians``,
            ``family``, ``assignment``, ``contest`` or ``prior``.
        now: The present instant.
        by: Who looks; whoever looks at themselves is not noted.
        subject: At whom.
        acting_as: The post they act in.
    """
    if by != subject and not queries.has_looked(session, place, by=by, subject=subject, now=now):
        record(
            session,
            LOOKED,
            now=now,
            by=by,
            acting_as=acting_as,
            subject=subject,
            details={"place": place},
        )
