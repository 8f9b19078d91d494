"""People take the course for staff, screen by screen, as the player would let them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from app.catalog import queries as catalog
from app.demo.calendar import Calendar, at_work
from app.demo.cast import Stage
from app.demo.scene import Scene
from app.identity import queries as identity
from app.identity.models import User
from app.items.kinds import kind_of
from app.learning import queries, service

if TYPE_CHECKING:
    from app.catalog.edition import LessonHead
    from app.learning.queries import OwnRun

SLUG = "seisei-ai"
OFTEN_RIGHT = 0.8
"""How often a first answer is right; the second one always is."""


def scenes(calendar: Calendar) -> list[Scene]:
    """Return the days on which some finish the course, and some begin it."""
    spread = (
        *((2, 12, 5, 10), (2, 1, 16, 12), (2, 2, 13, 10)),
        *((1, 5, 29, 9), (1, 8, 21, 12), (1, 11, 13, 14), (1, 2, 19, 12)),
        *((0, 5, 14, 8), (0, 7, 23, 10), (0, 9, 17, 12), (0, 10, 22, 10)),
    )
    return [
        *(
            Scene(
                calendar.day(back, month, day),
                "「生成AIを仕事で使う」",
                partial(learn, count=count),
            )
            for back, month, day, count in spread
        ),
        Scene(calendar.last_week(0), "「生成AIを仕事で使う」", partial(learn, count=9, begun=6)),
    ]


def learn(stage: Stage, *, count: int, begun: int = 3) -> None:
    """Let some people finish the course today, and a few stop on the way."""
    fresh = [
        one
        for one in stage.some(count * 3)
        if all(card.course.slug != SLUG for card in queries.own_cards(stage.session, one.id))
    ]
    for place, one in enumerate(fresh[: count + begun]):
        is_whole = place < count
        _play(stage, stage.session.get_one(User, one.id), lessons=None if is_whole else 2)


def _play(stage: Stage, learner: User, *, lessons: int | None) -> None:
    """Go through the lessons, or the first of them: open, read, answer, leave."""
    session = stage.session
    version = catalog.course_by_slug(session, SLUG).version
    ticks = _ticks(at_work(stage.day, minutes=stage.hand.randrange(300)))
    run = service.start_course(
        session,
        learner.id,
        learner.actor_name,
        version,
        identity.installation(session),
        now=next(ticks),
    )
    own = queries.own_run(session, run.id, learner_id=learner.id)
    for head in own.course.lessons[:lessons]:
        service.open_lesson(session, own, head, now=next(ticks))
        for step in range(1, head.steps + 1):
            _answer(stage, own, head, step, ticks)
            service.leave_step(session, own, head, step, now=next(ticks))


def _answer(
    stage: Stage, own: "OwnRun", head: "LessonHead", step: int, ticks: Iterator[datetime]
) -> None:
    for asked in head.questions:
        if asked.step != step - 1:
            continue
        _lesson, question = catalog.question(
            stage.session, own.registration.course_version_id, asked.key
        )
        kind = kind_of(question.item)
        patterns = kind.correct_pattern(question.item)
        if not patterns:
            continue
        right = kind.read_response(patterns[0])
        offered = kind.offered(question.item, str(own.registration.id))
        if stage.hand.random() > OFTEN_RIGHT and offered and offered[:1] != right:
            wrong = offered[:1]
            if kind.accepts(question.item, wrong):
                service.answer_question(stage.session, own, head, question, wrong, now=next(ticks))
        service.answer_question(stage.session, own, head, question, right, now=next(ticks))


def _ticks(begin: datetime) -> Iterator[datetime]:
    """Yield instants half a minute apart, without end."""
    now = begin
    while True:
        now += timedelta(seconds=30)
        yield now
