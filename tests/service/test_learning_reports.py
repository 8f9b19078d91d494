"""Another tool's statements about a run count as our own player's do."""

import threading
import uuid
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.learning import handlers, queries, service
from app.learning.models import Registration
from app.learning.rules import LessonState
from app.lrs import queries as lrs
from app.lrs.events import ReportReceived
from app.outbox.models import OutboxEvent
from app.xapi.iri import extension_iri
from app.xapi.vocabulary import (
    ANSWERED,
    CMI5_PROGRESS,
    COMPLETED,
    EXPERIENCED,
    FAILED,
    INITIALIZED,
    PASSED,
    PROGRESSED,
    SATISFIED,
    VOIDED,
    Extension,
    Verb,
)
from tests.factories.identity import a_citizen
from tests.factories.learning import (
    NOON,
    RIGHT,
    WRONG,
    a_report,
    a_run,
    answer,
    finish_lessons,
    read_reports,
    report,
    send,
)

if TYPE_CHECKING:
    from app.db import Json

RIGHT_RESULT: "Json" = {"score": {"scaled": 1}}


def verbs(session: Session, own: queries.OwnRun) -> list[str]:
    kept = lrs.statements_of_registration(session, own.registration.id)
    return [statement["verb"]["id"].rsplit("/", 1)[-1] for statement in kept]


def completions(session: Session) -> int:
    told = sa.select(sa.func.count()).select_from(OutboxEvent)
    return session.scalar(told.where(OutboxEvent.type == "CourseCompleted")) or 0


def a_voiding_of(own: queries.OwnRun, target: "Json") -> "Json":
    return a_report(own, VOIDED, object={"objectType": "StatementRef", "id": target["id"]})


@pytest.mark.parametrize(
    ("verb", "result"),
    [
        (COMPLETED, None),
        (COMPLETED, {"completion": True}),
        (PASSED, None),
        (PASSED, {"success": True, "score": {"scaled": 0.7}}),
    ],
)
def test_a_lesson_completed_or_passed_elsewhere_is_done(
    session: Session, verb: Verb, result: "Json | None"
) -> None:
    own = a_run(session)
    own = report(session, own, a_report(own, verb, "matome", result=result))
    assert own.progress.lessons == {"matome": LessonState(steps=0, done=True)}
    assert own.registration.lessons_done == 1
    assert own.judgement.lessons_missing == ("nani",)


@pytest.mark.parametrize(
    ("verb", "result"),
    [
        (COMPLETED, {"completion": False}),
        (PASSED, {"success": False}),
        (FAILED, {"success": False}),
        (EXPERIENCED, None),
        (SATISFIED, None),
        (ANSWERED, RIGHT_RESULT),
    ],
)
def test_what_does_not_say_that_a_lesson_is_done_leaves_it_alone(
    session: Session, verb: Verb, result: "Json | None"
) -> None:
    own = a_run(session)
    assert (
        report(session, own, a_report(own, verb, "matome", result=result)).progress.lessons == {}
    )


@pytest.mark.parametrize(
    ("result", "best"),
    [
        ({"score": {"scaled": 0.25}}, 0.25),
        ({"score": {"scaled": 0.25}, "success": True}, 0.25),
        ({"score": {"scaled": 1}, "success": True}, 1.0),
        ({"score": {"scaled": -1}}, 0.0),
        ({"score": {"raw": 3}, "success": True}, 1.0),
        ({"success": True}, 1.0),
        ({"success": False}, 0.0),
    ],
)
def test_a_question_answered_elsewhere_has_its_score(
    session: Session, result: "Json", best: float
) -> None:
    own = a_run(session)
    own = report(session, own, a_report(own, ANSWERED, "doko", result=result))
    state = own.progress.items["doko"]
    assert (state.best, state.last, state.attempts) == (best, best, 1)
    assert own.progress.here == "nani", "the course knows where the question stands"


@pytest.mark.parametrize("result", [None, {"response": "gakko"}, {"score": {"raw": 3, "max": 3}}])
def test_an_answer_that_nobody_judged_is_no_try(session: Session, result: "Json | None") -> None:
    own = a_run(session)
    assert (
        report(session, own, a_report(own, ANSWERED, "doko", result=result)).progress.items == {}
    )


