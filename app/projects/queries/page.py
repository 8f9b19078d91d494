"""What the page of a project shows beside its people and its gates."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.consents.rules import Purpose
from app.projects.models import Milestone, Project, ProjectActivity
from app.projects.queries.gates import without_consent
from app.projects.queries.naming import Called, Names
from app.projects.rules import MemberRole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.projects.queries.standing import Standing

SHOWN_ACTIVITIES = 8
SHOWN_PURPOSES = (Purpose.PROJECTS, Purpose.NAME, Purpose.PHOTO)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of an organization's people under age something is allowed of.

    Attributes:
        purpose: What.
        allowed: Of how many it is.
        asked: Of how many there are.
        missing: Of whom it is not; empty where the reader may not know.
    """

    purpose: Purpose
    allowed: int
    asked: int
    missing: tuple[Called, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it is allowed of everybody."""
        return self.allowed == self.asked


def consent_counts(names: Names, standing: "Standing") -> tuple[Count, ...]:
    """Count what is allowed of the people under age of the reader's own organizations.

    A teacher also reads of whom it is not; everybody else reads the numbers.
    """
    own = [
        one
        for one in names.current()
        if one.is_minor and one.member.organization_id in standing.organization_ids
    ]
    if not own:
        return ()
    found = []
    for purpose in SHOWN_PURPOSES:
        _all, lacking = without_consent(names, names.decisions, purpose)
        missing = tuple(one for one in own if one.member.user_id in lacking)
        shown = missing if standing.is_teacher else ()
        found.append(Count(purpose, len(own) - len(missing), len(own), shown))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Side:
    """An organization in the line under the title: 「A高校の6人」.

    Attributes:
        place: Its name.
        learners: How many of its people learn in it.
        mentors: How many advise.
    """

    place: str
    learners: int
    mentors: int


def sides(names: Names) -> tuple[Side, ...]:
    """Return the organizations that take part, with how many learn and advise."""
    return tuple(
        Side(
            one.organization.name,
            _people(names, one.organization_id, MemberRole.LEARNER),
            _people(names, one.organization_id, MemberRole.MENTOR),
        )
        for one in names.partners
        if one.left_on is None
    )


def _people(names: Names, organization_id: uuid.UUID, role: MemberRole) -> int:
    return len(
        {
            one.member.user_id
            for one in names.current(role)
            if one.member.organization_id == organization_id
        }
    )


def milestones(session: "Session", project_id: uuid.UUID) -> list[Milestone]:
    """Return the milestones, the earliest first."""
    return list(
        session.scalars(
            sa.select(Milestone)
            .where(Milestone.project_id == project_id)
            .order_by(Milestone.due_on, Milestone.title, Milestone.id)
        )
    )


def activities(
    session: "Session", project_id: uuid.UUID, *, most: int = SHOWN_ACTIVITIES
) -> Sequence[ProjectActivity]:
    """Return what members did last, the newest first."""
    return session.scalars(
        sa.select(ProjectActivity)
        .where(ProjectActivity.project_id == project_id)
        .order_by(ProjectActivity.at.desc(), ProjectActivity.id)
        .limit(most)
    ).all()


@dataclass(frozen=True, slots=True)
class Related:
    """The project before, or after: its title, year, and whether the reader is in it."""

    key: str
    title: str
    year: int
    ended_on: date | None
    ending: str
    is_before: bool


def related(session: "Session", project: Project) -> list[Related]:
    """Return the project that this one goes on from, and those that go on from it."""
    rows = session.scalars(
        sa.select(Project)
        .where(
            sa.or_(Project.id == project.successor_of_id, Project.successor_of_id == project.id)
        )
        .order_by(Project.starts_on, Project.key)
    )
    return [
        Related(
            row.key,
            row.title,
            row.year,
            row.ended_on,
            row.ending,
            is_before=row.id == project.successor_of_id,
        )
        for row in rows
    ]
