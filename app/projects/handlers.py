"""What this package does when others tell of something."""

from typing import TYPE_CHECKING

from app.projects.service import ending

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Let parts end: of organizations that closed, of people who left theirs; idempotent."""
    ending.follow_closings(session, on=event.day, now=event.occurred_at)
    ending.follow_posts(session, on=event.day, now=event.occurred_at)
