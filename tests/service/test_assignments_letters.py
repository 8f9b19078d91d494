"""Letters about what is due: to whom, when, and never at noon."""

import re
import uuid
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.assignments import handlers, service
from app.assignments.errors import AssignmentRefused
from app.assignments.events import LetterDue, LettersDue
from app.assignments.models import Assignee, Assignment, AssignmentAct, What
from app.assignments.rules import Exemption, Why
from app.clock import JST
from app.config import Settings
from app.identity.models import Post, User
from app.notify.hours import wait_for_office
from app.outbox.errors import NotNow
from app.outbox.models import OutboxEvent
from tests.factories.assignments import DUE, NOW, PURPOSE, SLUG, TODAY, Hall

MONDAY = datetime(2026, 12, 7, 10, tzinfo=JST)
HOUR = re.compile(r"\d{1,2}:\d{2}|\d{1,2}時|午前|午後")


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Holds the clock where a test puts it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def __call__(self, instant: datetime) -> datetime:
        self._patch.setattr(clock, "now", lambda: instant)
        return instant


def letters(settings: Settings) -> list[str]:
    found = sorted((settings.instance_dir / "mail").glob("*.eml"))
    read = [message_from_bytes(one.read_bytes(), policy=policy.SMTP) for one in found]
    return [f"{one['To']}\n{one['Subject']}\n{one.get_content()}" for one in read]


def deliver(session: Session, event: LettersDue) -> list[LetterDue]:
    """Settle who is written to, as the worker does, until there is nobody left."""
    told: list[LetterDue] = []
    while people := service.due_people(session, event):
        told += [
            LetterDue(one, event.why, event.about, event.day, event.occurred_at) for one in people
        ]
        event = LettersDue(event.why, event.about, event.day, people[-1], event.occurred_at)
    return told


def assignee(session: Session, row: Assignment, user: User) -> Assignee:
    return session.scalars(
        sa.select(Assignee)
        .filter_by(assignment_id=row.id, person_id=user.id)
        .execution_options(populate_existing=True)
    ).one()


def events(session: Session, kind: type) -> list[OutboxEvent]:
    found = sa.select(OutboxEvent).where(OutboxEvent.type == kind.__name__)
    return list(session.scalars(found.order_by(OutboxEvent.seq)))


def test_another_day_is_told_with_its_reason_and_the_old_one_stays(
    session: Session, hall: Hall, settings: Settings, at: Clock
) -> None:
    row = hall.assigned()
    service.note_completion(session, hall.other.id, SLUG, on=TODAY)
    new = DUE + timedelta(days=14)
    service.change_due_day(
        session, row, new, reason="議会と重なるため", by=hall.officer.id, now=NOW
    )
    act = session.scalars(
        sa.select(AssignmentAct).where(AssignmentAct.what == What.DUE_CHANGED)
    ).one()
    assert (act.due_before, act.due_after, act.reason) == (DUE, new, "議会と重なるため")
    at(MONDAY)
    told = deliver(session, LettersDue(Why.DUE_CHANGED, act.id, TODAY, None, NOW))
    for one in told:
        handlers.on_letter_due(session, one)
        handlers.on_letter_due(session, one)  # once
    sent = letters(settings)
    assert len(sent) == 3  # not to who has finished
    assert all("議会と重なるため" in one and "12月18日" in one for one in sent)
    with pytest.raises(AssignmentRefused, match="same"):
        service.change_due_day(session, row, new, reason="x", by=hall.officer.id, now=NOW)


@pytest.mark.parametrize(
    ("day", "people"),
    [
        (DUE - timedelta(days=14), 4),
        (DUE - timedelta(days=13), 0),
        (DUE - timedelta(days=3), 4),
        (DUE, 0),
        (DUE + timedelta(days=1), 4),
    ],
)
def test_people_are_written_to_on_the_days_that_were_set(
    session: Session, hall: Hall, day: date, people: int
) -> None:
    hall.assigned()
    assert len(deliver(session, LettersDue(Why.DAY, None, day, None, NOW))) == people


