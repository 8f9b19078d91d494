"""What two accounts of one person have learned counts together. On SQLite and PostgreSQL."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.credentials.handlers import on_course_completed
from app.credentials.models import Credential
from app.db import db, transaction
from app.home import queries as home
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.models import User
from app.learning import queries as learning
from app.learning.events import CourseCompleted
from app.learning.models import PrivateAnswer, Registration
from app.lrs.models import KnownAgent, StoredStatement
from app.lrs.policy import Sight
from app.lrs.queries.sight import Actors, Reader, agent_keys
from app.outbox.models import OutboxEvent
from app.outbox.relay import drain
from app.privacy import service
from app.wiring import SUBSCRIBERS
from app.xapi.vocabulary import ANSWERED
from tests.factories.identity import NOW, TODAY, a_user, an_administrator
from tests.factories.learning import (
    NOON,
    RIGHT,
    WRONG,
    a_report,
    a_run,
    answer,
    finish_lessons,
    read_reports,
    send,
)
from tests.factories.merging import differing, merge


@pytest.fixture(autouse=True)
def _installation(app: Flask, session: Session) -> None:
    with transaction():
        accounts.ensure_installation(session, "http://localhost", NOON)


def test_two_runs_of_one_version_count_together_and_none_is_lost(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        answer(session, mine, "doko", RIGHT["doko"], minutes=1)
        answer(session, theirs, "doko", WRONG["doko"], minutes=2)
        answer(session, theirs, "bango", RIGHT["bango"], minutes=3)
        finish_lessons(session, theirs)
        said = {one.id: one.doc for one in session.scalars(sa.select(StoredStatement))}
        merge(session, stays, goes, boss)
    with transaction():
        own = learning.own_run(session, mine.registration.id, learner_id=stays)
        assert own.progress.items["doko"].best == 1
        assert own.progress.items["doko"].attempts == 2
        assert own.progress.items["bango"].best == 1
        assert own.registration.lessons_done == 2
        assert own.is_completed, "half of the points and both lessons, together"
        kept = session.get_one(Registration, theirs.registration.id)
        assert (kept.learner_id, kept.merged_into_id) == (goes, own.registration.id)
        assert differing(session) == []
        now = {one.id: one.doc for one in session.scalars(sa.select(StoredStatement))}
        assert {key: now[key] for key in said} == said, "statements stay as they came"
        cards = learning.own_cards(session, stays)
        assert [card.registration_id for card in cards] == [own.registration.id]
    told = app.test_cli_runner().invoke(args=["progress", "rebuild", "--check"])
    assert told.exit_code == 0, told.output


def test_a_completed_run_stays_completed_and_earns_nothing_twice(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        finish_lessons(session, theirs)
        for key in RIGHT:
            answer(session, theirs, key, RIGHT[key], minutes=50)
        event = OutboxEvent.type == CourseCompleted.__name__
        told = session.scalar(sa.select(sa.func.count()).where(event))
        merge(session, stays, goes, boss)
        again = session.scalar(sa.select(sa.func.count()).where(event))
        on_course_completed(
            session,
            CourseCompleted(
                theirs.registration.id, goes, theirs.registration.course_version_id, NOON
            ),
        )
    with transaction():
        own = learning.own_run(session, mine.registration.id, learner_id=stays)
        assert own.is_completed
        assert (told, again) == (1, 1)
        assert session.scalars(sa.select(Credential.user_id)).all() == [stays]
        assert differing(session) == []


def test_a_run_that_only_one_had_changes_hands_with_all_that_was_said(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        theirs = a_run(session)
        stays, goes = a_user(session).id, theirs.registration.learner_id
        answer(session, theirs, "doko", RIGHT["doko"])
        merge(session, stays, goes, boss)
    with transaction():
        own = learning.own_run(session, theirs.registration.id, learner_id=stays)
        assert differing(session) == []
        # goes on in the new name, and a tool that knows the old one may still report
        answer(session, own, "bango", RIGHT["bango"], minutes=90)
        send(session, theirs, a_report(theirs, ANSWERED, "dore", result={"success": True}))
        own = read_reports(session, own)
        assert {"doko", "bango", "dore"} <= own.progress.items.keys()
        assert differing(session) == []
        who = identity.person(session, stays, on=TODAY)
        page = home.own_statements(session, who, before_seq=None)
        names = {str(one) for one in identity.actor_names(session, stays)}
        assert len(names) == 2
        assert len(page.rows) == 4
        found = agent_keys(Reader(Sight(is_whole=True), on=TODAY), Actors(person=stays))
        assert found is not None
        assert len(session.scalars(found).all()) == 2
        assert set(session.scalars(sa.select(KnownAgent.account_id))) >= {
            uuid.UUID(one) for one in names
        }


def test_of_two_private_answers_the_later_counts_and_the_earlier_is_kept(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        for own, text, minutes in ((mine, "はじめ", 1), (theirs, "あと", 2)):
            session.add(
                PrivateAnswer(
                    registration_id=own.registration.id,
                    item="kimochi",
                    text=text,
                    answered_at=NOON + timedelta(minutes=minutes),
                )
            )
        merge(session, stays, goes, boss)
        found = {
            one.registration_id: one.text for one in session.scalars(sa.select(PrivateAnswer))
        }
    assert found == {mine.registration.id: "あと", theirs.registration.id: "はじめ"}


def test_who_was_merged_before_leads_to_the_one_that_stays_in_one_step(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        first, second, third = a_run(session), a_run(session), a_run(session)
        ids = [one.registration.learner_id for one in (first, second, third)]
        answer(session, first, "doko", RIGHT["doko"], minutes=1)
        answer(session, second, "bango", RIGHT["bango"], minutes=2)
        answer(session, third, "dore", WRONG["dore"], minutes=3)
        merge(session, ids[1], ids[0], boss)
        merge(session, ids[2], ids[1], boss)
    with transaction():
        told = identity.merged(session, ids[2])
        assert {one.id for one in told.taken} == set(ids[:2])
        into = identity.merged(session, ids[0]).into
        assert into is not None
        assert into.id == ids[2]
        own = learning.own_run(session, third.registration.id, learner_id=ids[2])
        assert own.progress.items.keys() >= {"doko", "bango", "dore"}
        assert differing(session) == []


def test_an_erasure_takes_all_accounts_of_the_person(app: Flask, session: Session) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        answer(session, mine, "doko", RIGHT["doko"], minutes=1)
        answer(session, theirs, "doko", WRONG["doko"], minutes=2)
        merge(session, stays, goes, boss)
        service.ask_for_erasure(session, stays, by=boss.id, asked_by="person", now=NOW)
    drain(SUBSCRIBERS, now=lambda: clock.now() + timedelta(hours=2))
    db.session.rollback()
    db.session.expire_all()
    assert session.get(User, stays) is None
    assert session.get(User, goes) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(StoredStatement)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0
