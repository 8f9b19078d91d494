import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.db import transaction
from app.identity.models import User
from app.learning import queries, service
from app.learning.errors import ResponseUnknown
from app.learning.models import Registration
from app.lrs import queries as lrs
from app.lrs.service import erasure
from app.outbox.models import OutboxEvent
from app.xapi.validate import faults
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import a_citizen
from tests.factories.learning import NOON, RIGHT, WRONG, a_run, answer, finish_lessons
from tests.factories.translation import translated


def verbs(session: Session, own: queries.OwnRun) -> list[str]:
    kept = lrs.statements_of_registration(session, own.registration.id)
    return [statement["verb"]["id"].rsplit("/", 1)[-1] for statement in kept]


def test_an_answer_is_a_statement_and_moves_progress_on_in_one_transaction(
    session: Session,
) -> None:
    with transaction() as inner:
        own = a_run(inner)
        outcome = answer(inner, own, "doko", RIGHT["doko"])
    assert (outcome.score, outcome.completed) == (1.0, False)
    assert verbs(session, own) == ["initialized", "answered"]
    kept = session.get_one(Registration, own.registration.id)
    assert kept.progress["items"]["doko"]["best"] == 1.0
    assert kept.score == 0.25


def test_a_response_that_was_never_offered_is_refused_and_leaves_no_trace(
    session: Session,
) -> None:
    with transaction() as inner:
        own = a_run(inner)
    with pytest.raises(ResponseUnknown), transaction() as inner:
        own = queries.own_run(inner, own.registration.id, learner_id=own.registration.learner_id)
        answer(inner, own, "doko", ("forged",))
    assert verbs(session, own) == ["initialized"]


def test_nobody_finds_another_learners_run(session: Session) -> None:
    own = a_run(session)
    stranger = a_citizen(session)
    with pytest.raises(NoResultFound):
        queries.own_run(session, own.registration.id, learner_id=stranger.id)


def test_a_course_is_complete_once_with_its_three_statements_and_one_event(
    session: Session,
) -> None:
    own = a_run(session)
    for key, response in RIGHT.items():
        answer(session, own, key, response)
    assert finish_lessons(session, own)
    answer(session, own, "doko", WRONG["doko"], minutes=60)
    assert verbs(session, own)[-4:-1] != []
    assert {"passed", "completed", "satisfied"} <= set(verbs(session, own))
    assert verbs(session, own).count("satisfied") == 1
    told = session.scalars(sa.select(OutboxEvent.type).order_by(OutboxEvent.seq)).all()
    assert told == ["CourseStarted", "CourseCompleted"]
    assert own.judgement.score == 1.0


def test_when_only_the_end_was_not_said_leaving_the_last_step_again_says_it(
    session: Session,
) -> None:
    own = a_run(session)
    for key, response in RIGHT.items():
        answer(session, own, key, response)
    assert finish_lessons(session, own)
    own.progress = replace(own.progress, completed_at=None)
    missing = own.why
    assert missing is not None
    assert missing.ending is not None
    last = own.course.lesson_head(missing.ending.lesson)
    assert last is not None
    assert service.leave_step(
        session, own, last, missing.ending.step, now=NOON + timedelta(hours=2)
    )
    assert own.why is None


def test_the_last_answer_completes_a_course_whose_lessons_are_done(session: Session) -> None:
    own = a_run(session)
    assert not finish_lessons(session, own)
    assert not answer(session, own, "doko", RIGHT["doko"], minutes=40).completed
    assert answer(session, own, "dore", RIGHT["dore"], minutes=41).completed


def test_everything_tried_without_reaching_the_bar_is_said_once_and_ends_nothing(
    session: Session,
) -> None:
    own = a_run(session)
    finish_lessons(session, own)
    for minute, key in enumerate(("doko", "bango", "junban", "dore"), start=40):
        answer(session, own, key, WRONG[key], minutes=minute)
    answer(session, own, "doko", WRONG["doko"], minutes=50)
    assert verbs(session, own).count("failed") == 1
    assert not own.is_completed
    answer(session, own, "doko", RIGHT["doko"], minutes=51)
    assert answer(session, own, "dore", RIGHT["dore"], minutes=52).completed


def test_every_statement_of_a_run_is_valid_in_both_editions_and_names_nobody(
    session: Session,
) -> None:
    own = a_run(session)
    service.open_lesson(session, own, own.course.lessons[0], now=NOON)
    for key in RIGHT:
        answer(session, own, key, WRONG[key])
        answer(session, own, key, RIGHT[key])
    finish_lessons(session, own)
    learner = session.get_one(User, own.registration.learner_id)
    for statement in lrs.statements_of_registration(session, own.registration.id):
        assert faults(statement, "2.0") == []
        assert statement["actor"]["account"]["name"] == str(learner.actor_name)
        assert learner.family_name not in str(statement)
        assert "|" not in str(statement["object"]), "ruby notation in a statement"


