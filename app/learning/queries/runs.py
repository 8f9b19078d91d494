"""Registrations: one learner's own, and what others may know of a completed one."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.catalog.models import Course as CatalogCourse
from app.clock import day_of
from app.identity import queries as identity
from app.identity.models import User
from app.learning import rules
from app.learning.models import Registration
from app.learning.queries.missing import Why, why
from app.learning.queries.places import Place, completion_rule, resume_place
from app.learning.rules import CompletionRule, Judgement, Progress
from app.learning.statements import Run, is_by_learner, read
from app.lrs import queries as lrs
from app.xapi.compare import identifier
from app.xapi.statement import Agent

if TYPE_CHECKING:
    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from app.catalog.content import View
    from app.catalog.edition import Course, LessonHead
    from app.catalog.queries import CourseVersionView
    from app.db import Json
    from app.identity.queries import InstallationNames


@dataclass(slots=True)
class OwnRun:
    """A registration with what its statements and rules need; ``progress`` moves as acts do.

    ``is_kept`` is false for a visitor's, who only looks; see ``queries.visitors``. ``is_draft``
    is true where an author tries what is not published; see ``trying``.
    """

    registration: Registration
    course: "Course"
    rule: CompletionRule
    run: Run
    progress: Progress
    is_kept: bool = True
    is_draft: bool = False

    @property
    def only_looks(self) -> bool:
        """Whether whoever sees it neither learns nor tries: a visitor."""
        return not self.is_kept and not self.is_draft

    @property
    def judgement(self) -> Judgement:
        """What the course's rule makes of the present progress."""
        return rules.judge(self.progress, self.rule)

    @property
    def why(self) -> Why | None:
        """Why the course is not complete, or None when it is."""
        return why(self.course, self.progress, rule=self.rule)

    @property
    def is_completed(self) -> bool:
        """Whether the course was completed."""
        return self.progress.completed_at is not None

    def can_do(self, view: "View") -> "list[Markup]":
        """Return the course's can-do statements for one reader."""
        return [objective.can_do.html(view) for objective in self.course.objectives]


@dataclass(frozen=True, slots=True)
class RunCard:
    """One of a learner's runs, for a list.

    ``minutes_left`` counts the lessons that are not finished; ``place`` is where to go on;
    ``why`` it is not complete, or None when it is.
    """

    registration_id: uuid.UUID
    course: "Course"
    lessons_done: int
    lessons: int
    minutes_left: int
    lesson: "LessonHead"
    place: Place
    why: Why | None
    completed_on: date | None
    last_active_at: datetime


@dataclass(frozen=True, slots=True)
class CompletedRun:
    """What a credential says of a run."""

    registration_id: uuid.UUID
    learner_id: uuid.UUID
    course: "Course"
    version_number: int
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class LearningDay:
    """What was done on one day; never at what time of it."""

    day: date
    lessons: tuple[str, ...]
    answers: int
    completed: bool


def run_of(
    registration: Registration,
    version: "CourseVersionView",
    actor_name: uuid.UUID,
    installation: "InstallationNames",
) -> OwnRun:
    """Put a registration together with what its statements and rules need."""
    course = version.outline
    return OwnRun(
        registration=registration,
        course=course,
        rule=completion_rule(course),
        run=Run(
            actor=Agent(installation.actor_home_page, str(actor_name)),
            registration=registration.id,
            iri_base=installation.iri_base,
            slug=course.slug,
            names=course.title.names,
            revision=f"{version.number}-{version.content_hash[:12]}",
        ),
        progress=Progress.from_json(registration.progress),
    )


_ANY = sa.select(Registration, User.actor_name).join(User, User.id == Registration.learner_id)
_IS_RUN = Registration.id == sa.bindparam("registration_id", type_=sa.Uuid)
_ONE = _ANY.where(_IS_RUN)
_ONE_HELD = _ONE.with_for_update(of=Registration).execution_options(populate_existing=True)
_RUNS = _ANY.where(Registration.learner_id == sa.bindparam("learner_id", type_=sa.Uuid))
_ROWS = cast("sa.Table", Registration.__table__)
_OWN = (
    sa.select(*_ROWS.columns, User.actor_name)
    .join_from(_ROWS, User, User.id == _ROWS.c.learner_id)
    .where(
        _ROWS.c.learner_id == sa.bindparam("learner_id", type_=sa.Uuid),
        _ROWS.c.id == sa.bindparam("registration_id", type_=sa.Uuid),
    )
)
_OWN_FOR_UPDATE = _OWN.with_for_update(of=_ROWS)
_LATEST_OF_COURSE = (
    _RUNS.join(CatalogCourse, CatalogCourse.id == Registration.course_id)
    .where(CatalogCourse.slug == sa.bindparam("slug"))
    .order_by(Registration.started_at.desc())
    .limit(1)
)
"""Built once: these stand on the hot path, and building one costs more than running it."""


def own_run(
    session: "Session",
    registration_id: uuid.UUID,
    *,
    learner_id: uuid.UUID,
    for_update: bool = False,
) -> OwnRun:
    """Return one of this learner's runs.

    Args:
        session: A session.
        registration_id: The run.
        learner_id: Who asks.
        for_update: Hold the run until the transaction ends, so that two tabs answer in turn.

    Raises:
        NoResultFound: There is none with this id, or it is someone else's.
    """
    query = _OWN_FOR_UPDATE if for_update else _OWN
    wanted = {"registration_id": registration_id, "learner_id": learner_id}
    found = session.connection().execute(query, wanted).one()._asdict()
    actor_name = found.pop("actor_name")
    return _put_together(session, Registration(**found), actor_name)


