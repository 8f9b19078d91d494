"""What this package does when something has happened."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from app import clock
from app.outbox.errors import NotNow
from app.staffing.service import lists, rooms

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun
    from app.personnel.events import RetentionOver


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Forget lists that were closed long ago, and what was said of room until yesterday.

    Raises:
        NotNow: The day has not begun.
    """
    now = clock.now()
    begins = datetime.combine(event.day, time(), clock.JST).astimezone(UTC)
    if now < begins:
        raise NotNow(begins - now)
    today = clock.day_of(now)
    rooms.forget_past(session, on=today)
    lists.forget_closed(session, on=today, now=now)


def on_retention_over(session: "Session", event: "RetentionOver") -> None:
    """Forget somebody who left long ago; idempotent."""
    lists.forget_person(session, event.user_id)
