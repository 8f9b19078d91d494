"""How far a project is, and what its next gate still wants."""

import uuid
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog.models import Course
from app.consents.rules import Purpose
from app.learning.models import Registration
from app.projects import rules
from app.projects.models import GateCheck, Project, ProjectStage
from app.projects.queries.naming import Decisions, Names
from app.projects.rules import MemberRole
from app.projects.stages import StageText, stage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check of a gate.

    Attributes:
        row: The check.
        words: Its words of ours, by language; None where a teacher wrote ``row.label``.
        is_met: Whether it is so today.
        missing: Of whom it is not so yet, of those looked up.
        asked: Of how many it is looked up; 0 for what is ticked or met.
    """

    row: GateCheck
    words: Mapping[str, str] | None
    is_met: bool
    missing: frozenset[uuid.UUID] = frozenset()
    asked: int = 0

    @property
    def is_live(self) -> bool:
        """Whether it is looked up each time, and never stored as met."""
        return self.row.kind in {"courses", "consents"}


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage with the checks of the gate at its end."""

    row: ProjectStage
    text: StageText
    checks: tuple[CheckView, ...]

    @property
    def may_open(self) -> bool:
        """Whether every check is met."""
        return rules.may_open(one.is_met for one in self.checks)


@dataclass(frozen=True, slots=True)
class Way:
    """All stages of a project, in their order."""

    stages: tuple[StageView, ...]
    current: str

    @property
    def here(self) -> StageView:
        """The stage it is in."""
        return next(one for one in self.stages if one.row.key == self.current)

    @property
    def next(self) -> StageView | None:
        """The stage after it."""
        key = rules.stage_after([one.row.key for one in self.stages], self.current)
        return next((one for one in self.stages if one.row.key == key), None)

    @property
    def last_passed(self) -> StageView | None:
        """The last stage whose gate was opened."""
        passed = [one for one in self.stages if one.row.passed_on is not None]
        return passed[-1] if passed else None


def way(session: "Session", project: Project, names: Names) -> Way:
    """Return the stages with their checks as they are today; ``names`` holds the decisions.

    One query, and one more where a course is asked for.
    """
    found: dict[str, tuple[ProjectStage, list[GateCheck]]] = {}
    for row, check in session.execute(
        sa.select(ProjectStage, GateCheck)
        .outerjoin(
            GateCheck,
            sa.and_(
                GateCheck.project_id == ProjectStage.project_id,
                GateCheck.stage == ProjectStage.key,
            ),
        )
        .where(ProjectStage.project_id == project.id)
        .order_by(ProjectStage.position, GateCheck.key)
    ):
        found.setdefault(row.key, (row, []))[1].extend([check] if check is not None else [])
    finished = _finished(
        session, [one for _row, checks in found.values() for one in checks], names
    )
    return Way(
        tuple(_stage(row, checks, names, finished) for row, checks in found.values()),
        project.stage,
    )


def _stage(
    row: ProjectStage,
    checks: Iterable[GateCheck],
    names: Names,
    finished: Set[tuple[uuid.UUID, str]],
) -> StageView:
    text = stage(row.key)
    ours = [one.key for one in text.checks]
    ranked = sorted(checks, key=lambda one: ours.index(one.key) if one.key in ours else 99)
    words = {one.key: one.names for one in text.checks}
    views = (_check(one, words.get(one.key), names, finished) for one in ranked)
    return StageView(row, text, tuple(views))


def _check(
    row: GateCheck,
    words: Mapping[str, str] | None,
    names: Names,
    finished: Set[tuple[uuid.UUID, str]],
) -> CheckView:
    if row.kind == "consents":
        asked, missing = without_consent(names, names.decisions)
        return CheckView(row, words, not missing, missing, asked)
    if row.kind == "courses":
        learners = {one.member.user_id for one in names.current(row.role or MemberRole.LEARNER)}
        lacking = frozenset(one for one in learners if (one, row.course or "") not in finished)
        return CheckView(row, words, bool(learners) and not lacking, lacking, len(learners))
    return CheckView(row, words, row.met_on is not None)


def without_consent(
    names: Names, decisions: Decisions, purpose: Purpose = Purpose.PROJECTS
) -> tuple[int, frozenset[uuid.UUID]]:
    """Return how many members are under age today, and which of them a purpose is not allowed."""
    minors = {one.member.user_id for one in names.current() if one.is_minor}
    return len(minors), frozenset(
        one for one in minors if one not in decisions or not decisions[one][purpose].is_allowed
    )


def _finished(
    session: "Session", checks: Iterable[GateCheck], names: Names
) -> set[tuple[uuid.UUID, str]]:
    slugs = {one.course for one in checks if one.kind == "courses" and one.course}
    if not slugs:
        return set()
    rows = session.execute(
        sa.select(Registration.learner_id, Course.slug)
        .join(Course, Course.id == Registration.course_id)
        .where(
            Course.slug.in_(slugs),
            Registration.completed_at.is_not(None),
            Registration.learner_id.in_({one.member.user_id for one in names.current()}),
        )
    )
    return {(learner_id, slug) for learner_id, slug in rows}
