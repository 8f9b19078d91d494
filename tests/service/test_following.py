"""Who is told what, once; and the letters."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.clock import JST
from app.config import Settings
from app.following import handlers, queries, service
from app.following.events import NotificationLetterDue, NotificationsTold
from app.following.models import Notification
from app.following.service import Told
from app.identity.models import User
from app.outbox.errors import NotNow
from app.outbox.models import OutboxEvent
from tests.factories.identity import NOW, a_child, a_citizen, a_clerk, a_user

MONDAY = datetime(2026, 12, 7, 10, tzinfo=JST)
NIGHT = datetime(2026, 12, 7, 21, tzinfo=JST)
JOINED = Told("project.joined", "project.joined:1", "/projects/yuki", {"project": "雪かき"})


def subject(user: User) -> tuple[str, object]:
    return ("project", user.id)


def test_followers_are_told_once_and_whoever_stopped_is_left_alone(session: Session) -> None:
    one, other, doer = a_citizen(session), a_citizen(session), a_citizen(session)
    about = ("project", doer.id)
    for user in (one, other, doer):
        service.follow(session, user.id, about, now=NOW)
    service.stop(session, other.id, about, now=NOW)
    service.follow(session, other.id, about, now=NOW, by_itself=True)
    for _ in range(2):
        service.tell_followers(session, about, JOINED, now=NOW, but=doer.id)
    assert [line.words for line in queries.told(session, one.id)] == ["「雪かき」に加わりました"]
    assert queries.told(session, other.id) == queries.told(session, doer.id) == []
    assert len(session.scalars(sa.select(OutboxEvent)).all()) == 1
    service.follow(session, other.id, about, now=NOW)
    assert queries.follows(session, other.id, about)


def test_what_is_not_known_any_more_is_still_told(session: Session) -> None:
    user = a_citizen(session)
    service.tell(session, [user.id], Told("gone", "k", "/", {"project": "雪かき"}), now=NOW)
    service.tell(session, [user.id], Told("project.joined", "l", "/", {"x": "な"}), now=NOW)
    assert {line.words for line in queries.told(session, user.id)} == {"雪かき", "な"}


def test_reading_is_noted_and_old_ones_are_forgotten(session: Session) -> None:
    user = a_citizen(session)
    service.tell(session, [user.id], JOINED, now=NOW)
    assert queries.count_new(session, user.id) == 1
    assert service.note_read(session, user.id, now=NOW) == 1
    assert queries.count_new(session, user.id) == 0
    service.forget_old(session, before=NOW + timedelta(days=1))
    assert session.scalars(sa.select(Notification)).all() == []


def letters(settings: Settings) -> list[str]:
    found = sorted((settings.instance_dir / "mail").glob("*.eml"))
    read = [message_from_bytes(one.read_bytes(), policy=policy.SMTP) for one in found]
    return [f"{one['To']}\n{one['Subject']}\n{one.get_content()}" for one in read]


def test_adults_who_want_them_get_letters_and_staff_by_day(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = a_user(session, email="hana@example.jp")
    silent = a_user(session, email="shizuka@example.jp")
    clerk = a_clerk(session)
    clerk.email = "misaki@city.example.jp"
    child = a_child(session)
    child.email = "yui@example.jp"
    service.choose_letters(session, silent.id, wants=False)
    people = [one.id for one in (citizen, silent, clerk, child)]
    service.tell(session, people, JOINED, now=NOW)
    event = NotificationsTold(JOINED.key, tuple(people), NOW)
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    handlers.on_notifications_told(session, event)
    rows = session.scalars(sa.select(OutboxEvent))
    kind = NotificationLetterDue.__name__
    due = {row.payload["user_id"] for row in rows if row.type == kind}
    assert due == {str(citizen.id), str(clerk.id)}
    handlers.on_notification_letter_due(
        session, NotificationLetterDue(JOINED.key, citizen.id, NOW)
    )
    with pytest.raises(NotNow):
        handlers.on_notification_letter_due(
            session, NotificationLetterDue(JOINED.key, clerk.id, NOW)
        )
    (letter,) = letters(settings)
    assert "雪かき" in letter
    assert "http://localhost/projects/yuki" in letter
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    for _ in range(2):
        handlers.on_notification_letter_due(
            session, NotificationLetterDue(JOINED.key, clerk.id, NOW)
        )
    assert len(letters(settings)) == 2
