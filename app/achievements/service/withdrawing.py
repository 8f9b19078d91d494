"""Take back what was awarded to a cohort: one asks, another agrees, the worker revokes."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.achievements.errors import WithdrawalRefused
from app.achievements.events import WithdrawalAgreed
from app.achievements.models import Batch, BatchMember
from app.audit import service as audit
from app.credentials.models import Credential, CredentialState
from app.credentials.service.revoking import revoke_credential
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

SLICE = 50
"""Credentials revoked in one transaction."""


def ask(session: "Session", batch: Batch, *, reason: str, by: uuid.UUID, now: "datetime") -> None:
    """Ask that a whole batch be taken back. Nothing changes until somebody else agrees.

    Args:
        session: The caller's transaction.
        batch: All of it is awarded and signed; the caller has looked.
        reason: For the holders and whoever has a link; never in the public list.
        by: Who asks.
        now: The present instant.

    Raises:
        WithdrawalRefused: Somebody has asked already.
    """
    batch = _locked(session, batch)
    if batch.withdrawal_asked_at is not None:
        raise WithdrawalRefused("asked")
    batch.withdrawal_reason = reason
    batch.withdrawal_asked_by_id, batch.withdrawal_asked_at = by, now
    session.flush()
    _note(session, "achievements.withdrawal_asked", batch.id, by=by, now=now)


def agree(session: "Session", batch: Batch, *, by: uuid.UUID, now: "datetime") -> None:
    """Have the worker revoke what the batch awarded, as somebody else has asked. It is for good.

    Raises:
        WithdrawalRefused: Nobody asks, ``by`` asked, or it was agreed to before.
    """
    batch = _asked_for(session, batch)
    if batch.withdrawal_asked_by_id == by:
        raise WithdrawalRefused("same_person")
    batch.withdrawal_agreed_by_id, batch.withdrawal_agreed_at = by, now
    session.flush()
    _note(session, "achievements.withdrawal_agreed", batch.id, by=by, now=now)
    outbox.publish(session, WithdrawalAgreed(batch.id, now))


def drop(session: "Session", batch: Batch, *, by: uuid.UUID, now: "datetime") -> None:
    """Forget that somebody asked.

    Raises:
        WithdrawalRefused: Nobody asks, or it was agreed to before.
    """
    batch = _asked_for(session, batch)
    batch.withdrawal_reason = None
    batch.withdrawal_asked_by_id = batch.withdrawal_asked_at = None
    session.flush()
    _note(session, "achievements.withdrawal_dropped", batch.id, by=by, now=now)


def revoke_some(session: "Session", batch_id: uuid.UUID, *, now: "datetime") -> int:
    """Revoke the next ``SLICE`` credentials of a batch; return how many that were.

    What somebody revoked one by one before keeps its own reason.
    """
    batch = session.get(Batch, batch_id)
    if batch is None or batch.withdrawal_agreed_at is None:
        return 0
    rows = session.scalars(
        sa.select(Credential)
        .join(BatchMember, BatchMember.credential_id == Credential.id)
        .where(BatchMember.batch_id == batch_id, Credential.state == CredentialState.ISSUED)
        .order_by(Credential.id)
        .limit(SLICE)
    ).all()
    for row in rows:
        revoke_credential(
            session,
            row,
            reason=batch.withdrawal_reason or "",
            by=batch.withdrawal_agreed_by_id,
            now=now,
        )
    return len(rows)


def _locked(session: "Session", batch: Batch) -> Batch:
    """Return a batch as it stands in this transaction, in which nobody else changes it."""
    return session.get_one(Batch, batch.id, with_for_update=True, populate_existing=True)


def _asked_for(session: "Session", batch: Batch) -> Batch:
    batch = _locked(session, batch)
    if batch.withdrawal_asked_at is None:
        raise WithdrawalRefused("not_asked")
    if batch.withdrawal_agreed_at is not None:
        raise WithdrawalRefused("agreed")
    return batch


def _note(
    session: "Session", what: str, batch_id: uuid.UUID, *, by: uuid.UUID, now: "datetime"
) -> None:
    audit.record(session, what, now=now, by=by, details={"batch": str(batch_id)})
