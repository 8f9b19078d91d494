"""What this package does when something has happened."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from app import clock
from app.mentoring import service
from app.outbox.errors import NotNow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun
    from app.projects.events import MemberLeft


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Tell whose time ends soon, and give tickets back of those whose time has ended.

    Raises:
        NotNow: The day has not begun.
    """
    now = clock.now()
    begins = datetime.combine(event.day, time(), clock.JST).astimezone(UTC)
    if now < begins:
        raise NotNow(begins - now)
    service.return_orphans(session, now=now)
    service.warn_of_endings(session, now=now)


def on_member_left(session: "Session", event: "MemberLeft") -> None:
    """Give the tickets back that were with somebody who left; idempotent."""
    service.return_orphans(session, now=event.occurred_at, mentor_id=event.user_id)