def test_course_and_lesson_are_named_in_every_language_they_have(session: Session) -> None:
    own = a_run(session, files=translated())
    answer(session, own, "doko", ("gakko",))
    said = lrs.statements_of_registration(session, own.registration.id)[-1]
    (lesson,) = said["context"]["contextActivities"]["parent"]
    assert lesson["definition"]["name"] == {"ja": "個人情報ってなに？", "en": "EN title"}
    assert own.run.course.name == {"ja": "試しの講座", "en": "EN title"}


def test_beginning_twice_gives_the_same_run(session: Session) -> None:
    learner = a_citizen(session)
    first = a_run(session, learner=learner)
    assert a_run(session, learner=learner).registration.id == first.registration.id


def test_a_new_version_changes_nothing_for_a_run_under_way(session: Session) -> None:
    own = a_run(session)
    newer = course_files(
        lesson=course_files()["010-jibun/010-nani.md"].replace(b"minutes = 8", b"minutes = 9")
    )
    a_version(session, newer)
    again = queries.own_run_of_course(session, "tameshi", learner_id=own.registration.learner_id)
    assert again is not None
    assert again.course.lessons[0].minutes == 8
    page = queries.course_page(session, "tameshi", learner_id=own.registration.learner_id)
    assert page.is_outdated


def test_one_goes_on_at_the_step_after_the_last_one_left(session: Session) -> None:
    own = a_run(session)
    head = own.course.lessons[0]
    service.open_lesson(session, own, head, now=NOON)
    service.leave_step(session, own, head, 2, now=NOON + timedelta(minutes=1))
    again = queries.own_run(session, own.registration.id, learner_id=own.registration.learner_id)
    assert queries.resume_place(again.course, again.progress) == queries.Place(head.key, 3)


def test_two_acts_at_the_same_instant_keep_their_order(session: Session) -> None:
    own = a_run(session)
    answer(session, own, "doko", RIGHT["doko"], minutes=1)
    answer(session, own, "doko", WRONG["doko"], minutes=1)
    assert own.progress.items["doko"].last == 0.0
    assert not service.rebuild(session, own, check=True)


def test_the_days_of_learning_tell_no_time_of_day(session: Session) -> None:
    own = a_run(session)
    answer(session, own, "doko", RIGHT["doko"])
    finish_lessons(session, own)
    (day,) = queries.days_of_learning(session, own.registration.id)
    assert day.answers == 1
    assert day.lessons == ("個人情報ってなに？", "まとめ")
    assert ":" not in str(day.day)


def test_rebuilding_mends_a_damaged_row_and_says_so(session: Session) -> None:
    own = a_run(session)
    answer(session, own, "doko", RIGHT["doko"])
    own.registration.progress = {}
    own.registration.score = 0.9
    session.flush()
    assert service.rebuild(session, own, check=True)
    assert service.rebuild(session, own)
    assert own.registration.score == 0.25
    assert not service.rebuild(session, own, check=True)


def test_rebuilding_leaves_the_progress_of_somebody_whose_statements_were_erased(
    session: Session,
) -> None:
    own = a_run(session)
    answer(session, own, "doko", RIGHT["doko"])
    account = own.run.actor
    whom = erasure.whom(session, uuid.UUID(account.name), home_page=account.home_page, email=None)
    session.commit()
    assert erasure.erase_person(session, whom, now=NOON, by=None).is_done
    session.commit()
    assert verbs(session, own) == []
    assert not service.rebuild(session, own)
    assert own.registration.score == 0.25


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(sorted(RIGHT)), st.booleans()),
        st.tuples(st.just("leave"), st.sampled_from([0, 1]), st.integers(1, 4)),
        st.tuples(st.just("open"), st.sampled_from([0, 1]), st.just(0)),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_any_history_gives_the_same_progress_from_its_statements_alone(
    session: Session, acts: list[tuple[str, str | int, bool | int]]
) -> None:
    with transaction() as inner:
        own = a_run(inner)
        for minute, (what, which, how) in enumerate(acts, start=1):
            now = NOON + timedelta(minutes=minute)
            if what == "answer":
                response = (RIGHT if how else WRONG)[str(which)]
                answer(inner, own, str(which), response, minutes=minute)
                continue
            head = own.course.lessons[int(which)]
            if what == "leave":
                service.leave_step(inner, own, head, min(int(how), head.steps), now=now)
            else:
                service.open_lesson(inner, own, head, now=now)
    with transaction() as inner:
        again = queries.own_run(inner, own.registration.id, learner_id=own.registration.learner_id)
        assert not service.rebuild(inner, again, check=True)


def test_a_run_that_does_not_exist_is_not_found(session: Session) -> None:
    with pytest.raises(NoResultFound):
        queries.completed_run(session, uuid.uuid4())