def held_run(session: "Session", registration_id: uuid.UUID) -> OwnRun | None:
    """Return a run, whoever's it is, and hold it until the transaction ends; None if unknown.

    For the worker: nobody asks here, so there is nobody to hide it from.
    """
    row = session.execute(_ONE_HELD, {"registration_id": registration_id}).one_or_none()
    return None if row is None else _put_together(session, row[0], row[1])


def own_run_of_course(session: "Session", slug: str, *, learner_id: uuid.UUID) -> OwnRun | None:
    """Return this learner's latest run through a course, or None."""
    wanted = {"slug": slug, "learner_id": learner_id}
    row = session.execute(_LATEST_OF_COURSE, wanted).one_or_none()
    return None if row is None else _put_together(session, row[0], row[1])


def own_cards(session: "Session", learner_id: uuid.UUID, *, limit: int = 50) -> list[RunCard]:
    """Return this learner's runs, the latest first; two queries at most, whatever their number."""
    registrations = session.scalars(
        sa.select(Registration)
        .where(Registration.learner_id == learner_id)
        .order_by(Registration.last_active_at.desc(), Registration.id)
        .limit(limit)
    ).all()
    versions = catalog.versions(session, (one.course_version_id for one in registrations))
    return [_card(one, versions[one.course_version_id].outline) for one in registrations]


def completed_run(session: "Session", registration_id: uuid.UUID) -> CompletedRun:
    """Return what a completed run amounts to, for whoever issues its credential.

    Raises:
        NoResultFound: There is no such run, or it is not complete.
    """
    registration = session.scalars(
        sa.select(Registration).where(
            Registration.id == registration_id, Registration.completed_at.is_not(None)
        )
    ).one()
    version = catalog.version(session, registration.course_version_id)
    completed_at = registration.completed_at
    if completed_at is None:
        raise LookupError("the query asked for completed runs only")
    return CompletedRun(
        registration.id, registration.learner_id, version.outline, version.number, completed_at
    )


def statements_of_run(session: "Session", own: OwnRun) -> "list[Json]":
    """Return what a run's progress is computed from, in the order in which it happened.

    What was said of somebody else in this run's name is left out: it changes nothing here, and
    is not the learner's to read.
    """
    kept = kept_statements(session, own)
    return [statement for statement in kept if is_by_learner(statement, own.run)]


def kept_statements(session: "Session", own: OwnRun) -> "list[Json]":
    """Return all statements that count for a run, in the order in which they happened.

    Those of runs that were merged into it are among them, and ``own.run`` knows from here on the
    names of all accounts of its learner. Three queries, whatever their number.
    """
    merged = sa.select(Registration.id).where(Registration.merged_into_id == own.registration.id)
    home = own.run.actor.home_page
    names = identity.actor_names(session, own.registration.learner_id)
    also = (identifier(Agent(home, str(name)).as_json()) for name in names)
    own.run = replace(own.run, also=frozenset(one for one in also if one is not None))
    runs = (own.registration.id, *session.scalars(merged))
    return lrs.statements_of_registration(session, *runs)


def days_of_learning(session: "Session", registration_id: uuid.UUID) -> list[LearningDay]:
    """Return what was done in a run, day by day (in Japan), without the time of day."""
    row = session.execute(_ONE, {"registration_id": registration_id}).one()
    own = _put_together(session, row[0], row[1])
    days: dict[date, list[rules.Act]] = {}
    for statement in kept_statements(session, own):
        act = read(statement, own.run, own.course)
        if act is not None:
            days.setdefault(day_of(datetime.fromisoformat(act.at)), []).append(act)
    return [_learning_day(day, acts, own.course) for day, acts in sorted(days.items())]


def all_runs(session: "Session") -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return (registration, learner) of every run, for rebuilding."""
    rows = session.execute(
        sa.select(Registration.id, Registration.learner_id).order_by(Registration.id)
    )
    return [(registration_id, learner_id) for registration_id, learner_id in rows]


def _put_together(session: "Session", registration: Registration, actor_name: uuid.UUID) -> OwnRun:
    version = catalog.version(session, registration.course_version_id)
    return run_of(registration, version, actor_name, identity.installation(session))


def _card(registration: Registration, course: "Course") -> RunCard:
    progress = Progress.from_json(registration.progress)
    rule = completion_rule(course)
    told = rules.judge(progress, rule)
    place = resume_place(course, progress, told)
    lesson = course.lesson_head(place.lesson) or course.lessons[0]
    left = [
        head.minutes
        for head in course.lessons
        if not progress.lessons.get(head.key, rules.LessonState()).done
    ]
    completed_at = registration.completed_at
    return RunCard(
        registration_id=registration.id,
        course=course,
        lessons_done=registration.lessons_done,
        lessons=len(course.lessons),
        minutes_left=sum(left),
        lesson=lesson,
        place=place,
        why=why(course, progress, rule=rule, told=told),
        completed_on=None if completed_at is None else day_of(completed_at),
        last_active_at=registration.last_active_at,
    )


def _learning_day(day: date, acts: list[rules.Act], course: "Course") -> LearningDay:
    titles = {lesson.key: lesson.title.plain for lesson in course.lessons}
    ended = dict.fromkeys(act.key for act in acts if act.verb == "completed")  # each once
    return LearningDay(
        day=day,
        lessons=tuple(titles[key] for key in ended if key in titles),
        answers=sum(act.verb == "answered" for act in acts),
        completed=any(act.verb == "completed" and act.key is None for act in acts),
    )
