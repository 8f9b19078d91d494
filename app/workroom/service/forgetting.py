"""Let go for good what was removed long enough ago."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.media.events import MediaRemoved
from app.outbox import service as outbox
from app.workroom import rules
from app.workroom.models import Artifact, ArtifactPerson, Card, Decision, Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def keep_back(session: "Session", user_id: uuid.UUID) -> None:
    """Let everything that shows somebody, who is erased now, count as showing others.

    Nobody can say any more what they agreed to; and whoever is named on it later is not them.
    """
    theirs = sa.select(ArtifactPerson.artifact_id).where(ArtifactPerson.user_id == user_id)
    session.execute(sa.update(Artifact).where(Artifact.id.in_(theirs)).values(shows_others=True))


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
