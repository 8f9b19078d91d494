"""Children's statements stay in the house unless two administrators say otherwise."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import Json, db, transaction
from app.forwarding import away, service
from app.forwarding.errors import NotAsked, SamePerson
from app.forwarding.models import Forwarder
from app.identity.models import User
from app.identity.service import ensure_installation, make_guest
from app.lrs import service as lrs
from app.outbox.relay import drain
from app.wiring import SUBSCRIBERS
from tests.factories.forwarding import RemoteStore, a_forwarder, a_remote_store, answers, takes
from tests.factories.identity import NOW, a_child, a_citizen, a_clerk, a_post, a_school, a_user
from tests.factories.lrs import HOME, a_statement, a_voiding, an_actor

VOUCHING = an_actor("client:tests")
"""The authority of each statement: nobody here knows it, and it is nobody's child all the same."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: stores may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def store() -> Iterator[RemoteStore]:
    with a_remote_store() as store:
        yield store


@pytest.fixture
def forwarder(session: Session, settings: Settings, store: RemoteStore) -> Forwarder:
    ensure_installation(session, HOME, NOW)
    made = a_forwarder(session, settings, endpoint=store.endpoint)
    session.commit()
    return made


@pytest.fixture
def adult(session: Session) -> Json:
    return an_actor(a_clerk(session).actor_name)


@pytest.fixture
def child(session: Session) -> Json:
    return an_actor(a_child(session).actor_name)


def say(session: Session, **parts: Any) -> str:  # noqa: ANN401  as a_statement
    session.commit()
    with transaction() as inner:
        return str(lrs.record(inner, a_statement(**parts), now=NOW, authority=VOUCHING))


def work(minutes: int = 0) -> None:
    drain(SUBSCRIBERS, now=lambda: NOW + timedelta(minutes=minutes))
    db.session.expire_all()


def agree(session: Session, forwarder: Forwarder) -> tuple[User, User]:
    first, second = a_clerk(session), a_clerk(session)
    session.commit()
    with transaction() as inner:
        service.ask_for_children(inner, forwarder.id, by=first.id, now=NOW)
        service.agree_to_children(inner, forwarder.id, by=second.id, now=NOW)
    return first, second


def a_group(*members: Json) -> Json:
    return {"objectType": "Group", "member": list(members)}


STRANGERS = [
    {"objectType": "Agent", "mbox": "mailto:someone@example.jp"},
    {"objectType": "Agent", "openid": "https://openid.example.org/1"},
    an_actor(uuid.UUID(int=7)),
    an_actor("class-3"),
    {"account": {"homePage": "https://elsewhere.example", "name": str(uuid.UUID(int=7))}},
    {"objectType": "Group", "account": {"homePage": HOME, "name": "3-1"}},
]


def test_a_grown_ups_statement_goes_and_a_childs_is_left_out_and_counted(
    session: Session, forwarder: Forwarder, store: RemoteStore, adult: Json, child: Json
) -> None:
    say(session, actor=child)
    sent = say(session, actor=adult)
    work()
    assert store.ids == [sent]
    assert (forwarder.sent, forwarder.left_out) == (1, 1)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_who_is_not_known_here_may_be_a_child(
    session: Session, forwarder: Forwarder, store: RemoteStore, stranger: Json
) -> None:
    say(session, actor=stranger)
    work()
    assert store.asked == []
    assert forwarder.left_out == 1


@pytest.mark.parametrize(
    "place",
    ["object", "member", "team", "instructor", "inner", "contextAgents", "contextGroups"],
)
def test_a_child_anywhere_in_a_statement_keeps_it_here(
    session: Session, forwarder: Forwarder, adult: Json, child: Json, place: str
) -> None:
    agents, groups = {"objectType": "contextAgent"}, {"objectType": "contextGroup"}
    parts: dict[str, Any] = {
        "object": {"object": child},
        "member": {"actor": a_group(adult, child)},
        "team": {"context": {"team": a_group(adult, child)}},
        "instructor": {"context": {"instructor": child}},
        "inner": {"object": a_statement(actor=child) | {"objectType": "SubStatement"}},
        "contextAgents": {"context": {"contextAgents": [agents | {"agent": child}]}},
        "contextGroups": {
            "context": {"contextGroups": [groups | {"group": a_group(adult, child)}]}
        },
    }
    say(session, **{"actor": adult, **parts[place]})
    work()
    assert (forwarder.sent, forwarder.left_out) == (0, 1)


def test_who_learns_without_an_account_may_be_a_child(
    session: Session, forwarder: Forwarder, store: RemoteStore
) -> None:
    guest = make_guest(session, secret="x" * 32, now=NOW)
    say(session, actor=an_actor(guest.actor_name))
    work()
    assert store.asked == []
    assert forwarder.left_out == 1
    agree(session, forwarder)
    sent = say(session, actor=an_actor(guest.actor_name))
    work()
    assert store.ids == [sent]


