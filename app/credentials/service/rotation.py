"""How one key follows another: published first, then signing, then retired; or withdrawn at once.

A key that follows is published a day before it signs, so that whoever keeps a copy of the
issuer's document has it in time. A retired key stays in the document for ever: what it signed
holds. A compromised one leaves it at once, and everything it signed is signed anew.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.credentials.errors import KeyNotChanged
from app.credentials.events import KeyWithdrawn
from app.credentials.keys import ALGORITHMS, KeyFolder
from app.credentials.models import IssuerKey, KeyState
from app.outbox import service as outbox

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

PUBLISHED_BEFORE = timedelta(hours=24)


def prepare_keys(
    session: "Session", folder: KeyFolder, *, issuer: str, now: "datetime"
) -> list[str]:
    """Make the keys that are to follow, and publish them.

    Returns:
        Their names; those that wait already when it was asked for before.
    """
    waiting = _in_state(session, issuer, KeyState.NEXT)
    missing = [alg for alg in ALGORITHMS if alg not in {key.alg for key in waiting}]
    for alg in missing:
        signer = folder.make(issuer, alg)
        key = IssuerKey(
            did=issuer,
            kid=signer.kid,
            alg=alg,
            jwk=signer.public.jwk,
            state=KeyState.NEXT,
            created_at=now,
        )
        session.add(key)
        waiting.append(key)
    session.flush()
    return [key.kid for key in waiting]


def let_follow(
    session: "Session", *, issuer: str, now: "datetime", published: timedelta = PUBLISHED_BEFORE
) -> list[str]:
    """Let the keys sign that have been published for long enough; those before them retire.

    Args:
        session: The caller's transaction.
        issuer: Whose keys.
        now: The present instant.
        published: How long they must have been in the document.

    Returns:
        The names of those that sign from now on.
    """
    ripe = [
        key
        for key in _in_state(session, issuer, KeyState.NEXT)
        if key.created_at + published <= now
    ]
    for key in ripe:
        for before in _in_state(session, issuer, KeyState.ACTIVE, alg=key.alg):
            before.state, before.changed_at = KeyState.RETIRED, now
        session.flush()  # at most one is active
        key.state, key.changed_at = KeyState.ACTIVE, now
        session.flush()
    return [key.kid for key in ripe]


def withdraw_key(session: "Session", kid: str, *, by: "uuid.UUID | None", now: "datetime") -> str:
    """Take a key that somebody else may hold out of the issuer's document, at once.

    What it signed does not verify from now on; the worker signs it anew (``replace_withdrawn``).

    Returns:
        The issuer's DID.

    Raises:
        KeyNotChanged: No such key, or it is withdrawn already.
    """
    key = session.scalar(sa.select(IssuerKey).where(IssuerKey.kid == kid))
    if key is None or key.state is KeyState.COMPROMISED:
        raise KeyNotChanged(kid)
    key.state, key.changed_at = KeyState.COMPROMISED, now
    session.flush()
    audit.record(session, "credentials.key_withdrawn", now=now, by=by, details={"key": kid})
    outbox.publish(session, KeyWithdrawn(key.did, now))
    return key.did


def replace_withdrawn(
    session: "Session", folder: KeyFolder, *, issuer: str, now: "datetime"
) -> None:
    """Let other keys sign where one was withdrawn: those that were to follow, or new ones.

    There is no day of waiting: nothing can be signed meanwhile.
    """
    active = {key.alg for key in _in_state(session, issuer, KeyState.ACTIVE)}
    if active != set(ALGORITHMS):
        prepare_keys(session, folder, issuer=issuer, now=now)
        let_follow(session, issuer=issuer, now=now, published=timedelta())


def issuers_with_keys(session: "Session") -> "Sequence[str]":
    """Return every issuer that has a key on record."""
    return session.scalars(sa.select(IssuerKey.did).distinct().order_by(IssuerKey.did)).all()


def _in_state(
    session: "Session", issuer: str, state: KeyState, *, alg: str | None = None
) -> list[IssuerKey]:
    found = session.scalars(
        sa.select(IssuerKey)
        .where(IssuerKey.did == issuer, IssuerKey.state == state)
        .order_by(IssuerKey.created_at, IssuerKey.alg.desc())
    )
    return [key for key in found if alg in {None, key.alg}]
