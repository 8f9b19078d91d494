"""What this package does when something has happened."""

from typing import TYPE_CHECKING

from app.workroom.service.forgetting import forget_removed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Let go for good what was removed long enough ago; idempotent."""
    forget_removed(session, today=event.day, now=event.occurred_at)
