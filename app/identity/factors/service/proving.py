"""Trying a code: counted first, looked at afterwards, forgiven on success."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.errors import TooManyAttempts
from app.identity.factors import rules
from app.identity.factors.errors import WrongCode
from app.identity.factors.models import Passkey, RecoveryCode, Totp
from app.identity.factors.service.apps import prove_by_app
from app.identity.factors.service.recovery import prove_by_paper
from app.identity.rules import WINDOW, network_of
from app.identity.service.sign_in import Attempt, count_try, digest, forgive, tries_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def begin_code(
    session: "Session", user_id: uuid.UUID, *, address: str | None, now: "datetime"
) -> Attempt:
    """Count a try of somebody's code, before any is looked at; in a transaction of its own.

    Raises:
        TooManyAttempts: The limits of the package's docstring.
    """
    row = count_try(session, digest(f"code:{user_id}"), network_of(address), now=now)
    if not rules.may_try_code(tries_of(session, row, now=now)):
        raise TooManyAttempts(row.window_started_at + WINDOW, limit="code", user_id=user_id)
    return Attempt(row.account, row.address, user_id=user_id, password_hash=None)


def prove_by_code(
    session: "Session",
    attempt: Attempt,
    user_id: uuid.UUID,
    typed: str,
    *,
    secret_key: str,
    now: "datetime",
) -> None:
    """Take a code of the app or of paper, once.

    Raises:
        WrongCode: It is neither, or was taken before.
    """
    by_app = prove_by_app(session, user_id, typed, secret_key=secret_key, now=now)
    if not by_app and not prove_by_paper(session, user_id, typed, secret_key=secret_key, now=now):
        raise WrongCode
    forgive(session, attempt, now=now)


def forget_factors(session: "Session", user_id: uuid.UUID) -> None:
    """Remove all factors of somebody, and the codes they handed to others."""
    for table in (Totp, Passkey, RecoveryCode):
        session.execute(sa.delete(table).where(table.user_id == user_id))
    session.execute(
        sa.update(RecoveryCode)
        .where(RecoveryCode.handed_by_id == user_id)
        .values(handed_by_id=None)
    )
    session.flush()
