"""Sign a credential anew under its own id: a mistake mended, an issuer renamed, a key withdrawn.

Open Badges 3.0 calls two credentials equal that share issuer and id, and the one with the later
``validFrom`` current; ``awardedDate`` never moves. Nothing is revoked: what the old document says
stays true of its day, and whoever holds a copy can still check it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.credentials import openbadges
from app.credentials.errors import NotCorrectable
from app.credentials.events import CorrectionAsked
from app.credentials.models import (
    Correction,
    CorrectionReason,
    Credential,
    CredentialState,
    IssuerKey,
    KeyState,
)
from app.outbox import service as outbox

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

A_SECOND = timedelta(seconds=1)
SLICE = 200
"""Corrections asked for in one transaction."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a credential is to say otherwise; None leaves a member as it is.

    Attributes:
        note: For the holder; it is not signed.
        evidence: How it was earned.
        valid_until: Its end.
        achievement_id: Another frozen edition of what was achieved.
    """

    note: str = ""
    evidence: str | None = None
    valid_until: "datetime | None" = None
    achievement_id: "uuid.UUID | None" = None


NOTHING_ELSE = Changes()


def ask_correction(
    session: "Session",
    credential: Credential,
    *,
    reason: CorrectionReason,
    issuer_name: str,
    by: "uuid.UUID | None",
    now: "datetime",
    changes: Changes = NOTHING_ELSE,
) -> Correction | None:
    """Ask the worker to sign a credential anew.

    Args:
        session: The caller's transaction.
        credential: An issued one.
        reason: Why.
        issuer_name: How the issuer is called now.
        by: Who decided; None for the command line and the worker.
        now: The present instant.
        changes: What it is to say otherwise, beside the issuer's name and the keys of today.

    Returns:
        What was asked for; None if the document would say just what it says already, or waits
        for the same.

    Raises:
        NotCorrectable: It is not issued, or another correction of it waits.
    """
    if credential.state is not CredentialState.ISSUED:
        raise NotCorrectable(credential.number, is_waiting=False)
    asked = Correction(
        credential_id=credential.id,
        reason=reason,
        note=changes.note,
        by_id=by,
        asked_at=now,
        valid_from=_later(credential.valid_from, now),
        evidence=credential.evidence if changes.evidence is None else changes.evidence,
        valid_until=changes.valid_until or credential.valid_until,
        achievement_version_id=changes.achievement_id or credential.achievement_version_id,
    )
    if not _changes(session, credential, asked, issuer_name):
        return None
    if waiting(session, credential.id) is not None:
        raise NotCorrectable(credential.number, is_waiting=True)
    session.add(asked)
    session.flush()
    audit.record(
        session,
        "credential.corrected",
        now=now,
        by=by,
        subject=credential.user_id,
        details={"number": credential.number, "reason": reason.value},
    )
    outbox.publish(session, CorrectionAsked(asked.id, now))
    return asked


def waiting(session: "Session", credential_id: "uuid.UUID") -> Correction | None:
    """Return the correction of a credential that is not signed yet."""
    return session.scalar(
        sa.select(Correction).where(
            Correction.credential_id == credential_id, Correction.done_at.is_(None)
        )
    )


def due(issuer: str, issuer_name: str) -> "sa.Select[Credential]":
    """Select what an issuer should sign anew: signed by a withdrawn key, or under another name.

    What waits for its signature already is left out.
    """
    withdrawn = sa.select(IssuerKey.kid).where(
        IssuerKey.did == issuer, IssuerKey.state == KeyState.COMPROMISED
    )
    is_asked = sa.exists().where(
        Correction.credential_id == Credential.id, Correction.done_at.is_(None)
    )
    return (
        sa.select(Credential)
        .where(
            Credential.issuer == issuer,
            Credential.state == CredentialState.ISSUED,
            ~is_asked,
            sa.or_(
                Credential.jwt_kid.in_(withdrawn),
                Credential.di_kid.in_(withdrawn),
                Credential.issuer_name != issuer_name,
            ),
        )
        .order_by(Credential.number)
    )


def correct_some(
    session: "Session",
    issuer: str,
    *,
    reason: CorrectionReason,
    issuer_name: str,
    by: "uuid.UUID | None",
    now: "datetime",
) -> int:
    """Ask anew for the next ``SLICE`` of what is ``due``; return how many that were."""
    rows = session.scalars(due(issuer, issuer_name).limit(SLICE)).all()
    for one in rows:
        ask_correction(session, one, reason=reason, issuer_name=issuer_name, by=by, now=now)
    return len(rows)


def _later(before: "datetime", now: "datetime") -> "datetime":
    """Return today's midnight in Japan, or a second after what it must follow."""
    return max(openbadges.start_of_day(day_of(now)), before + A_SECOND)


def _changes(
    session: "Session", credential: Credential, asked: Correction, issuer_name: str
) -> bool:
    kept = (credential.evidence, credential.valid_until, credential.achievement_version_id)
    wanted = (asked.evidence, asked.valid_until, asked.achievement_version_id)
    return (
        kept != wanted
        or credential.issuer_name != issuer_name
        or _is_signed_by_lost_key(session, credential)
    )


def _is_signed_by_lost_key(session: "Session", credential: Credential) -> bool:
    kids = [kid for kid in (credential.jwt_kid, credential.di_kid) if kid is not None]
    lost = sa.select(sa.func.count()).where(
        IssuerKey.kid.in_(kids), IssuerKey.state == KeyState.COMPROMISED
    )
    return bool(session.scalar(lost))
