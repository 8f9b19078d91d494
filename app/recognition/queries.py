"""What can be awarded in a project, and what was."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.achievements.models import Achievement
from app.adoption import queries as adoption
from app.assessments import queries as assessments
from app.contributions import queries as contributions
from app.credentials.openbadges import AchievementKind
from app.identity import queries as identity
from app.identity.models import Organization, OrganizationKind
from app.mentoring import queries as mentoring
from app.projects.models import ProjectPartner
from app.projects.rules import MemberRole
from app.recognition import rules
from app.recognition.models import ProjectAward
from app.recognition.policy import may_award_to

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.person import Person
    from app.projects.queries import Called, Names, Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who can be awarded, with what is known of their part.

    Attributes:
        audience: Whose achievements fit: ``child``, ``citizen`` or ``staff``.
        hours: Of help and advice, as they were counted.
        is_assessed: Whether an assessment is settled; only pupils need one.
        awards: What they were awarded already.
    """

    called: "Called"
    audience: str
    hours: float
    is_assessed: bool
    awards: tuple[ProjectAward, ...]

    @property
    def lacks_assessment(self) -> bool:
        """Whether nothing can be awarded yet for want of an assessment."""
        return self.called.member.role is MemberRole.LEARNER and not self.is_assessed


def awardable(session: "Session", project_id: uuid.UUID) -> list[Achievement]:
    """Return the project achievements of the partners and of the city, by name."""
    partners = sa.select(ProjectPartner.organization_id).where(
        ProjectPartner.project_id == project_id
    )
    cities = sa.select(Organization.id).where(Organization.kind == OrganizationKind.CITY)
    return list(
        session.scalars(
            sa.select(Achievement)
            .where(
                Achievement.kind == AchievementKind.PROJECT,
                Achievement.closed_on.is_(None),
                sa.or_(
                    Achievement.organization_id.in_(partners),
                    Achievement.organization_id.in_(cities),
                ),
            )
            .order_by(Achievement.name)
        )
    )


def candidates(
    session: "Session", standing: "Standing", names: "Names", *, on: date
) -> list[Candidate]:
    """Return the members whom somebody may award, former ones included: pupils first."""
    project_id = standing.project.id
    may = [one for one in names.members if may_award_to(standing, one)]
    people = identity.people_of(session, {one.member.user_id for one in may}, on=on)
    awards = awards_of(session, project_id)
    found = [
        Candidate(
            one,
            people[one.member.user_id].audience,
            _hours(session, project_id, one.member.user_id),
            assessments.settled(session, project_id, one.member.user_id) is not None,
            tuple(it for it in awards if it.member_id == one.member.id),
        )
        for one in may
    ]
    return sorted(found, key=lambda one: one.called.member.role is not MemberRole.LEARNER)


def awards_of(session: "Session", project_id: uuid.UUID) -> list[ProjectAward]:
    """Return what was awarded in a project."""
    return list(
        session.scalars(
            sa.select(ProjectAward)
            .where(ProjectAward.project_id == project_id)
            .order_by(ProjectAward.created_at, ProjectAward.id)
        )
    )


def own_awards(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID
) -> list[ProjectAward]:
    """Return what somebody was awarded in a project."""
    return [one for one in awards_of(session, project_id) if one.member.user_id == user_id]


def assessor_of(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID, *, by: "Person", on: date
) -> tuple[uuid.UUID, str]:
    """Return who assessed somebody, and as what: the teacher who settled it, or who awards."""
    settled = assessments.settled(session, project_id, user_id)
    who = by
    if settled is not None and settled.assessor_id not in (None, by.id):
        who = identity.person(session, settled.assessor_id, on=on)
    post = who.main_post
    return who.id, f"{post.organization_name} {post.title}".strip() if post else ""


def adoption_words(session: "Session", project_id: uuid.UUID) -> str:
    """Return what the city says of a project's proposal today; empty where none was handed in."""
    trail = adoption.trail(session, project_id)
    if trail is None:
        return ""
    return rules.city_says(trail.state, trail.answer, trail.in_service_on)


def _hours(session: "Session", project_id: uuid.UUID, user_id: uuid.UUID) -> float:
    given = contributions.hours_given(session, project_id, user_id)
    minutes = mentoring.minutes_given(session, project_id, user_id)
    return round((given + minutes / 60) * 2) / 2
