"""Help for whoever has lost the phone; either way ends every session of theirs."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.identity.factors import rules
from app.identity.factors.models import RecoveryCode
from app.identity.factors.service.proving import forget_factors
from app.identity.factors.service.recovery import keep_code
from app.identity.service import sign_out_everywhere

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def hand_code(
    session: "Session",
    user_id: uuid.UUID,
    *,
    by: uuid.UUID,
    secret_key: str,
    now: "datetime",
    acting_as: uuid.UUID | None = None,
) -> str:
    """Return a code that opens once within a day, in place of the phone; factors stay.

    A code handed over before opens nothing any more.

    Raises:
        NoResultFound: There is no such user.
    """
    sign_out_everywhere(session, user_id, now=now)
    session.execute(
        sa.delete(RecoveryCode).where(
            RecoveryCode.user_id == user_id, RecoveryCode.handed_by_id.is_not(None)
        )
    )
    code = rules.draw_code()
    keep_code(
        session,
        user_id,
        code,
        secret_key=secret_key,
        now=now,
        expires_at=now + rules.HANDED_CODE_FOR,
        handed_by=by,
    )
    session.flush()
    audit.record(
        session, "factor.code_handed", now=now, by=by, acting_as=acting_as, subject=user_id
    )
    return rules.in_groups(code)


def reset_factors(
    session: "Session",
    user_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    now: "datetime",
    acting_as: uuid.UUID | None = None,
) -> None:
    """Remove all factors of somebody, who sets up new ones at the next sign-in.

    Args:
        session: The unit of work.
        user_id: Whose.
        by: The administrator; None for the command line.
        now: The present instant.
        acting_as: The post the administrator acts in.

    Raises:
        NoResultFound: There is no such user.
    """
    sign_out_everywhere(session, user_id, now=now)
    forget_factors(session, user_id)
    audit.record(session, "factor.reset", now=now, by=by, acting_as=acting_as, subject=user_id)
