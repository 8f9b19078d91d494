"""Runs through the little course of ``tests.factories.catalog``."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.catalog import queries as catalog
from app.identity import queries as identity
from app.identity.service import ensure_installation
from app.learning import handlers, queries, service
from app.lrs import service as lrs
from app.lrs.events import ReportReceived
from app.xapi.instants import write_timestamp
from app.xapi.iri import activity_iri, course_iri
from tests.factories.catalog import a_version
from tests.factories.identity import a_citizen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.db import Json
    from app.identity.models import User
    from app.learning.queries import OwnRun
    from app.xapi.vocabulary import Verb

NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)
RIGHT = {
    "doko": ("gakko",),
    "junban": ("tomaru", "kangaeru", "hanasu"),
    "dore": ("namae", "jusho"),
    "bango": ("188",),
}
WRONG = {
    "doko": ("kyara",),
    "junban": ("hanasu", "tomaru", "kangaeru"),
    "dore": ("tenki",),
    "bango": ("119",),
}


def a_run(
    session: "Session",
    *,
    learner: "User | None" = None,
    files: "Mapping[str, bytes] | None" = None,
) -> "OwnRun":
    """Begin the little course: four questions, two lessons, passed with half of the points."""
    ensure_installation(session, "http://localhost", NOON)
    learner = learner or a_citizen(session)
    version = catalog.version(session, a_version(session, files).id)
    registration = service.start_course(
        session,
        learner.id,
        learner.actor_name,
        version,
        identity.installation(session),
        now=NOON,
    )
    return queries.own_run(session, registration.id, learner_id=learner.id)


def answer(
    session: "Session", own: "OwnRun", key: str, response: tuple[str, ...], *, minutes: int = 1
) -> service.Outcome:
    """Answer one question of a run, so many minutes after noon."""
    lesson, question = catalog.question(session, own.registration.course_version_id, key)
    head = own.course.lesson_head(lesson.key)
    assert head is not None
    now = NOON + timedelta(minutes=minutes)
    return service.answer_question(session, own, head, question, response, now=now)


def finish_lessons(session: "Session", own: "OwnRun", *, minutes: int = 30) -> bool:
    """Leave every step of every lesson; say whether that completed the course."""
    completed = False
    for head in own.course.lessons:
        for steps in range(1, head.steps + 1):
            now = NOON + timedelta(minutes=minutes)
            completed |= service.leave_step(session, own, head, steps, now=now)
    return completed


def a_report(
    own: "OwnRun",
    verb: "Verb",
    key: str | None = None,
    *,
    result: "Json | None" = None,
    minutes: int = 5,
    **changes: Any,  # noqa: ANN401  any JSON value
) -> "Json":
    """Return what another tool says of a run: on a lesson, a question, or (None) the course."""
    base, slug = own.run.iri_base, own.run.slug
    target = course_iri(base, slug) if key is None else activity_iri(base, slug, key)
    statement = {
        "id": str(uuid.uuid4()),
        "actor": own.run.actor.as_json(),
        "verb": {"id": verb.id},
        "object": {"id": target},
        "result": result,
        "context": {"registration": str(own.registration.id)},
        "timestamp": write_timestamp(NOON + timedelta(minutes=minutes)),
    } | changes
    return {name: value for name, value in statement.items() if value is not None}


def send(session: "Session", own: "OwnRun", *reports: "Json", minutes: int = 600) -> None:
    """Store reports as a client's, so many minutes after noon; nobody has read them yet."""
    account = {"homePage": own.run.actor.home_page, "name": "client:kamishibai"}
    tool = {"objectType": "Agent", "name": "かみしばい", "account": account}
    now = NOON + timedelta(minutes=minutes)
    lrs.record_all(session, reports, now=now, authority=tool)


def read_reports(session: "Session", own: "OwnRun") -> "OwnRun":
    """Do what the worker does with a run's reports; return the run as it is then."""
    handlers.on_report_received(session, ReportReceived(own.registration.id, NOON))
    return queries.own_run(session, own.registration.id, learner_id=own.registration.learner_id)


def report(session: "Session", own: "OwnRun", *reports: "Json") -> "OwnRun":
    """Store reports, and do what the worker does with them."""
    send(session, own, *reports)
    return read_reports(session, own)
