"""A guest's life: made, found again, claimed, forgotten. On SQLite and PostgreSQL."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.bookmarks import handlers, queries, service
from app.bookmarks.events import BookmarkClaimed
from app.credentials.handlers import on_course_completed
from app.credentials.models import Credential
from app.db import db, transaction
from app.identity import kana, rules
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.errors import BookmarkUnknown, TooManyAttempts
from app.identity.events import GuestMade
from app.identity.models import Bookmark, SignInAttempt, User
from app.learning import queries as learning
from app.learning import service as runs
from app.learning.events import CourseCompleted
from app.learning.models import Registration
from app.lrs.models import ErasedTally, StoredStatement
from app.lrs.profiling import check_stored
from app.mistakes.models import LessonReport, MistakeKind
from app.mistakes.rules import Spot
from app.mistakes.service import Told, report_mistake
from app.outbox import relay
from app.outbox.errors import NotNow
from app.outbox.models import OutboxDelivery, OutboxEvent
from tests.factories.catalog import LESSON, course_files
from tests.factories.identity import TODAY, a_child, a_citizen
from tests.factories.learning import NOON, RIGHT, WRONG, a_run, answer, finish_lessons

if TYPE_CHECKING:
    from app.identity.service import Guest
    from app.learning.queries import OwnRun

SECRET = "a secret for tests only, long enough"
HERE = "198.51.100.7"
WRONG_WORDS = kana.WORDS[:4]


def a_guest(session: Session) -> "Guest":
    return accounts.make_guest(session, secret=SECRET, now=NOON)


def a_guests_run(session: Session) -> "tuple[Guest, OwnRun]":
    guest = a_guest(session)
    user = session.get_one(User, guest.entrance.user_id)
    return guest, a_run(session, learner=user)


def opened(words: tuple[str, ...], *, address: str = HERE) -> uuid.UUID:
    with transaction() as session:
        attempt = accounts.begin_opening(session, secret=SECRET, address=address, now=NOON)
    with transaction() as session:
        return accounts.finish_opening(session, attempt, words, secret=SECRET, now=NOON).user_id


def completed(session: Session, own: "OwnRun") -> None:
    finish_lessons(session, own)
    for key in RIGHT:
        answer(session, own, key, RIGHT[key], minutes=50)
    assert own.is_completed


def events(session: Session, kind: str) -> list[OutboxEvent]:
    return list(session.scalars(sa.select(OutboxEvent).where(OutboxEvent.type == kind)))


def person(session: Session, user: User) -> identity.Person:
    return identity.person(session, user.id, on=TODAY)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return what sets the clock."""

    def set_clock(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_clock


# --- making and opening --------------------------------------------------------------------------


def test_a_guest_is_an_actor_and_nothing_else(session: Session) -> None:
    with transaction():
        guest = a_guest(session)
        user = session.get_one(User, guest.entrance.user_id)
        found = person(session, user)
    assert found.is_guest
    assert (found.login, found.name, found.called, found.posts) == ("", "", "", ())
    assert found.audience == "citizen"
    assert guest.actor_name == user.actor_name
    kept = session.scalars(sa.select(Bookmark)).one()
    assert len(kept.words_hmac) == 64
    assert not any(word in kept.words_hmac for word in guest.words)


@pytest.mark.parametrize(
    "personal", [{"family_name": "森"}, {"email": "a@example.jp"}, {"login_id": "mori"}]
)
def test_the_database_keeps_nothing_personal_of_a_guest(
    session: Session, personal: dict[str, str]
) -> None:
    with transaction():
        guest = a_guest(session)
    with pytest.raises(IntegrityError), transaction():
        session.execute(
            sa.update(User).where(User.id == guest.entrance.user_id).values(**personal)
        )


def test_the_four_words_open_the_guest_and_move_the_day(session: Session) -> None:
    with transaction():
        guest = a_guest(session)
        session.scalars(sa.select(Bookmark)).one().last_used_on = TODAY - timedelta(days=100)
    assert opened(guest.words) == guest.entrance.user_id
    assert session.scalars(sa.select(Bookmark)).one().last_used_on == TODAY


def test_other_words_another_order_and_another_secret_open_nothing(session: Session) -> None:
    with transaction():
        guest = a_guest(session)
    other = tuple(word for word in kana.WORDS if word not in guest.words)[:4]
    for words in (other, (*guest.words[:3], other[0])):
        with pytest.raises(BookmarkUnknown):
            opened(words)
    with transaction():
        attempt = accounts.begin_opening(session, secret=SECRET, address=HERE, now=NOON)
    with pytest.raises(BookmarkUnknown), transaction():
        accounts.finish_opening(session, attempt, guest.words, secret="x" * 32, now=NOON)


def test_guesses_are_counted_by_address_and_from_everywhere(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "OPENINGS_ANYWHERE", 100)
    with transaction():
        guest = a_guest(session)
    assert opened(guest.words, address="192.0.2.1")
    guess_from("203.0.113.0", times=10)
    for _refused in range(100):  # refused tries use up nothing of what is left for others
        with pytest.raises(TooManyAttempts):
            opened(guest.words, address="203.0.113.0")
    assert opened(guest.words, address="192.0.2.1")
    for number in range(1, 10):
        guess_from(f"203.0.113.{number}", times=10)
    for address in ("203.0.113.1", "203.0.113.99", "192.0.2.1"):
        with pytest.raises(TooManyAttempts):
            opened(guest.words, address=address)
    addresses = session.scalars(sa.select(SignInAttempt.address)).all()
    assert not [one for one in addresses if "." in one]


def test_opening_ones_own_between_guesses_buys_no_further_guess(session: Session) -> None:
    with transaction():
        own = a_guest(session).words
    for _guess in range(10):
        assert opened(own)
        guess_from(HERE, times=1)
    for words in (own, WRONG_WORDS):
        with pytest.raises(TooManyAttempts):
            opened(words)


def test_a_whole_room_opens_its_bookmarks_from_one_address(session: Session) -> None:
    with transaction():
        guests = [a_guest(session) for _seat in range(30)]
    guess_from(HERE, times=9)
    assert [opened(one.words) for one in guests] == [one.entrance.user_id for one in guests]


def guess_from(address: str, *, times: int) -> None:
    for _try in range(times):
        with pytest.raises(BookmarkUnknown):
            opened(WRONG_WORDS, address=address)


# --- claiming ------------------------------------------------------------------------------------


def test_a_claimed_run_changes_hands_with_everything_said_of_it(session: Session) -> None:
    with transaction():
        _guest, own = a_guests_run(session)
        answer(session, own, "doko", RIGHT["doko"])
        before, guest_id = own.progress, own.registration.learner_id
        citizen = a_citizen(session)
        assert service.claim(session, guest_id, person(session, citizen), now=NOON) == 1
        moved = learning.own_run(session, own.registration.id, learner_id=citizen.id)
        assert moved.progress == before
        assert not runs.rebuild(session, moved, check=True)
        assert [one["verb"]["id"].rsplit("/", 1)[-1] for one in _said(session, moved)] == [
            "initialized",
            "answered",
        ]
    assert events(session, "BookmarkClaimed")


def test_a_completed_course_earns_its_credential_with_the_claim(session: Session) -> None:
    with transaction():
        _guest, own = a_guests_run(session)
        completed(session, own)
        run = own.registration
        told = CourseCompleted(run.id, run.learner_id, run.course_version_id, NOON)
        on_course_completed(session, told)
        assert session.scalars(sa.select(Credential)).all() == []
        citizen = a_citizen(session)
        service.claim(session, run.learner_id, person(session, citizen), now=NOON)
        assert len(events(session, "CourseCompleted")) == 2
        on_course_completed(
            session, CourseCompleted(run.id, citizen.id, run.course_version_id, NOON)
        )
        on_course_completed(session, told)
    assert session.scalars(sa.select(Credential)).one().user_id == citizen.id


def test_two_runs_through_one_version_give_the_best_of_both(session: Session) -> None:
    with transaction():
        citizen = a_citizen(session)
        theirs = a_run(session, learner=citizen)
        answer(session, theirs, "doko", RIGHT["doko"])
        answer(session, theirs, "dore", WRONG["dore"])
        _guest, own = a_guests_run(session)
        finish_lessons(session, own)
        answer(session, own, "doko", WRONG["doko"])
        answer(session, own, "dore", RIGHT["dore"])
        assert not theirs.is_completed
        assert not own.is_completed
        service.claim(session, own.registration.learner_id, person(session, citizen), now=NOON)
        both = learning.own_run(session, theirs.registration.id, learner_id=citizen.id)
        assert both.progress.items["doko"].best == 1
        assert both.progress.items["dore"].best == 1
        assert both.is_completed
        assert not runs.rebuild(session, both, check=True)
        assert len(learning.own_cards(session, citizen.id)) == 1
    assert len(events(session, "CourseCompleted")) == 1


def test_a_second_claim_and_a_claim_of_an_account_move_nothing(session: Session) -> None:
    with transaction():
        _guest, own = a_guests_run(session)
        one, other = a_citizen(session), a_citizen(session)
        guest_id = own.registration.learner_id
        assert service.claim(session, guest_id, person(session, one), now=NOON) == 1
        assert service.claim(session, guest_id, person(session, other), now=NOON) == 0
        assert service.claim(session, one.id, person(session, other), now=NOON) == 0
        assert len(learning.own_cards(session, one.id)) == 1


def test_a_claim_gives_no_try_back_that_the_account_has_used_up(session: Session) -> None:
    files = course_files(lesson=LESSON.replace("#doko", "#doko attempts=2"))
    with transaction():
        citizen = a_citizen(session)
        theirs = a_run(session, learner=citizen, files=files)
        answer(session, theirs, "doko", WRONG["doko"], minutes=1)
        for minutes, tries in ((10, 2), (20, 2)):
            user = session.get_one(User, a_guest(session).entrance.user_id)
            own = a_run(session, learner=user, files=files)
            for number in range(tries):
                response = WRONG if minutes == 10 else RIGHT
                answer(session, own, "doko", response["doko"], minutes=minutes + number)
            answer(session, own, "dore", RIGHT["dore"], minutes=minutes + 5)
            service.claim(session, user.id, person(session, citizen), now=NOON)
        both = learning.own_run(session, theirs.registration.id, learner_id=citizen.id)
    assert (both.progress.items["doko"].attempts, both.progress.items["doko"].best) == (2, 0)
    assert both.progress.items["dore"].attempts == 2
    assert both.progress.items["dore"].best == 1


def test_a_child_claims_no_course_for_grown_ups_and_the_bookmark_goes_on(session: Session) -> None:
    with transaction():
        guest, own = a_guests_run(session)
        child = a_child(session)
        guest_id = own.registration.learner_id
        assert service.claim(session, guest_id, person(session, child), now=NOON) == 0
        assert own.registration.learner_id == guest_id
    assert opened(guest.words) == guest_id
    assert events(session, "BookmarkClaimed") == []


# --- the end -------------------------------------------------------------------------------------


def test_180_idle_days_after_the_last_use_nothing_is_left(
    app: Flask, session: Session, at: Callable[[datetime], None]
) -> None:
    with transaction():
        guest, own = a_guests_run(session)
        answer(session, own, "doko", RIGHT["doko"], minutes=60 * 24 * 30)
    event = GuestMade(guest.entrance.user_id, NOON)
    at(NOON)
    with pytest.raises(NotNow) as waits, transaction():
        handlers.on_guest_made(session, event)
    assert waits.value.wait == timedelta(days=210)
    at(NOON + timedelta(days=209))
    with pytest.raises(NotNow), transaction():
        handlers.on_guest_made(session, event)
    at(NOON + timedelta(days=210))
    subscribers: relay.Subscribers = {GuestMade: [handlers.on_guest_made]}
    assert relay.drain(subscribers, now=clock.now) == 1
    for table in (User, Bookmark, Registration, StoredStatement):
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert session.scalar(sa.select(sa.func.sum(ErasedTally.statements))) == 2
    with pytest.raises(BookmarkUnknown):
        opened(guest.words)


def test_a_guest_whose_mistake_report_names_them_can_be_forgotten(session: Session) -> None:
    with transaction():
        _guest, own = a_guests_run(session)
        told = Told(own.registration.course_version_id, Spot(), "", MistakeKind.BROKEN, "")
        guest_id = own.registration.learner_id
        report_mistake(session, told, by=guest_id, secret=SECRET, address=HERE, now=NOON)
    with transaction():
        service.forget(session, guest_id)
    session.expire_all()
    assert session.get(User, guest_id) is None
    assert session.scalars(sa.select(LessonReport)).one().told_by_id is None


def test_a_bookmark_in_use_is_looked_at_again_on_its_day_and_holds_nobody_up(
    app: Flask, session: Session, at: Callable[[datetime], None]
) -> None:
    with transaction():
        a_guest(session)
    at(NOON)
    subscribers: relay.Subscribers = {GuestMade: [handlers.on_guest_made]}
    assert relay.drain(subscribers, now=clock.now) == 1
    row = session.scalars(sa.select(OutboxDelivery)).one()
    assert row.next_try_at == NOON + timedelta(days=180)
    assert row.attempts == 0


def test_a_claimed_guest_is_erased_and_the_account_keeps_everything(
    app: Flask, session: Session, at: Callable[[datetime], None]
) -> None:
    at(NOON)
    with transaction():
        _guest, own = a_guests_run(session)
        answer(session, own, "doko", RIGHT["doko"])
        guest_id, citizen = own.registration.learner_id, a_citizen(session)
        service.claim(session, guest_id, person(session, citizen), now=NOON)
    subscribers: relay.Subscribers = {
        BookmarkClaimed: [handlers.on_bookmark_claimed],
        GuestMade: [handlers.on_guest_made],
    }
    relay.drain(subscribers, now=clock.now)
    db.session.rollback()
    assert session.get(User, guest_id, populate_existing=True) is None
    docs = session.scalars(sa.select(StoredStatement.doc)).all()
    assert len(docs) == 2
    assert all(str(citizen.actor_name) in doc for doc in docs)
    moved = learning.own_run(session, own.registration.id, learner_id=citizen.id)
    assert not runs.rebuild(session, moved, check=True)
    assert check_stored(session, identity.installation(session), most=20).told == []
    assert queries.days_left(session, guest_id, today=TODAY) is None


def _said(session: Session, own: "OwnRun") -> "list[dict[str, dict[str, str]]]":
    return learning.statements_of_run(session, own)