@pytest.mark.parametrize(
    ("told", "steps"),
    [
        ({CMI5_PROGRESS: 25}, 1),
        ({CMI5_PROGRESS: 49.9}, 1),
        ({CMI5_PROGRESS: 50}, 2),
        ({CMI5_PROGRESS: 100}, 4),
        ({CMI5_PROGRESS: 1e30}, 4),
        ({CMI5_PROGRESS: -5}, 0),
        ({CMI5_PROGRESS: "half"}, 0),
        ({CMI5_PROGRESS: True}, 0),
        ({CMI5_PROGRESS: None}, 0),
        ({"steps": 3}, 3),
        ({"steps": 99}, 4),
        ({"steps": -1}, 0),
        ({"steps": True, CMI5_PROGRESS: 25}, 1),
        ({}, 0),
    ],
)
def test_progress_elsewhere_raises_the_steps_and_finishes_nothing(
    session: Session, told: "Json", steps: int
) -> None:
    own = a_run(session)
    ours = extension_iri(own.run.iri_base, Extension.STEPS)
    extensions = {ours if name == "steps" else name: value for name, value in told.items()}
    if extensions.get(CMI5_PROGRESS) == 10**30:
        extensions[CMI5_PROGRESS] = 1e30  # JSON's largest whole numbers are smaller
    own = report(
        session, own, a_report(own, PROGRESSED, "nani", result={"extensions": extensions})
    )
    assert own.course.lessons[0].steps == 4
    assert own.progress.lessons == {"nani": LessonState(steps=steps, done=False)}


def test_what_our_own_player_writes_in_percent_is_read_back_as_the_same_steps(
    session: Session,
) -> None:
    own = a_run(session)
    head = own.course.lessons[0]
    for steps in range(1, head.steps + 1):
        percent = {CMI5_PROGRESS: round(100 * steps / head.steps)}
        said = a_report(own, PROGRESSED, head.key, result={"extensions": percent}, minutes=steps)
        assert report(session, own, said).progress.lessons[head.key].steps == steps


def test_steps_never_go_back_and_a_lesson_begun_elsewhere_is_begun(session: Session) -> None:
    own = a_run(session)
    half = a_report(own, PROGRESSED, "nani", result={"extensions": {CMI5_PROGRESS: 50}})
    less = a_report(own, PROGRESSED, "nani", result={"extensions": {CMI5_PROGRESS: 25}}, minutes=6)
    own = report(session, own, half, less, a_report(own, INITIALIZED, "matome", minutes=7))
    assert own.progress.lessons["nani"].steps == 2
    assert queries.resume_place(own.course, own.progress) == queries.Place("matome", 1)


@pytest.mark.parametrize("verb", [COMPLETED, PASSED, SATISFIED, FAILED, INITIALIZED])
def test_what_is_said_of_the_course_itself_elsewhere_changes_nothing(
    session: Session, verb: Verb
) -> None:
    own = a_run(session)
    before = own.progress
    own = report(session, own, a_report(own, verb, result={"score": {"scaled": 1}}))
    assert own.progress == before
    assert completions(session) == 0


@pytest.mark.parametrize("key", ["no-such-lesson", "jibun", "nani/1", "nani#2", ""])
def test_what_the_course_version_does_not_have_is_ignored(session: Session, key: str) -> None:
    own = a_run(session)
    before = own.progress
    said = [a_report(own, verb, key, result=RIGHT_RESULT) for verb in (COMPLETED, ANSWERED)]
    assert report(session, own, *said).progress == before


def test_another_course_with_a_like_name_is_another_course(session: Session) -> None:
    own = a_run(session)
    for slug in ("tameshi2", "tame"):
        target = {"id": f"{own.run.iri_base}/{slug}/nani"}
        own = report(session, own, a_report(own, COMPLETED, object=target))
    assert own.progress.lessons == {}


def test_a_report_on_an_unknown_run_is_passed_over(session: Session) -> None:
    handlers.on_report_received(session, ReportReceived(uuid.uuid4(), NOON))
    assert session.scalars(sa.select(Registration)).all() == []


def test_what_is_said_of_somebody_else_never_counts_for_the_learner(session: Session) -> None:
    own = a_run(session)
    learner = own.run.actor.as_json()
    elsewhere = {"homePage": "https://elsewhere.example", "name": own.run.actor.name}
    others: list[Json] = [
        a_run(session).run.actor.as_json(),
        {"objectType": "Agent", "account": elsewhere},
        {"objectType": "Agent", "mbox": "mailto:somebody@example.jp"},
        {"objectType": "Group", "member": [learner]},
        {"objectType": "Group", "account": learner["account"], "member": [learner]},
    ]
    before = own.progress
    said = [a_report(own, COMPLETED, "nani", actor=actor) for actor in others]
    own = report(session, own, *said)
    assert own.progress == before
    assert not service.rebuild(session, own, check=True)
    assert len(queries.statements_of_run(session, own)) == 1, "nor does the learner read it"


