"""What this package does when something has happened."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from app import clock
from app.adoption import service
from app.outbox.errors import NotNow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Ask how teams go on, and remind of days that have passed; idempotent.

    Raises:
        NotNow: The day has not begun.
    """
    now = clock.now()
    begins = datetime.combine(event.day, time(), clock.JST).astimezone(UTC)
    if now < begins:
        raise NotNow(begins - now)
    service.keep_days(session, on=clock.day_of(now), now=now)
