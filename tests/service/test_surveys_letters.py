"""Letters about a self-check: one when it opens, one more at most, in office hours."""

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.clock import JST
from app.config import Settings
from app.identity.events import DayBegun
from app.notify.models import Message
from app.outbox.errors import NotNow
from app.outbox.models import OutboxEvent
from app.surveys import handlers, service
from app.surveys.events import SurveyLetterDue, SurveyLettersDue
from app.surveys.models import SurveyRound
from app.surveys.rules import Why
from tests.factories.identity import TODAY
from tests.factories.surveys import Hall, a_round, terms

MONDAY = datetime(2026, 12, 7, 10, tzinfo=JST)
NOON = datetime(2026, 12, 7, 12, 30, tzinfo=JST)
HOUR = re.compile(r"\d{1,2}:\d{2}|\d{1,2}時|午前|午後")


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def row(session: Session, hall: Hall) -> SurveyRound:
    return a_round(session, terms(opens_on=MONDAY.date()), by=hall.officer.id)


def at(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: instant)


def letters(settings: Settings) -> list[str]:
    found = sorted((settings.instance_dir / "mail").glob("*.eml"))
    read = [message_from_bytes(one.read_bytes(), policy=policy.SMTP) for one in found]
    return [f"{one['To']}\n{one['Subject']}\n{one.get_content()}" for one in read]


def due(session: Session, why: str) -> list[SurveyLetterDue]:
    """Settle who is written to, as the worker does, until there is nobody left."""
    rows = session.scalars(
        sa.select(OutboxEvent).where(OutboxEvent.type == SurveyLettersDue.__name__)
    )
    wanted = [one for one in rows if one.payload["why"] == why]
    assert len(wanted) == 1
    round_id = session.scalars(sa.select(SurveyRound.id)).one()
    event = SurveyLettersDue(round_id, why, None, clock.now())
    handlers.on_letters_due(session, event)
    found = session.scalars(
        sa.select(OutboxEvent).where(OutboxEvent.type == SurveyLetterDue.__name__)
    )
    ids = [one.payload["person_id"] for one in found if one.payload["why"] == why]
    people = service.due_people(session, event)
    assert sorted(map(str, people)) == sorted(ids)
    return [SurveyLetterDue(round_id, one, why, clock.now()) for one in people]


def test_a_day_opens_the_round_and_everybody_is_written_to_once(
    session: Session,
    hall: Hall,
    row: SurveyRound,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, MONDAY)
    with pytest.raises(NotNow):
        handlers.on_day_begun(session, DayBegun(MONDAY.date() + timedelta(days=1), MONDAY))
    handlers.on_day_begun(session, DayBegun(MONDAY.date(), MONDAY))
    assert row.opened_on == MONDAY.date()
    told = due(session, Why.OPENED)
    at(monkeypatch, NOON)
    with pytest.raises(NotNow):
        handlers.on_letter_due(session, told[0])
    assert letters(settings) == []
    at(monkeypatch, MONDAY)
    hall.answered(row, [hall.clerks[0]], now=MONDAY)
    for one in told:
        handlers.on_letter_due(session, one)
        handlers.on_letter_due(session, one)  # once
    sent = letters(settings)
    assert len(sent) == len(hall.people) - 1  # not to who has answered already
    assert all("/my/self-check" in one and "12月27日" in one for one in sent)
    assert all("だれが何と答えたかは" in one for one in sent)
    assert not any(HOUR.search(one) for one in sent)


def test_who_has_not_answered_is_reminded_once_and_never_again(
    session: Session,
    hall: Hall,
    row: SurveyRound,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, MONDAY)
    handlers.on_day_begun(session, DayBegun(MONDAY.date(), MONDAY))
    hall.answered(row, hall.people[3:], now=MONDAY)
    for n in range(1, 21):
        then = MONDAY + timedelta(days=n)
        at(monkeypatch, then)
        handlers.on_day_begun(session, DayBegun(then.date(), then))
    at(monkeypatch, datetime(2026, 12, 21, 10, tzinfo=JST))
    for one in due(session, Why.REMINDER):
        handlers.on_letter_due(session, one)
    sent = letters(settings)
    assert len(sent) == 3
    assert all("この件のメールは、これが最後です" in one for one in sent)
    keys = session.scalars(sa.select(Message.key)).all()
    assert all(str(row.id) in key and key.endswith(":reminder") for key in keys)
    service.close(session, row, by=None, now=clock.now())
    assert session.scalars(sa.select(Message.key)).all() == []
    left = session.scalars(sa.select(OutboxEvent.type)).all()
    assert not {SurveyLetterDue.__name__, SurveyLettersDue.__name__} & set(left)


def test_who_has_no_address_or_comes_after_the_end_is_not_written_to(
    session: Session,
    hall: Hall,
    row: SurveyRound,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, MONDAY)
    handlers.on_day_begun(session, DayBegun(MONDAY.date(), MONDAY))
    hall.clerks[0].email = None
    session.flush()
    event = SurveyLetterDue(row.id, hall.clerks[0].id, Why.OPENED, MONDAY)
    assert service.letter_for(session, event, now=MONDAY) is None
    other = SurveyLetterDue(row.id, hall.clerks[1].id, Why.OPENED, MONDAY)
    assert service.letter_for(session, other, now=MONDAY) is not None
    assert service.letter_for(session, other, now=MONDAY + timedelta(days=60)) is None
    service.close(session, row, by=None, now=MONDAY)
    handlers.on_letter_due(session, other)
    assert letters(settings) == []
    assert row.opens_on > TODAY
