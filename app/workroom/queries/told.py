"""What the things of the room say, for who reports one of them; also of one that was removed."""

import uuid
from typing import TYPE_CHECKING

from app.concerns.telling import Told
from app.workroom.models import Artifact, Card, Decision, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def told_of_card(session: "Session", card_id: uuid.UUID) -> Told | None:
    """Return what a card says."""
    row = session.get(Card, card_id)
    if row is None:
        return None
    parts = (row.title, row.words, *(one.text for one in row.items))
    return Told(_said(parts), row.created_by_id, row.project_id)


def told_of_meeting(session: "Session", meeting_id: uuid.UUID) -> Told | None:
    """Return what was written of a meeting."""
    row = session.get(Meeting, meeting_id)
    if row is None:
        return None
    return Told(_said((row.title, row.notes)), row.created_by_id, row.project_id)


def told_of_decision(session: "Session", decision_id: uuid.UUID) -> Told | None:
    """Return what was decided, and why."""
    row = session.get(Decision, decision_id)
    if row is None:
        return None
    return Told(_said((row.text, row.reason)), row.by_id, row.project_id)


def told_of_artifact(session: "Session", artifact_id: uuid.UUID) -> Told | None:
    """Return what something that was made is, and where it leads; it is of its last maker."""
    row = session.get(Artifact, artifact_id)
    if row is None:
        return None
    newest = row.versions[-1]
    parts = (row.title, row.alt, newest.url, newest.note)
    return Told(_said(parts), newest.made_by_id, row.project_id)


def _said(parts: "Iterable[str | None]") -> str:
    return "\n".join(one for one in parts if one)
