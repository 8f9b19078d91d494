"""When somebody is erased, what other rooms keep of their words goes too. On both engines."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.identity import queries as identity
from app.identity import service as accounts
from app.learning import queries as learning
from app.learning import service as runs
from app.learning.models import Registration
from app.lrs.events import RecordsErased
from app.lrs.service import erasure
from app.mistakes.models import LessonReport, MistakeKind
from app.mistakes.rules import Spot
from app.mistakes.service import Told, report_mistake
from app.outbox.relay import drain
from app.wiring import SUBSCRIBERS
from tests.factories.identity import a_citizen
from tests.factories.learning import NOON, RIGHT, a_run, answer, finish_lessons

if TYPE_CHECKING:
    from app.identity.models import User
    from app.learning.queries import OwnRun

WORDS = "ここの読みがちがいます。"


def a_learner_who_answered_and_told(session: Session) -> "tuple[User, OwnRun]":
    learner = a_citizen(session)
    own = a_run(session, learner=learner)
    finish_lessons(session, own)
    for key, response in RIGHT.items():
        answer(session, own, key, response, minutes=50)
    version_id = own.registration.course_version_id
    told = Told(version_id, Spot("nani"), "", MistakeKind.READING, WORDS)
    report_mistake(session, told, by=learner.id, secret="x" * 32, address=None, now=NOON)
    return learner, own


def erase(learner: "User") -> None:
    with transaction() as session:
        accounts.disable_user(session, learner.id, now=NOON)
        home_page = identity.installation(session).actor_home_page
        whom = erasure.whom(session, learner.actor_name, home_page=home_page)
    step: erasure.Step | None = None
    while step is None or not step.is_done:
        before = step.erasure_id if step else None
        with transaction() as session:
            step = erasure.erase_person(session, whom, now=NOON, by=None, erasure_id=before)
    drain({RecordsErased: SUBSCRIBERS[RecordsErased]}, now=lambda: NOON + timedelta(hours=2))
    db.session.rollback()
    db.session.expire_all()


def test_a_run_keeps_how_far_it_came_and_no_answer(app: Flask, session: Session) -> None:
    with transaction():
        learner, own = a_learner_who_answered_and_told(session)
        _other, others = a_learner_who_answered_and_told(session)
        run_id, other_id = own.registration.id, others.registration.id
        before, untouched = own.progress, others.progress
    erase(learner)
    after = learning.own_run(session, run_id, learner_id=learner.id)
    assert "188" in str(untouched.as_json())
    assert {state.response for state in after.progress.items.values()} == {""}
    assert after.is_completed
    assert after.registration.score == 1
    assert after.progress.lessons == before.lessons
    assert session.get_one(Registration, other_id).progress == untouched.as_json()
    with transaction():
        assert not runs.rebuild(session, after)


def test_an_erasure_in_many_steps_empties_the_run_with_the_last(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "AT_ONCE", 3)
    with transaction():
        learner, own = a_learner_who_answered_and_told(session)
    erase(learner)
    kept = session.get_one(Registration, own.registration.id).progress
    assert {state["response"] for state in kept["items"].values()} == {""}


def test_what_was_told_of_a_lesson_stays_and_who_told_it_goes(
    app: Flask, session: Session
) -> None:
    with transaction():
        learner, _own = a_learner_who_answered_and_told(session)
        other, _others = a_learner_who_answered_and_told(session)
    erase(learner)
    told = session.execute(sa.select(LessonReport.told_by_id, LessonReport.words)).all()
    assert sorted(told, key=str) == sorted([(None, WORDS), (other.id, WORDS)], key=str)
