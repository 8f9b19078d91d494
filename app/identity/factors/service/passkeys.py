"""Passkeys: added, removed, and what they answer judged."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.clock import day_of
from app.identity.factors import ceremony, rules
from app.identity.factors.errors import PasskeyRefused
from app.identity.factors.models import Passkey, SpentChallenge
from app.identity.models import User
from app.identity.rules import kept_name
from app.identity.service import Entrance, digest_of, enter

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.factors.ceremony import RelyingParty

_KEPT_FOR = 2 * rules.PROVED_FOR
"""Longer than any challenge holds, so that none can be answered after it was forgotten."""


def add_passkey(
    session: "Session",
    user_id: uuid.UUID,
    party: "RelyingParty",
    answer: str,
    *,
    challenge: str,
    name: str,
    now: "datetime",
) -> Passkey:
    """Keep a passkey that somebody's device has just made.

    Raises:
        PasskeyRefused: The answer does not hold, or somebody has this passkey already.
    """
    _spend(session, challenge, now=now)
    made = ceremony.registered(party, answer, challenge=challenge)
    passkey = Passkey(
        user_id=user_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        transports=made.transports,
        is_synced=made.is_synced,
        name=kept_name(name),
        created_on=day_of(now),
        last_used_on=day_of(now),
    )
    try:
        with session.begin_nested():
            session.add(passkey)
            session.flush()
    except IntegrityError as fault:
        raise PasskeyRefused("somebody has this passkey") from fault
    _note(session, "factor.added", user_id, now=now)
    return passkey


def remove_passkey(
    session: "Session", user_id: uuid.UUID, passkey_id: uuid.UUID, *, now: "datetime"
) -> None:
    """Remove one of somebody's own passkeys.

    Raises:
        NoResultFound: They have no such one.
    """
    found = session.scalars(
        sa.select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id)
    ).one()
    session.delete(found)
    session.flush()
    _note(session, "factor.removed", user_id, now=now)


def prove_by_passkey(
    session: "Session",
    party: "RelyingParty",
    answer: str,
    *,
    challenge: str,
    now: "datetime",
    user_id: uuid.UUID | None = None,
) -> Passkey:
    """Return the passkey that has truly answered a challenge.

    Args:
        session: The unit of work.
        party: This site.
        answer: The browser's, as JSON.
        challenge: The one that was asked with.
        now: The present instant.
        user_id: Whose it must be; None lets the passkey tell whose it is.

    Raises:
        PasskeyRefused: It does not hold; see ``ceremony.answered`` and ``rules.is_copied``.
    """
    _spend(session, challenge, now=now)
    credential_id, owner = ceremony.claimed(answer)
    passkey = session.scalars(
        sa.select(Passkey)
        .where(Passkey.credential_id == credential_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if passkey is None or not _is_theirs(session, passkey, owner=owner, asked=user_id):
        raise PasskeyRefused("nobody's, or somebody else's")
    counter = ceremony.answered(party, answer, challenge=challenge, public_key=passkey.public_key)
    if rules.is_copied(counter, last=passkey.sign_count):
        raise PasskeyRefused("the counter did not grow", copied_of=passkey.user_id)
    passkey.sign_count, passkey.last_used_on = counter, day_of(now)
    session.flush()
    return passkey


def _is_theirs(
    session: "Session", passkey: Passkey, *, owner: uuid.UUID | None, asked: uuid.UUID | None
) -> bool:
    """Say whether a device and the house agree on whose passkey it is.

    The device keeps the account for which it was made, also once that was merged into another.
    """
    if asked not in (None, passkey.user_id):
        return False
    if owner in (None, passkey.user_id):
        return True
    into = session.scalar(sa.select(User.merged_into_id).where(User.id == owner))
    return into == passkey.user_id


def enter_by_passkey(
    session: "Session", party: "RelyingParty", answer: str, *, challenge: str, now: "datetime"
) -> tuple[Entrance, Passkey]:
    """Sign in whoever's passkey has truly answered: a whole sign-in by itself.

    Raises:
        PasskeyRefused: It does not hold, or the account is closed.
    """
    passkey = prove_by_passkey(session, party, answer, challenge=challenge, now=now)
    if session.get_one(User, passkey.user_id).disabled_at is not None:
        raise PasskeyRefused("the account is closed")
    return enter(session, passkey.user_id, now=now), passkey


def note_copy(session: "Session", user_id: uuid.UUID, *, now: "datetime") -> None:
    """Write down that a copy of somebody's passkey was used; in a transaction of its own."""
    audit.record(session, "factor.copied", now=now, subject=user_id)


def _spend(session: "Session", challenge: str, *, now: "datetime") -> None:
    """Take a challenge, once.

    Raises:
        PasskeyRefused: It was answered already.
    """
    session.execute(sa.delete(SpentChallenge).where(SpentChallenge.spent_at < now - _KEPT_FOR))
    try:
        with session.begin_nested():
            session.add(SpentChallenge(challenge_sha256=digest_of(challenge), spent_at=now))
            session.flush()
    except IntegrityError as fault:
        raise PasskeyRefused("answered already") from fault


def _note(session: "Session", action: str, user_id: uuid.UUID, *, now: "datetime") -> None:
    audit.record(
        session, action, now=now, by=user_id, subject=user_id, details={"factor": "passkey"}
    )
