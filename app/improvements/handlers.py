"""What this package does when something has happened."""

from typing import TYPE_CHECKING

from app.improvements import service

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.personnel.events import RetentionOver


def on_retention_over(session: "Session", event: "RetentionOver") -> None:
    """Forget the memos of somebody who left long ago; idempotent."""
    service.forget(session, event.user_id)
