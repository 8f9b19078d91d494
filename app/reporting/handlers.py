"""React to what happened to people of whom reports keep that they were counted."""

from typing import TYPE_CHECKING

from app.reporting import service

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.personnel.events import RetentionOver


def on_retention_over(session: "Session", event: "RetentionOver") -> None:
    """Leave numbers alone of somebody who left long ago; idempotent."""
    service.forget(session, event.user_id)
