"""Let go for good what was removed long enough ago."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.media.events import MediaRemoved
from app.outbox import service as outbox
from app.workroom import rules
from app.workroom.models import Artifact, Card, Decision, Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def forget_removed(session: "Session", *, today: date, now: "datetime") -> None:
    """Delete what comes back no more; media's worker removes the bytes that nobody else has."""
    before = today - timedelta(days=rules.UNDO_DAYS)
    for artifact in session.scalars(sa.select(Artifact).where(Artifact.removed_on < before)):
        for one in artifact.versions:
            if one.sha256 is not None and one.suffix is not None:
                outbox.publish(session, MediaRemoved(one.sha256, one.suffix, now))
        session.delete(artifact)
    session.execute(sa.delete(Decision).where(Decision.removed_on < before))
    for meeting in session.scalars(sa.select(Meeting).where(Meeting.removed_on < before)):
        for kind in (Decision, Artifact):
            session.execute(
                sa.update(kind).where(kind.meeting_id == meeting.id).values(meeting_id=None)
            )
        session.delete(meeting)
    for card in session.scalars(sa.select(Card).where(Card.removed_on < before)):
        session.delete(card)
    session.flush()