def test_the_last_missing_report_completes_the_course_once(session: Session) -> None:
    own = a_run(session)
    answer(session, own, "doko", RIGHT["doko"])
    said = [
        a_report(own, COMPLETED, "nani"),
        a_report(own, PASSED, "matome"),
        a_report(own, ANSWERED, "dore", result=RIGHT_RESULT),
    ]
    assert not report(session, own, *said[:2]).is_completed
    own = report(session, own, said[2])
    assert own.is_completed
    assert own.registration.completed_at is not None
    again = report(session, own, *said)
    again = report(session, again, a_report(own, ANSWERED, "bango", result=RIGHT_RESULT))
    assert again.progress.completed_at == own.progress.completed_at
    assert completions(session) == 1
    ends = [verb for verb in verbs(session, own) if verb == "satisfied"]
    assert ends == ["satisfied"]
    assert queries.completed_run(session, own.registration.id).learner_id
    assert not service.rebuild(session, again, check=True)


def test_everything_tried_elsewhere_without_reaching_the_bar_is_said_once(
    session: Session,
) -> None:
    own = a_run(session)
    finish_lessons(session, own)
    said = [a_report(own, ANSWERED, key, result={"success": False}) for key in RIGHT]
    own = report(session, own, *said)
    read_reports(session, own)
    assert verbs(session, own).count("failed") == 1
    assert not own.is_completed
    better = [a_report(own, ANSWERED, key, result=RIGHT_RESULT) for key in ("doko", "dore")]
    assert report(session, own, *better).is_completed


def test_a_report_that_comes_late_is_put_where_it_belongs(session: Session) -> None:
    own = a_run(session)
    answer(session, own, "doko", WRONG["doko"], minutes=10)
    own = report(session, own, a_report(own, ANSWERED, "doko", result=RIGHT_RESULT, minutes=3))
    state = own.progress.items["doko"]
    assert (state.best, state.last, state.attempts) == (1.0, 0.0, 2)
    assert own.registration.last_active_at.minute == 10


def test_a_report_from_the_future_happened_when_it_was_stored(session: Session) -> None:
    own = a_run(session)
    own = report(session, own, a_report(own, COMPLETED, "nani", minutes=10**6))
    assert own.progress.last_at == "2026-11-22T13:00:00.000Z"
    answer(session, own, "doko", RIGHT["doko"], minutes=700)
    assert not service.rebuild(session, own, check=True)


def test_a_report_taken_back_leaves_no_trace(session: Session) -> None:
    own = a_run(session)
    wrong = a_report(own, ANSWERED, "doko", result=RIGHT_RESULT)
    before = own.progress
    assert report(session, own, wrong).progress != before
    own = report(session, own, a_voiding_of(own, wrong))
    assert own.progress == before
    assert own.registration.score == 0
    assert not service.rebuild(session, own, check=True)


def test_a_completion_stays_when_the_report_that_led_to_it_is_taken_back(
    session: Session,
) -> None:
    own = a_run(session)
    finish_lessons(session, own)
    said = [a_report(own, ANSWERED, key, result=RIGHT_RESULT) for key in ("doko", "dore")]
    own = report(session, own, *said)
    own = report(session, own, *(a_voiding_of(own, one) for one in said))
    assert own.progress.items == {}
    assert own.is_completed
    assert completions(session) == 1
    assert not service.rebuild(session, own, check=True)


def test_a_response_longer_than_any_answer_is_not_kept(session: Session) -> None:
    own = a_run(session)
    long = {"success": False, "response": "あ" * 100_000}
    own = report(session, own, a_report(own, ANSWERED, "bango", result=long))
    assert own.progress.items["bango"].response == ""


def test_the_days_of_learning_name_a_lesson_once(session: Session) -> None:
    own = a_run(session)
    other = a_report(own, COMPLETED, "matome", actor=a_run(session).run.actor.as_json())
    twice = [a_report(own, COMPLETED, "nani", minutes=minutes) for minutes in (5, 6)]
    own = report(session, own, other, *twice, a_report(own, COMPLETED))
    (day,) = queries.days_of_learning(session, own.registration.id)
    assert day.lessons == ("個人情報ってなに？",)
    assert not day.completed


