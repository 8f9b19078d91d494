"""React to what was learned and to new days, in the worker; write letters in office hours."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from app import clock
from app.assignments import service
from app.assignments.events import LetterDue, LettersDue
from app.assignments.letters import as_letter
from app.assignments.rules import Why
from app.catalog import queries as catalog
from app.clock import day_of
from app.identity import queries as identity
from app.learning import queries as learning
from app.notify import service as notify
from app.notify.hours import wait_for_office
from app.outbox import service as outbox
from app.outbox.context import settings
from app.outbox.errors import NotNow
from app.outbox.relay import in_batches

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.events import DayBegun
    from app.learning.events import CourseCompleted, CourseStarted
    from app.personnel.events import LeavesChanged


@in_batches
def on_course_started(session: "Session", event: "CourseStarted") -> None:
    """Note that somebody has begun what was assigned to them."""
    learner_id = identity.remaining_id(session, event.learner_id)
    slug = catalog.version(session, event.course_version_id).slug
    service.note_start(session, learner_id, slug, on=day_of(event.occurred_at))


@in_batches
def on_course_completed(session: "Session", event: "CourseCompleted") -> None:
    """Note that somebody has finished what was assigned to them."""
    run = learning.completed_run(session, event.registration_id)
    learner_id = identity.remaining_id(session, run.learner_id)
    service.note_completion(session, learner_id, run.course.slug, on=day_of(run.completed_at))


def on_day_begun(session: "Session", event: "DayBegun") -> None:
    """Take in who has joined, and see who is to be written to today.

    Raises:
        NotNow: The day has not begun.
    """
    now = clock.now()
    begins = datetime.combine(event.day, time(), clock.JST).astimezone(UTC)
    if now < begins:
        raise NotNow(begins - now)
    service.add_joiners(session, now=now)
    _settle_leaves(session, now)
    outbox.publish(session, LettersDue(Why.DAY, None, event.day, None, now))


def on_leaves_changed(session: "Session", _event: "LeavesChanged") -> None:
    """Let those off who are away by the register of staff, and ask those again who are back."""
    _settle_leaves(session, clock.now())


def _settle_leaves(session: "Session", now: datetime) -> None:
    service.exempt_absent(session, now=now)
    service.lift_returned(session, now=now)


def on_letters_due(session: "Session", event: LettersDue) -> None:
    """Settle who is written to, some people at a time."""
    now = clock.now()
    found = service.due_people(session, event)
    for person_id in found:
        outbox.publish(session, LetterDue(person_id, event.why, event.about, event.day, now))
    if found:
        outbox.publish(session, LettersDue(event.why, event.about, event.day, found[-1], now))


def on_letter_due(session: "Session", event: LetterDue) -> None:
    """Write to one person, in office hours; one letter of a kind a day.

    Raises:
        NotNow: Offices are closed, or it is noon.
    """
    now = clock.now()
    if wait := wait_for_office(now):
        raise NotNow(wait)
    letter = service.letter_for(session, event, now=now)
    if letter is None:
        return
    key = f"assignments:{event.person_id}:{day_of(now)}"
    if event.why == Why.DUE_CHANGED:
        key = f"assignments:{event.person_id}:{event.about}"
    site = settings()
    written = as_letter(letter, url=site.public_url, city=site.city)
    if notify.send_once(session, notify.mailer_of(site), written, key=key, now=now):
        service.note_sent(session, letter, now=now)
