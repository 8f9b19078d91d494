"""Codes on paper: ten that somebody keeps, and single ones that an administrator hands over."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.identity.factors import rules, seal
from app.identity.factors.models import RecoveryCode

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def make_codes(
    session: "Session", user_id: uuid.UUID, *, secret_key: str, now: "datetime"
) -> tuple[str, ...]:
    """Return ten fresh codes as they are written; earlier ones open nothing any more."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = tuple(rules.draw_code() for _ in range(rules.CODES))
    for code in codes:
        keep_code(session, user_id, code, secret_key=secret_key, now=now)
    session.flush()
    audit.record(
        session,
        "factor.added",
        now=now,
        by=user_id,
        subject=user_id,
        details={"factor": "recovery", "codes": len(codes)},
    )
    return tuple(rules.in_groups(code) for code in codes)


def keep_code(
    session: "Session",
    user_id: uuid.UUID,
    code: str,
    *,
    secret_key: str,
    now: "datetime",
    expires_at: "datetime | None" = None,
    handed_by: uuid.UUID | None = None,
) -> None:
    """Keep what tells a code again, and nothing that tells the code."""
    session.add(
        RecoveryCode(
            user_id=user_id,
            code_hmac=seal.hmac_of(code, owner=str(user_id), secret_key=secret_key),
            created_at=now,
            expires_at=expires_at,
            handed_by_id=handed_by,
        )
    )


def prove_by_paper(
    session: "Session", user_id: uuid.UUID, typed: str, *, secret_key: str, now: "datetime"
) -> bool:
    """Say whether a code of somebody's paper was typed; it is then spent."""
    code = rules.kept_code(typed)
    found = session.scalars(
        sa.select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hmac
            == seal.hmac_of(code, owner=str(user_id), secret_key=secret_key),
            usable(now),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return False
    found.used_at = now
    session.flush()
    return True


def usable(now: "datetime") -> sa.ColumnElement[bool]:
    """Return the clause of codes that still open."""
    return sa.and_(
        RecoveryCode.used_at.is_(None),
        sa.or_(RecoveryCode.expires_at.is_(None), RecoveryCode.expires_at > now),
    )
