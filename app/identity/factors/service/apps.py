"""The app that makes one-time passwords."""

import secrets
import uuid
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.clock import day_of
from app.identity.factors import rules, seal
from app.identity.factors.errors import WrongCode
from app.identity.factors.models import Totp

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def new_secret() -> bytes:
    """Return a fresh secret for an app."""
    return secrets.token_bytes(rules.SECRET_BYTES)


def add_app(
    session: "Session",
    user_id: uuid.UUID,
    secret: bytes,
    code: str,
    *,
    secret_key: str,
    now: "datetime",
) -> None:
    """Keep an app that has shown a right code; it takes the place of an earlier one.

    Raises:
        WrongCode: The code is not this secret's.
    """
    step = rules.accepted_step(secret, code, now=now, after=0)
    if step is None:
        raise WrongCode
    kept = session.get(Totp, user_id, with_for_update=True)
    if kept is None:
        kept = Totp(user_id=user_id)
        session.add(kept)
    kept.secret_sealed = seal.seal(secret, secret_key=secret_key)
    kept.last_step, kept.created_on, kept.last_used_on = step, day_of(now), day_of(now)
    session.flush()
    _note(session, "factor.added", user_id, now=now)


def remove_app(session: "Session", user_id: uuid.UUID, *, now: "datetime") -> None:
    """Remove somebody's app.

    Raises:
        NoResultFound: They have none.
    """
    session.delete(session.get_one(Totp, user_id))
    session.flush()
    _note(session, "factor.removed", user_id, now=now)


def prove_by_app(
    session: "Session", user_id: uuid.UUID, code: str, *, secret_key: str, now: "datetime"
) -> bool:
    """Say whether the code is the app's; it is then spent, and those before it."""
    kept = session.get(Totp, user_id, with_for_update=True, populate_existing=True)
    secret = None if kept is None else seal.unseal(kept.secret_sealed, secret_key=secret_key)
    if kept is None or secret is None:
        return False
    step = rules.accepted_step(secret, code, now=now, after=kept.last_step)
    if step is None:
        return False
    kept.last_step, kept.last_used_on = step, day_of(now)
    session.flush()
    return True


def _note(session: "Session", action: str, user_id: uuid.UUID, *, now: "datetime") -> None:
    audit.record(session, action, now=now, by=user_id, subject=user_id, details={"factor": "totp"})
