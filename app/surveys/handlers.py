"""React to new days, and write letters in office hours, in the worker."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from app import clock
from app.notify import service as notify
from app.notify.hours import wait_for_office
from app.outbox import service as outbox
from app.outbox.context import settings
from app.outbox.errors import NotNow
from app.surveys import service
from app.surveys.events import SurveyLetterDue, SurveyLettersDue
from app.surveys.letters import as_letter

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Open, close and remind, as the day brings it.

    Raises:
        NotNow: The day has not begun.
    """
    now = clock.now()
    begins = datetime.combine(event.day, time(), clock.JST).astimezone(UTC)
    if now < begins:
        raise NotNow(begins - now)
    service.keep_days(session, on=clock.day_of(now), now=now)


def on_letters_due(session: "Session", event: SurveyLettersDue) -> None:
    """Settle who is written to, some people at a time."""
    now = clock.now()
    found = service.due_people(session, event)
    for person_id in found:
        outbox.publish(session, SurveyLetterDue(event.round_id, person_id, event.why, now))
    if found:
        outbox.publish(session, SurveyLettersDue(event.round_id, event.why, found[-1], now))


def on_letter_due(session: "Session", event: SurveyLetterDue) -> None:
    """Write to one person, in office hours: once of each kind, and no more.

    Raises:
        NotNow: Offices are closed, or it is noon.
    """
    now = clock.now()
    if wait := wait_for_office(now):
        raise NotNow(wait)
    letter = service.letter_for(session, event, now=now)
    if letter is None:
        return
    site = settings()
    written = as_letter(letter, url=site.public_url, city=site.city)
    key = f"surveys:{event.round_id}:{event.person_id}:{event.why}"
    notify.send_once(session, notify.mailer_of(site), written, key=key, now=now)
