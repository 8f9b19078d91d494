"""Runs through the little course of ``tests.factories.catalog``."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.catalog import queries as catalog
from app.identity import queries as identity
from app.identity.service import ensure_installation
from app.learning import queries, service
from tests.factories.catalog import a_version
from tests.factories.identity import a_citizen

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.learning.queries import OwnRun

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


def a_run(session: "Session", *, learner: "User | None" = None) -> "OwnRun":
    """Begin the little course: four questions, two lessons, passed with half of the points."""
    ensure_installation(session, "http://localhost", NOON)
    learner = learner or a_citizen(session)
    version = catalog.version(session, a_version(session).id)
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
