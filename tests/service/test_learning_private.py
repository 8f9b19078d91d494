"""What a question keeps between itself and the learner: where it is, and where it goes."""

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.bookmarks import service as bookmarks
from app.catalog.content import View
from app.db import db, transaction
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.models import User
from app.learning import handlers, queries, service
from app.learning.models import PrivateAnswer
from app.lrs.events import PersonErased
from app.lrs.models import StoredStatement
from app.lrs.service import erasure
from app.outbox import relay
from tests.factories.catalog import course_files
from tests.factories.identity import TODAY, a_citizen
from tests.factories.learning import NOON, a_run, answer

if TYPE_CHECKING:
    from app.learning.queries import OwnRun

VIEW = View(None)
FILES = course_files(
    **{
        "010-jibun/020-matome.md": """\
+++
title = "まとめ"
minutes = 3
+++

::: extended-text #himitsu share=private
どう{思|おも}いますか。

- {顔|かお} #kao
- {場所|ばしょ} #basho

> いろいろです。
:::

::: likert #kimochi share=private
{話|はな}せそうですか。

- はい #hai
- {少|すこ}し #sukoshi
- いいえ #iie

> どれでもいいのです。
:::

::: extended-text #minna
{教|おし}えてください。

> いろいろです。
:::
"""
    }
)


def begun(session: Session, *, learner: User | None = None) -> "OwnRun":
    return a_run(session, learner=learner, files=FILES)


def a_guests_run(session: Session) -> "OwnRun":
    guest = accounts.make_guest(session, secret="a secret for tests, long enough", now=NOON)
    return begun(session, learner=session.get_one(User, guest.entrance.user_id))


def kept(session: Session, own: "OwnRun") -> dict[str, str]:
    rows = sa.select(PrivateAnswer).filter_by(registration_id=own.registration.id)
    return {one.item: one.text for one in session.scalars(rows)}


def asked(session: Session, own: "OwnRun", key: str) -> queries.StepPage:
    place = queries.place_of_question(own.course, key)
    return queries.step_page(session, own, place.lesson, place.step, VIEW, now=NOON)


def claim(session: Session, own: "OwnRun", citizen: User) -> int:
    account = identity.person(session, citizen.id, on=TODAY)
    later = NOON + timedelta(hours=1)
    return bookmarks.claim(session, own.registration.learner_id, account, now=later)


def erased(session: Session, learner: User) -> None:
    home_page = identity.installation(session).actor_home_page
    whom = erasure.whom(session, learner.actor_name, home_page=home_page)
    while not erasure.erase_person(session, whom, now=NOON, by=None).is_done:
        pass


def test_a_private_answer_is_in_no_statement_and_its_question_shows_it_again(
    session: Session,
) -> None:
    own = begun(session)
    answer(session, own, "himitsu", ("こわかった。",), minutes=1)
    answer(session, own, "himitsu", ("もう、こわくない。",), minutes=2)
    answer(session, own, "minna", ("みんなへ。",), minutes=3)
    docs = "".join(session.scalars(sa.select(StoredStatement.doc)))
    assert "こわ" not in docs
    assert "みんなへ。" in docs
    assert "こわ" not in str(own.registration.progress)
    assert own.progress.items["himitsu"].attempts == 2
    assert kept(session, own) == {"himitsu": "もう、こわくない。"}
    page = asked(session, own, "himitsu")
    assert page.question is not None
    assert page.question.text == "もう、こわくない。"
    assert page.question.is_private
    told = queries.earlier_feedback(page, VIEW)
    assert told is not None
    assert told.kind == "kept"


def test_cards_and_scales_are_private_too(session: Session) -> None:
    own = begun(session)
    answer(session, own, "himitsu", ("kao", "basho"), minutes=1)
    answer(session, own, "kimochi", ("sukoshi",), minutes=2)
    docs = "".join(session.scalars(sa.select(StoredStatement.doc)))
    assert '"response"' not in docs
    for key, chosen in {"himitsu": ("kao", "basho"), "kimochi": ("sukoshi",)}.items():
        page = asked(session, own, key)
        assert page.question is not None
        assert page.question.chosen == chosen
    words = queries.own_words(session, own, VIEW)
    assert [len(one.texts) for one in words] == [1, 2]
    assert "顔" in str(words[1].texts[0])
    assert "kao" not in str(words[1].texts[0])


def test_progress_computed_anew_differs_in_nothing_and_keeps_what_is_private(
    session: Session,
) -> None:
    own = begun(session)
    answer(session, own, "himitsu", ("ひみつ。",))
    assert not service.rebuild(session, own)
    assert kept(session, own) == {"himitsu": "ひみつ。"}


def test_an_erasure_takes_what_its_person_wrote_and_nothing_else(
    app: Flask, session: Session
) -> None:
    with transaction():
        learner, other = a_citizen(session), a_citizen(session)
        own, others = begun(session, learner=learner), begun(session, learner=other)
        answer(session, own, "himitsu", ("ひみつ。",))
        answer(session, others, "himitsu", ("べつのひみつ。",))
    with transaction():
        erased(session, learner)
    subscribers: relay.Subscribers = {PersonErased: [handlers.on_person_erased]}
    assert relay.drain(subscribers, now=clock.now) == 1
    db.session.rollback()
    assert kept(session, own) == {}
    assert kept(session, others) == {"himitsu": "べつのひみつ。"}


def test_a_claim_brings_private_answers_into_the_account(session: Session) -> None:
    own, citizen = a_guests_run(session), a_citizen(session)
    answer(session, own, "himitsu", ("ひみつ。",))
    assert claim(session, own, citizen) == 1
    moved = queries.own_run(session, own.registration.id, learner_id=citizen.id)
    assert kept(session, moved) == {"himitsu": "ひみつ。"}


def test_of_two_runs_the_later_private_answer_stays(session: Session) -> None:
    citizen = a_citizen(session)
    theirs, own = begun(session, learner=citizen), a_guests_run(session)
    answer(session, theirs, "himitsu", ("まえ。",), minutes=1)
    answer(session, own, "himitsu", ("あと。",), minutes=2)
    answer(session, own, "kimochi", ("hai",), minutes=3)
    answer(session, theirs, "kimochi", ("iie",), minutes=4)
    guest_id = own.registration.learner_id
    claim(session, own, citizen)
    assert kept(session, theirs) == {"himitsu": "あと。", "kimochi": "iie"}
    assert kept(session, own) == {}
    bookmarks.forget(session, guest_id)
    assert kept(session, theirs) == {"himitsu": "あと。", "kimochi": "iie"}


def test_a_bookmark_that_ends_takes_its_private_answers_with_it(session: Session) -> None:
    own = a_guests_run(session)
    answer(session, own, "himitsu", ("ひみつ。",))
    bookmarks.forget(session, own.registration.learner_id)
    assert session.scalars(sa.select(PrivateAnswer)).all() == []