def test_one_letter_tells_of_all_that_is_open_and_of_no_hour(
    session: Session, hall: Hall, settings: Settings, at: Clock
) -> None:
    hall.publish("seisei-ai")
    first, second = hall.assigned(), hall.assigned(what="seisei-ai", due_on=date(2026, 12, 21))
    now = at(MONDAY)
    reminded = DUE - timedelta(days=14)
    for one in deliver(session, LettersDue(Why.DAY, None, reminded, None, now)):
        handlers.on_letter_due(session, one)
    for one in deliver(session, LettersDue(Why.DAY, None, date(2026, 12, 7), None, now)):
        handlers.on_letter_due(session, one)  # the other one's day falls on the same
    sent = letters(settings)
    assert len(sent) == 4
    for letter in sent:
        assert f"/my/assignments/{first.id}" in letter
        assert f"/my/assignments/{second.id}" in letter
        assert PURPOSE in letter
        assert not HOUR.search(letter)
    counted = session.scalars(
        sa.select(AssignmentAct).where(AssignmentAct.what == What.REMINDED)
    ).all()
    assert [(one.people, one.on_day) for one in counted] == [(4, date(2026, 12, 7))] * 2


def test_nobody_is_written_to_who_finished_is_exempt_or_left(
    session: Session, hall: Hall, settings: Settings, at: Clock
) -> None:
    row, by = hall.assigned(), hall.officer.id
    told = deliver(session, LettersDue(Why.DAY, None, DUE - timedelta(days=14), None, NOW))
    assert len(told) == 4
    service.note_completion(session, hall.chief.id, SLUG, on=TODAY)
    one = assignee(session, row, hall.clerk)
    service.exempt(session, row, one.id, Exemption.ON_LEAVE, reason="", by=by, now=NOW)
    post = session.scalars(sa.select(Post).filter_by(user_id=hall.other.id)).one()
    post.ends_on = date(2026, 11, 30)
    session.flush()
    at(MONDAY)
    for event in told:
        handlers.on_letter_due(session, event)
    assert [letter.partition("\n")[0] for letter in letters(settings)] == [hall.officer.email]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 12, 7, 12, tzinfo=JST),
        datetime(2026, 12, 7, 6, 30, tzinfo=JST),
        datetime(2026, 12, 4, 17, 30, tzinfo=JST),
    ],
)
def test_a_letter_waits_for_office_hours_and_leaves_lunch_alone(
    session: Session, hall: Hall, settings: Settings, at: Clock, now: datetime
) -> None:
    hall.assigned()
    at(now)
    event = LetterDue(hall.clerk.id, Why.DAY, None, DUE - timedelta(days=14), NOW)
    with pytest.raises(NotNow) as refused:
        handlers.on_letter_due(session, event)
    assert refused.value.wait == wait_for_office(now) > timedelta()
    assert letters(settings) == []


def test_those_who_have_not_begun_are_asked_by_hand_once_a_day(
    session: Session, hall: Hall, settings: Settings, at: Clock
) -> None:
    row, by = hall.assigned(), hall.officer.id
    service.note_start(session, hall.clerk.id, SLUG, on=TODAY)
    assert service.ask_by_hand(session, row, by=by, now=NOW) == 3
    assert service.ask_by_hand(session, row, by=by, now=NOW) == 0
    at(MONDAY)
    for event in deliver(session, LettersDue(Why.BY_HAND, row.id, TODAY, None, NOW)):
        handlers.on_letter_due(session, event)
    assert len(letters(settings)) == 3
    assert f"{hall.clerk.login_id}@" not in "".join(letters(settings))


def test_slices_reach_everybody_once(
    session: Session, hall: Hall, monkeypatch: pytest.MonkeyPatch, at: Clock
) -> None:
    monkeypatch.setattr("app.assignments.service.writing.SLICE", 2)
    row = hall.assigned()
    at(NOW)
    handlers.on_letters_due(session, LettersDue(Why.BY_HAND, row.id, TODAY, None, NOW))
    more = events(session, LettersDue)
    assert len(events(session, LetterDue)) == 2
    after = uuid.UUID(more[-1].payload["after"])
    handlers.on_letters_due(session, LettersDue(Why.BY_HAND, row.id, TODAY, after, NOW))
    assert len({one.payload["person_id"] for one in events(session, LetterDue)}) == 4
