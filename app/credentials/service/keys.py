"""The issuer's keys: make them once, put them on record, hand them out for signing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.credentials.errors import SigningBlocked
from app.credentials.keys import ALGORITHMS, KeyFolder, Signer
from app.credentials.models import IssuerKey, KeyState
from app.credentials.queries import trust

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Signers:
    """The two keys that sign: RS256 for the JWT, Ed25519 for the proof inside the JSON."""

    jwt: Signer
    di: Signer


def make_keys(
    session: "Session", folder: KeyFolder, *, issuer: str, now: "datetime"
) -> dict[str, str]:
    """Make the keys that are not there yet, and put key files without a record on record.

    A key on record whose file is gone is *not* made anew: the error says to restore it.

    Returns:
        The key's name → what was done: ``made``, ``recorded`` or ``kept``.

    Raises:
        SigningBlocked: A key on record cannot be used.
    """
    done: dict[str, str] = {}
    for alg in ALGORITHMS:
        active = _active(session, issuer, alg)
        if active is not None:
            done[folder.signer(trust.public_key(active)).kid] = "kept"
            continue
        files = folder.fragments(issuer, alg)
        signer = folder.adopt(issuer, files[-1]) if files else folder.make(issuer, alg)
        session.add(
            IssuerKey(
                did=issuer,
                kid=signer.kid,
                alg=alg,
                jwk=signer.public.jwk,
                state=KeyState.ACTIVE,
                created_at=now,
            )
        )
        done[signer.kid] = "recorded" if files else "made"
    session.flush()
    return done


def ensure_keys(
    session: "Session", folder: KeyFolder, *, issuer: str, now: "datetime"
) -> list[str]:
    """Make what is missing at a first start; later, tell what would stop the signing.

    A start goes on without its keys: pages and the verification of old credentials need none.

    Returns:
        Sentences for the operator; empty when everything is in place.
    """
    try:
        done = make_keys(session, folder, issuer=issuer, now=now)
    except SigningBlocked as blocked:
        return [str(blocked)]
    return ["署名の鍵を作りました。"] if "made" in done.values() else []


def signers(session: "Session", folder: KeyFolder, *, issuer: str) -> Signers:
    """Return the active keys, ready to sign.

    Raises:
        SigningBlocked: There are none on record, or a file is missing or wrong. The message says
            what to do; nothing is lost meanwhile.
    """
    active = {
        row.alg: row
        for row in session.scalars(
            sa.select(IssuerKey).where(IssuerKey.did == issuer, IssuerKey.state == KeyState.ACTIVE)
        )
    }
    found: list[Signer] = []
    for alg in ALGORITHMS:
        if alg not in active:
            raise SigningBlocked(
                f"{issuer} の {alg} の鍵がまだありません。"
                "`flask credentials keys make` を実行してください。"
            )
        found.append(folder.signer(trust.public_key(active[alg])))
    return Signers(*found)


def key_faults(session: "Session", folder: KeyFolder, *, issuer: str) -> list[str]:
    """Return everything that would stop the signing; empty is good."""
    faults: list[str] = []
    for alg in ALGORITHMS:
        active = _active(session, issuer, alg)
        if active is None:
            faults.append(
                f"{alg} の鍵がまだありません。`flask credentials keys make` を実行してください。"
            )
            continue
        try:
            folder.signer(trust.public_key(active))
        except SigningBlocked as blocked:
            faults.append(str(blocked))
    return faults


def _active(session: "Session", issuer: str, alg: str) -> IssuerKey | None:
    return session.scalar(
        sa.select(IssuerKey).where(
            IssuerKey.did == issuer, IssuerKey.alg == alg, IssuerKey.state == KeyState.ACTIVE
        )
    )
