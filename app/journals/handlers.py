"""What this package does when something has happened."""

from typing import TYPE_CHECKING

from app.journals import service

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.projects.events import MemberLeft


def on_member_left(session: "Session", event: "MemberLeft") -> None:
    """See whether all who are still there have written; idempotent."""
    service.meet_gate(session, event.project_id, now=event.occurred_at)
