"""What a learner can do. Each function is one job, inside the caller's transaction."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from app.db import overwrite_deleted
from app.items.item import Response, ResponseError
from app.items.kinds import kind_of
from app.learning import rules, statements
from app.learning.errors import AnswerTooLate, ResponseUnknown
from app.learning.events import CourseCompleted, CourseStarted
from app.learning.models import PrivateAnswer, Registration
from app.learning.queries import OwnRun, kept_statements, run_of
from app.lrs import service as lrs
from app.outbox import service as outbox
from app.xapi.instants import read_timestamp, to_milliseconds

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.dilemmas import Dilemma
    from app.catalog.edition import LessonHead
    from app.catalog.queries import CourseVersionView
    from app.catalog.questions import Question
    from app.identity.queries import InstallationNames
    from app.xapi.statement import Statement

TICK = timedelta(milliseconds=1)
"""Statements of one run never share a timestamp across requests, so their order is theirs."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an answer.

    Attributes:
        score: Scaled, 0–1.
        option_keys: The options whose explanation the learner should now read.
        completed: Whether this very act completed the course.
    """

    score: float
    option_keys: tuple[str, ...]
    completed: bool


def start_course(
    session: "Session",
    learner_id: uuid.UUID,
    actor_name: uuid.UUID,
    version: "CourseVersionView",
    installation: "InstallationNames",
    *,
    now: datetime,
) -> Registration:
    """Begin a run through ``version``, or return the one that is there.

    Two tabs at once make one run: the unique key of learner and version decides.
    """
    wanted = sa.select(Registration).filter_by(learner_id=learner_id, course_version_id=version.id)
    found = session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    began = to_milliseconds(now)
    registration = Registration(
        learner_id=learner_id,
        course_id=version.course_id,
        course_version_id=version.id,
        started_at=began,
        last_active_at=began,
        progress={},
        score=0.0,
        lessons_done=0,
        items_right=0,
    )
    try:
        with session.begin_nested():
            session.add(registration)
            session.flush()
    except IntegrityError:  # on PostgreSQL the other tab may have been first
        return session.scalars(wanted).one()
    own = run_of(registration, version, actor_name, installation)
    _record(session, own, [statements.course_initialized(own.run, now=began)], now=began)
    outbox.publish(session, CourseStarted(registration.id, learner_id, version.id, began))
    return registration


def open_lesson(session: "Session", own: OwnRun, lesson: "LessonHead", *, now: datetime) -> None:
    """Remember that the learner opened a lesson; the second time changes nothing."""
    if lesson.key in own.progress.lessons:
        return
    now = _next_instant(own, now)
    activity = own.run.lesson(lesson.key, lesson.title.names)
    _record(session, own, [statements.lesson_initialized(own.run, activity, now=now)], now=now)


def leave_step(
    session: "Session", own: OwnRun, lesson: "LessonHead", steps: int, *, now: datetime
) -> bool:
    """Remember that ``steps`` steps of a lesson lie behind; the last one finishes it.

    Returns:
        Whether this very act completed the course.
    """
    state = own.progress.lessons.get(lesson.key, rules.LessonState())
    said: list[Statement] = []
    now = _next_instant(own, now)
    activity = own.run.lesson(lesson.key, lesson.title.names)
    if steps > state.steps:
        said.append(
            statements.progressed(own.run, activity, steps=steps, total=lesson.steps, now=now)
        )
    if steps >= lesson.steps and not state.done:
        said.append(statements.lesson_completed(own.run, activity, now=now))
    told = _record(session, own, said, now=now) if said else own.judgement
    return _conclude(session, own, told, now=now)


def answer_question(
    session: "Session",
    own: OwnRun,
    lesson: "LessonHead",
    question: "Question",
    response: Response,
    *,
    drill: str | None = None,
    now: datetime,
) -> Outcome:
    """Grade an answer, record it, move the learner's progress on.

    Args:
        session: The open transaction; this function flushes and never commits.
        own: Whose run this is. An answer after completion is recorded as well; it can better
            the score, and completes nothing again.
        lesson: The lesson that asks ``question``.
        question: What was asked.
        response: Option keys in the order sent, or one typed text.
        drill: The key of the drill that drew ``question``, where one did.
        now: The instant of the answer, aware.

    Raises:
        ResponseUnknown: The response could not have come from this question.
        AnswerTooLate: No try is left, or the next is not due yet.
    """
    kind, limits = kind_of(question.item), question.item.limits
    before = own.progress.items.get(question.key)
    leave = rules.leave_to_answer(before, attempts=limits.attempts, wait=limits.wait, now=now)
    if not leave.is_given:
        raise AnswerTooLate
    try:
        grade = kind.grade(question.item, response)
    except ResponseError as error:
        raise ResponseUnknown from error
    now = _next_instant(own, now)
    plain, said = question.prompt.plain, kind.response_text(response)
    if not question.is_shared:
        _keep_private(session, own.registration.id, question.key, said, now=now)
    answer = statements.Answer(
        key=question.key,
        name=plain,
        interaction=kind.interaction_definition(question.item, plain),
        response=said if question.is_shared else None,
        score=grade.score if kind.is_graded else None,
        attempt=(before.attempts if before else 0) + 1,
        cards=kind.cards(question.item),
        drill=drill,
    )
    activity = own.run.lesson(lesson.key, lesson.title.names)
    answered = statements.answered(own.run, activity, answer, now=now)
    told = _record(session, own, [answered], now=now)
    completed = _conclude(session, own, told, now=now)
    return Outcome(grade.score, grade.option_keys, completed)


def choose_way(
    session: "Session",
    own: OwnRun,
    lesson: "LessonHead",
    dilemma: "Dilemma",
    way: tuple[str, str],
    *,
    now: datetime,
) -> None:
    """Remember which way a learner took; nothing is graded, and it may be taken again.

    The very way that was taken last says nothing new, and is not said again.

    Args:
        session: The open transaction.
        own: Whose run this is.
        lesson: The lesson in which the dilemma stands.
        dilemma: The story.
        way: (key of the scene, key of the scene it leads to); the dilemma has it.
        now: Aware.
    """
    taken = own.progress.paths.get(dilemma.key, ())
    if taken[-1:] == (f"{way[0]}>{way[1]}",):
        return
    now = _next_instant(own, now)
    scene = dilemma.scene(way[0]) or dilemma.scenes[0]
    answer = statements.Answer(
        key=f"{dilemma.key}/{scene.key}",
        name=scene.title.plain,
        interaction={
            "description": {"ja": scene.prose.plain or scene.title.plain},
            "interactionType": "choice",
            "choices": [{"id": w.to, "description": {"ja": w.text.plain}} for w in scene.ways],
        },
        response=way[1],
        score=None,
        attempt=1 + sum(one.startswith(f"{scene.key}>") for one in taken),
    )
    activity = own.run.lesson(lesson.key, lesson.title.names)
    _record(session, own, [statements.answered(own.run, activity, answer, now=now)], now=now)


def move_private_answers(session: "Session", source: uuid.UUID, target: uuid.UUID) -> None:
    """Give what was answered privately in one run to another; the later answer stays."""
    found = session.scalars(
        sa.select(PrivateAnswer).where(PrivateAnswer.registration_id == source)
    ).all()
    for one in found:
        _keep_private(session, target, one.item, one.text, now=one.answered_at)
        session.delete(one)
    session.flush()


def forget_private_answers(session: "Session", learner_id: uuid.UUID) -> None:
    """Delete what somebody answered privately, in all of their runs, as an erasure deletes."""
    overwrite_deleted(session)
    runs = sa.select(Registration.id).where(Registration.learner_id == learner_id)
    session.execute(sa.delete(PrivateAnswer).where(PrivateAnswer.registration_id.in_(runs)))


def _keep_private(
    session: "Session", registration_id: uuid.UUID, item: str, text: str, *, now: datetime
) -> None:
    """Keep a private answer in the place of an earlier one; a later one stays."""
    kept = session.scalars(
        sa.select(PrivateAnswer).filter_by(registration_id=registration_id, item=item)
    ).one_or_none()
    if kept is None:
        kept = PrivateAnswer(registration_id=registration_id, item=item)
        session.add(kept)
    elif kept.answered_at > now:
        return
    kept.text, kept.answered_at = text, now
    session.flush()


def take_reports(session: "Session", own: OwnRun, *, now: datetime) -> bool:
    """Count what other tools reported on a run, and what they took back.

    Progress is folded anew: a report may be older than what was counted before it, and a voided
    one must leave no trace. The conclusion is the same as after an act in our own player, and
    the second time there is nothing left to conclude.

    A completion stays when a report that led to it is taken back. It was said by the platform,
    and others have built on it: a credential was issued. Only a person may revoke that.

    Args:
        session: The open transaction.
        own: The run, held for update, so that a last answer and a report conclude in turn.
        now: The instant of a conclusion, aware.

    Returns:
        Whether what was kept differed from what the statements say.
    """
    differed = rebuild(session, own)
    if own.registration.merged_into_id is None:  # else the run that counts for both concludes
        _conclude(session, own, own.judgement, now=_next_instant(own, now))
    return differed


def rebuild(session: "Session", own: OwnRun, *, check: bool = False) -> bool:
    """Compute a run's progress anew from its statements alone.

    Every run has begun with a statement. Where there is none, they were erased, which leaves the
    progress as it is: nothing else knows of it any more.

    Args:
        session: The open transaction.
        own: The run.
        check: Only compare; change nothing.

    Returns:
        Whether what was kept differed.
    """
    kept = kept_statements(session, own)
    if not kept:
        return False
    read = (statements.read(statement, own.run, own.course) for statement in kept)
    progress = rules.fold(act for act in read if act is not None)
    columns = _columns(own, progress, rules.judge(progress, own.rule))
    differs = any(getattr(own.registration, name) != value for name, value in columns.items())
    if differs and not check:
        _keep(session, own, progress)
    return differs


def forget_answers(session: "Session", own: OwnRun) -> None:
    """Let a run whose statements were erased keep how far it came, and no answer.

    Args:
        session: The open transaction.
        own: The run, held for update. While anything its learner said is left, it stays as it is.
    """
    kept = kept_statements(session, own)
    if not any(statements.is_by_learner(one, own.run) for one in kept):
        _keep(session, own, rules.without_answers(own.progress))


def _next_instant(own: OwnRun, now: datetime) -> datetime:
    now = to_milliseconds(now)
    last = own.progress.last_at
    return now if last is None else max(now, read_timestamp(last) + TICK)


def _record(
    session: "Session", own: OwnRun, said: Sequence["Statement"], *, now: datetime
) -> rules.Judgement:
    """Store what was said, and move the kept progress by it: the one stair.

    Returns:
        What the rule makes of it then.
    """
    documents = [statement.as_json() for statement in said]
    lrs.record_all(session, documents, now=now, is_new=True)
    progress = own.progress
    for document in documents:
        act = statements.read(document, own.run, own.course)
        if act is not None:
            progress = rules.step(progress, act)
    return _keep(session, own, progress)


def _conclude(session: "Session", own: OwnRun, told: rules.Judgement, *, now: datetime) -> bool:
    """Say what the rule makes of the present state; return whether the course is now complete."""
    bar = own.rule.passing_score
    if own.progress.completed_at is not None:
        return False
    if told.is_complete:
        ended = statements.course_ended(own.run, told.score, bar, now=now)
        _record(session, own, ended, now=now)
        registration = own.registration
        outbox.publish(
            session,
            CourseCompleted(
                registration.id, registration.learner_id, registration.course_version_id, now
            ),
        )
        return True
    if told.is_tried and told.score != own.progress.failed_score:
        failed = statements.course_failed(own.run, told.score, bar, now=now)
        _record(session, own, [failed], now=now)
    return False


_RUNS = cast("sa.Table", Registration.__table__)
_MOVE_ON = sa.update(_RUNS).where(_RUNS.c.id == sa.bindparam("run_id", type_=sa.Uuid))
"""One row by its key, on every answer; the unit of work would cost several times as much."""


def _keep(session: "Session", own: OwnRun, progress: rules.Progress) -> rules.Judgement:
    told = rules.judge(progress, own.rule)
    columns = _columns(own, progress, told)
    own.progress = progress
    session.connection().execute(_MOVE_ON, {"run_id": own.registration.id, **columns})
    for name, value in columns.items():
        set_committed_value(own.registration, name, value)
    return told


def _columns(own: OwnRun, progress: rules.Progress, told: rules.Judgement) -> dict[str, object]:
    """Return what the registration's row keeps of ``progress``, by column."""
    last, completed = progress.last_at, progress.completed_at
    return {
        "progress": progress.as_json(),
        "score": told.score,
        "lessons_done": len(own.rule.lessons) - len(told.lessons_missing),
        "items_right": told.items_right,
        "last_active_at": own.registration.started_at if last is None else read_timestamp(last),
        "completed_at": None if completed is None else read_timestamp(completed),
    }
