"""In the worker: award what is due, and take back. Each handler may run twice and acts once."""

from typing import TYPE_CHECKING

from app import clock
from app.achievements import queries
from app.achievements.events import BatchDue, WithdrawalAgreed
from app.achievements.service import awarding, withdrawing
from app.clock import day_of
from app.identity import queries as identity
from app.learning import queries as learning
from app.outbox import service as outbox
from app.outbox.relay import in_batches
from app.ui.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.learning.events import CourseCompleted


def on_batch_due(session: "Session", event: BatchDue) -> None:
    """Award the next slice of a batch, and tell again as long as there is more."""
    now = clock.now()
    if awarding.award_some(session, event.batch_id, theme=site().theme, now=now) == awarding.SLICE:
        outbox.publish(session, BatchDue(event.batch_id, now))


def on_withdrawal_agreed(session: "Session", event: WithdrawalAgreed) -> None:
    """Revoke the next slice of a batch, and tell again as long as there is more."""
    now = clock.now()
    if withdrawing.revoke_some(session, event.batch_id, now=now) == withdrawing.SLICE:
        outbox.publish(session, WithdrawalAgreed(event.batch_id, now))


@in_batches
def on_course_completed(session: "Session", event: "CourseCompleted") -> None:
    """Award every path that this course was the last of."""
    run, now = learning.completed_run(session, event.registration_id), clock.now()
    paths = queries.paths_with(session, run.course.slug)
    if not paths:
        return
    learner_id = identity.remaining_id(session, run.learner_id)
    learner = identity.person(session, learner_id, on=day_of(now))
    done = queries.completed_slugs(session, learner_id)
    for path in paths:
        if done.issuperset(path.courses) and not learner.is_guest:
            awarding.award_path(
                session,
                path,
                learner,
                awarded_on=day_of(run.completed_at),
                theme=site().theme,
                now=now,
            )
