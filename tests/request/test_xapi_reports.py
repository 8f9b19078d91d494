"""Another tool reports on a learner's run, and the learner sees what came of it."""

import uuid
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity.models import User
from app.learning.queries import OwnRun
from app.lrs import queries as lrs
from app.outbox.relay import drain
from app.wiring import SUBSCRIBERS
from app.xapi.iri import course_iri
from app.xapi.vocabulary import ANSWERED, COMPLETED, PASSED, PROGRESSED, VOIDED, Verb
from tests.client import PageClient, sign_in
from tests.factories.clients import a_client, basic_of
from tests.factories.identity import a_citizen
from tests.factories.learning import RIGHT, a_report, a_run, answer, report

if TYPE_CHECKING:
    from app.clients.service import Issued
    from app.db import Json


@pytest.fixture
def learner(session: Session) -> User:
    return a_citizen(session)


@pytest.fixture
def own(session: Session, learner: User) -> OwnRun:
    return a_run(session, learner=learner)


@pytest.fixture
def screen(client: PageClient, learner: User, own: OwnRun) -> PageClient:
    """Return the learner's browser; another client of the test is the other tool."""
    client.checks_words = False  # names that other tools give are theirs
    return sign_in(client, learner)


@pytest.fixture
def tool(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def a_reporter(session: Session, own: OwnRun) -> "Issued":
    course = course_iri(own.run.iri_base, own.run.slug)
    return a_client(session, "statements/write", name="かみしばい", reports_on=(course,))


def post(tool: PageClient, sender: "Issued", *statements: "Json") -> None:
    headers = {"Authorization": basic_of(sender), "X-Experience-API-Version": "1.0.3"}
    answered = tool.post("/xapi/statements", json=list(statements), headers=headers)
    assert answered.status_code == 200, answered.text
    drain(SUBSCRIBERS, now=clock.now)


def test_a_lesson_completed_in_another_tool_is_done_on_the_learners_page(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    assert "あと3つ" in screen.get("/courses/tameshi").text
    post(tool, a_reporter(session, own), a_report(own, COMPLETED, "matome"))
    shown = screen.get("/courses/tameshi").text
    assert "あと2つ" in shown
    assert "1つの学びは終わっています" in shown
    told = screen.get(f"/my/data/{own.registration.id}").text
    assert "「かみしばい」からとどいた記録" in told


def test_a_tool_that_may_not_report_on_the_course_changes_nothing(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    elsewhere = f"{course_iri(own.run.iri_base, own.run.slug)}-2"
    senders = [
        a_client(session, "statements/write", reports_on=reports_on)
        for reports_on in ((), (elsewhere,), ("https://elsewhere.example/",))
    ]
    for sender in senders:
        post(tool, sender, a_report(own, COMPLETED, "matome"))
    assert "あと3つ" in screen.get("/courses/tameshi").text
    assert "とどいた記録" not in screen.get(f"/my/data/{own.registration.id}").text
    assert "とどいた記録" in screen.get("/my/data").text, "it is about the learner all the same"


def test_a_verb_without_a_japanese_word_is_given_one(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    show = {"id": "https://play.example/1", "definition": {"name": {"ja": "かみしばい"}}}
    attempted = Verb("http://adlnet.gov/expapi/verbs/attempted", {"en": "attempted"})
    tried, seen = (a_report(own, attempted, object=show) for _ in range(2))
    seen["verb"] = {"id": attempted.id, "display": {"ja-JP": "見た"}}
    post(tool, a_reporter(session, own), tried, seen)
    told = screen.get("/my/data").text
    assert "「かみしばい」に取り組んだ" in told
    assert "「かみしばい」を見た" in told


def test_a_beginning_of_an_iri_opens_no_course_whose_name_begins_alike(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    short = course_iri(own.run.iri_base, own.run.slug)[:-1]
    sender = a_client(session, "statements/write", reports_on=(short,))
    post(tool, sender, a_report(own, COMPLETED, "matome"))
    assert "あと3つ" in screen.get("/courses/tameshi").text


def test_what_is_said_in_somebody_elses_name_or_run_changes_nothing(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    other = a_run(session)
    theirs, nobodys = str(other.registration.id), str(uuid.UUID(int=7))
    post(
        tool,
        a_reporter(session, own),
        a_report(own, COMPLETED, "matome", actor=other.run.actor.as_json()),
        a_report(own, COMPLETED, "nani", context={"registration": theirs}),
        a_report(own, COMPLETED, "nani", context={"registration": nobodys}),
    )
    assert "あと3つ" in screen.get("/courses/tameshi").text
    told = screen.get(f"/my/data/{own.registration.id}").text
    assert str(other.run.actor.name) not in told
    assert "とどいた記録" not in told


def test_the_last_missing_report_leads_to_the_closing_page(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    for key in ("doko", "dore"):
        answer(session, own, key, RIGHT[key])
    assert screen.get(f"/learn/{own.registration.id}/finished").status_code == 302
    lessons = [a_report(own, PASSED, "nani"), a_report(own, COMPLETED, "matome")]
    post(tool, a_reporter(session, own), *lessons)
    assert (
        "教えないものを見つけられる" in screen.get(f"/learn/{own.registration.id}/finished").text
    )
    assert "なぜ、まだ修了ではないのですか" not in screen.get("/courses/tameshi").text


def test_a_report_taken_back_by_its_sender_is_gone_from_the_page(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    sender = a_reporter(session, own)
    said = a_report(own, COMPLETED, "matome")
    post(tool, sender, said)
    target = {"objectType": "StatementRef", "id": said["id"]}
    post(tool, sender, a_report(own, VOIDED, object=target, context=None))
    assert "あと3つ" in screen.get("/courses/tameshi").text


def test_a_stranger_cannot_take_back_what_counts(
    session: Session, own: OwnRun, screen: PageClient, tool: PageClient
) -> None:
    sender, stranger = a_reporter(session, own), a_client(session, "statements/write")
    said = a_report(own, COMPLETED, "matome")
    post(tool, sender, said)
    ours = lrs.statements_of_registration(session, own.registration.id)
    for one in (said, *ours):
        target = {"objectType": "StatementRef", "id": one["id"]}
        voiding = a_report(own, VOIDED, object=target, context=None)
        headers = {"Authorization": basic_of(stranger), "X-Experience-API-Version": "1.0.3"}
        tool.post("/xapi/statements", json=voiding, headers=headers)
    drain(SUBSCRIBERS, now=clock.now)
    assert "あと2つ" in screen.get("/courses/tameshi").text
    left = lrs.statements_of_registration(session, own.registration.id)
    assert [one["id"] for one in left] == [one["id"] for one in ours]


def test_an_answer_given_elsewhere_breaks_no_screen_of_the_player(
    session: Session, own: OwnRun, screen: PageClient
) -> None:
    screen.query_budget = 20  # the first look at a lesson also writes
    odd = {"doko": "kyara", "junban": "gakko", "dore": "", "bango": "<b>119</b>"}
    for success in (False, True):
        said = [
            a_report(own, ANSWERED, key, result={"success": success, "response": response})
            | {"timestamp": "2026-11-22T00:00:20Z" if success else "2026-11-22T00:00:10Z"}
            for key, response in odd.items()
        ]
        report(session, own, *said)
        for step in range(1, 5):
            shown = screen.get(f"/learn/{own.registration.id}/nani/{step}")
            assert shown.status_code == 200
            assert "<b>119" not in shown.text
            assert not success or "おしい" not in shown.text, "what counts as right is not wrong"


def test_my_data_reads_another_tools_statements_as_sentences(
    session: Session, own: OwnRun, screen: PageClient
) -> None:
    verb = {"id": "https://tool.example/verbs/folded/"}
    went = {"id": PROGRESSED.id, "display": {"en": "went"}}
    name = {"definition": {"name": {"ja-JP": "おりがみ{<b>}"}}}
    here = f"{own.run.iri_base}/tameshi"
    report(
        session,
        own,
        a_report(own, ANSWERED, "doko", result={"score": {"scaled": -0.5}, "success": False}),
        a_report(own, PROGRESSED, "nani") | {"verb": went},
        a_report(own, PASSED, object={"id": f"{here}/nani", **name}),
        a_report(own, PASSED, object={"id": f"{here}/tsuru", **name}) | {"verb": verb},
        a_report(own, PASSED) | {"verb": verb | {"display": {"ja-JP": "折った"}}},
    )
    for address in ("/my/data", f"/my/data/{own.registration.id}"):
        told = screen.get(address).text
        assert "<b>}" not in told
        for sentence in (
            "答えた",
            "100点満点で-50点",
            "進めた",
            "」に合格した",
            "」をfolded",
            "折った",
        ):
            assert sentence in told, sentence
        assert "went</p>" not in told
        assert told.count("「かみしばい」からとどいた記録") == 5
