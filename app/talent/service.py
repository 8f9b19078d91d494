"""What the registry writes besides what arrives."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.talent.models import AccessLog, Look, SkillAttestation
from app.talent.rules import State

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session


def note_look(
    session: "Session",
    viewer_id: "uuid.UUID",
    person_id: "uuid.UUID",
    what: Look,
    *,
    item_ref: str | None = None,
    now: "datetime",
) -> None:
    """Write down that somebody looked at a person's evidence; one's own is not noted."""
    if viewer_id == person_id:
        return
    session.add(
        AccessLog(
            viewer_id=viewer_id,
            person_id=person_id,
            what=what,
            item_ref=item_ref,
            looked_on=day_of(now),
        )
    )
    session.flush()
    place = "skill" if what is Look.CELL else "skills"
    audit.record_look(session, place, now=now, by=viewer_id, subject=person_id)


def revoke(session: "Session", credential_uri: str, *, reason: str, now: "datetime") -> int:
    """Take back everything a credential attests, and keep why.

    Args:
        session: The unit of work.
        credential_uri: The credential's ``urn:uuid:…``; one we never received changes nothing.
        reason: A sentence for HR and for the person.
        now: When it became known here.

    Returns:
        How many attestations changed; 0 the second time.
    """
    rows = session.scalars(
        sa.select(SkillAttestation).where(
            SkillAttestation.credential_uri == credential_uri,
            SkillAttestation.state != State.REVOKED,
        )
    ).all()
    for row in rows:
        row.state = State.REVOKED
        row.state_reason = reason
        row.state_changed_on = day_of(now)
    session.flush()
    return len(rows)
