"""What this package does when something has happened."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from app import clock
from app.outbox.context import settings
from app.outbox.errors import NotNow
from app.showcase import service
from app.showcase.queries.people import Today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.consents.events import AnswersChanged
    from app.identity.events import DayBegun


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Tell teachers which names and pictures ended, and which pages can become public.

    Raises:
        NotNow: The day has not begun.
    """
    now = clock.now()
    begins = datetime.combine(event.day, time(), clock.JST).astimezone(UTC)
    if now < begins:
        raise NotNow(begins - now)
    today = Today(clock.day_of(now), settings().consent_age)
    service.look_again(session, today, now=now)


def on_answers_changed(session: "Session", event: "AnswersChanged") -> None:
    """Tell teachers at once what an answer made possible, or took away; idempotent."""
    now = clock.now()
    today = Today(clock.day_of(now), settings().consent_age)
    service.look_for(session, event.person_id, today, now=now)