def test_a_group_of_grown_ups_goes(
    session: Session, forwarder: Forwarder, store: RemoteStore, adult: Json
) -> None:
    other = an_actor(a_citizen(session).actor_name)
    sent = say(session, actor=a_group(adult, other), context={"instructor": other})
    work()
    assert store.ids == [sent]


def test_who_was_a_pupil_on_that_day_is_still_a_child_in_that_statement(
    session: Session, forwarder: Forwarder, store: RemoteStore
) -> None:
    grown = a_user(session)
    post = a_post(session, grown, a_school(session), starts_on=date(2025, 4, 1))
    post.ends_on = date(2026, 3, 31)
    actor = an_actor(grown.actor_name)
    say(session, actor=actor, timestamp="2026-03-31T12:00:00+09:00")
    after = say(session, actor=actor, timestamp="2026-04-01T12:00:00+09:00")
    work()
    assert store.ids == [after]


def test_the_voiding_of_a_childs_statement_by_a_grown_up_names_nobody_and_goes(
    session: Session, forwarder: Forwarder, store: RemoteStore, adult: Json, child: Json
) -> None:
    target = say(session, actor=child)
    voiding = a_voiding(uuid.UUID(target), actor=adult)
    voided = say(session, **voiding)
    work()
    assert store.ids == [voided]


def test_after_one_asked_nothing_changes_and_after_another_agreed_it_goes(
    session: Session, forwarder: Forwarder, store: RemoteStore, child: Json
) -> None:
    first, second = a_clerk(session), a_clerk(session)
    session.commit()
    with transaction() as inner:
        service.ask_for_children(inner, forwarder.id, by=first.id, now=NOW)
    say(session, actor=child)
    work()
    assert store.asked == []
    with transaction() as inner:
        service.agree_to_children(inner, forwarder.id, by=second.id, now=NOW)
    sent = say(session, actor=child)
    stranger = say(session, actor=STRANGERS[0])
    work()
    assert store.ids == [sent, stranger]
    assert (forwarder.children_asked_by, forwarder.children_agreed_by) == (first.id, second.id)


def test_nobody_agrees_to_what_they_asked_themselves(
    session: Session, forwarder: Forwarder
) -> None:
    first = a_clerk(session)
    session.commit()
    with transaction() as inner:
        service.ask_for_children(inner, forwarder.id, by=first.id, now=NOW)
        with pytest.raises(SamePerson):
            service.agree_to_children(inner, forwarder.id, by=first.id, now=NOW)
    assert not forwarder.includes_children


def test_nobody_agrees_to_what_nobody_asked(session: Session, forwarder: Forwarder) -> None:
    with transaction() as inner, pytest.raises(NotAsked):
        service.agree_to_children(inner, forwarder.id, by=uuid.uuid4(), now=NOW)


@pytest.mark.parametrize("asked_by", [None, uuid.UUID(int=1)])
def test_the_database_itself_wants_two_people(
    session: Session, forwarder: Forwarder, asked_by: uuid.UUID | None
) -> None:
    one = uuid.UUID(int=1)
    with pytest.raises(IntegrityError), transaction() as inner:
        inner.execute(
            sa.update(Forwarder).values(children_asked_by=asked_by, children_agreed_by=one)
        )


def test_who_asks_second_does_not_take_the_first_ones_place(
    session: Session, forwarder: Forwarder
) -> None:
    first, second = a_clerk(session), a_clerk(session)
    session.commit()
    with transaction() as inner:
        for one in (first, second):
            service.ask_for_children(inner, forwarder.id, by=one.id, now=NOW)
    assert forwarder.children_asked_by == first.id


def test_a_withdrawal_holds_for_what_waits_already(
    session: Session, forwarder: Forwarder, store: RemoteStore, child: Json, adult: Json
) -> None:
    agree(session, forwarder)
    store.behave = answers(503)
    say(session, actor=child)
    work()
    assert len(store.posted) == 1
    with transaction() as inner:
        service.leave_children_out(inner, forwarder.id, now=NOW)
    store.behave = takes
    away.note_answer(forwarder.id)
    work(minutes=5)
    assert len(store.posted) == 1
    assert (forwarder.sent, forwarder.left_out) == (0, 1)
    assert forwarder.children_asked_by is None
    assert forwarder.children_agreed_at is None


def test_an_ended_forwarder_can_be_asked_for_nothing(
    session: Session, forwarder: Forwarder
) -> None:
    with transaction() as inner:
        service.stop(inner, forwarder.id, now=NOW)
        with pytest.raises(NoResultFound):
            service.ask_for_children(inner, forwarder.id, by=uuid.uuid4(), now=NOW)