def test_a_last_answer_and_a_last_report_at_once_complete_the_course_once(
    app: Flask, session: Session
) -> None:
    with transaction() as inner:
        own = a_run(inner)
        finish_lessons(inner, own)
        answer(inner, own, "doko", RIGHT["doko"], minutes=40)
        send(inner, own, a_report(own, ANSWERED, "dore", result=RIGHT_RESULT))
    run, learner = own.registration.id, own.registration.learner_id
    held = threading.Event()

    def hear() -> None:
        with app.app_context():
            held.wait(10)
            with transaction() as theirs:
                handlers.on_report_received(theirs, ReportReceived(run, NOON))
            db.session.remove()

    worker = threading.Thread(target=hear)
    worker.start()
    with transaction() as inner:
        mine = queries.own_run(inner, run, learner_id=learner, for_update=True)
        held.set()
        worker.join(0.5)
        assert worker.is_alive(), "the report waits for the answer"
        assert answer(inner, mine, "bango", RIGHT["bango"], minutes=41).completed
    worker.join(10)
    with transaction() as inner:
        assert completions(inner) == 1
        assert verbs(inner, own).count("satisfied") == 1
        own = read_reports(inner, own)
        assert own.judgement.items_right == 3
        assert not service.rebuild(inner, own, check=True)


KEYS = st.sampled_from(["nani", "matome", *RIGHT, "no-such-thing", None])
RESULTS: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        {"success": True},
        {"success": False, "completion": False},
        {"score": {"scaled": 0.5}},
        {"score": {"scaled": -0.5}},
        {"extensions": {CMI5_PROGRESS: 50}},
    ]
)
REPORTS = st.tuples(
    st.sampled_from([INITIALIZED, PROGRESSED, COMPLETED, PASSED, FAILED, ANSWERED, SATISFIED]),
    KEYS,
    RESULTS,
    st.integers(1, 20),
)
OWN_ACTS = st.tuples(st.sampled_from(sorted(RIGHT)), st.booleans())
SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def numbered(number: int, run: int) -> str:
    """Return an id that puts equal times into the same order in every run."""
    return str(uuid.UUID(int=(number << 96) | (run << 64) | uuid.uuid4().int >> 64))


@SLOW
@given(
    acts=st.lists(
        st.one_of(REPORTS, OWN_ACTS, st.sampled_from(["read", "again", "void"])), max_size=16
    )
)
def test_own_acts_and_reports_in_any_mixture_agree_with_their_statements(
    session: Session, acts: list[Any]
) -> None:
    with transaction() as inner:
        own = a_run(inner)
        sent: list[Json] = []
        for minute, act in enumerate(acts, start=1):
            own = queries.own_run(
                inner, own.registration.id, learner_id=own.registration.learner_id
            )
            match act:
                case "read":
                    own = read_reports(inner, own)
                    assert not service.rebuild(inner, own, check=True)
                case "again":
                    send(inner, own, *sent, minutes=minute)
                case "void":
                    send(inner, own, *(a_voiding_of(own, one) for one in sent[-1:]))
                case (Verb() as verb, key, result, at):
                    sent.append(a_report(own, verb, key, result=result, minutes=at))
                    send(inner, own, sent[-1], minutes=minute)
                case (key, is_right):
                    response = (RIGHT if is_right else WRONG)[key]
                    answer(inner, own, key, response, minutes=minute)
        own = read_reports(inner, own)
        assert not service.rebuild(inner, own, check=True)
        assert own.is_completed >= own.judgement.is_complete


@SLOW
@given(data=st.data(), acts=st.lists(REPORTS, max_size=10))
def test_the_same_reports_in_any_order_and_number_give_the_same_progress(
    session: Session, data: st.DataObject, acts: list[Any]
) -> None:
    found = []
    with transaction() as inner:
        for run in (0, 1):
            own = a_run(inner, learner=a_citizen(inner))
            said = [
                a_report(own, verb, key, result=result, minutes=at, id=numbered(number, run))
                for number, (verb, key, result, at) in enumerate(acts)
            ]
            twice = data.draw(st.lists(st.sampled_from(said), max_size=4)) if said else []
            for one in data.draw(st.permutations([*said, *twice])):
                send(inner, own, one)
                if data.draw(st.booleans()):
                    read_reports(inner, own)
            own = read_reports(inner, own)
            assert not service.rebuild(inner, own, check=True)
            told = own.progress
            found.append((told.lessons, told.items, told.here, own.is_completed, own.judgement))
    assert found[0] == found[1]
