"""What can be awarded in a project, and what was."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.achievements.models import Achievement
from app.adoption import queries as adoption
from app.assessments import queries as assessments
from app.contributions import queries as contributions
from app.credentials.openbadges import AchievementKind
from app.identity import queries as identity
from app.identity.models import Organization, OrganizationKind, Role
from app.mentoring import queries as mentoring
from app.projects.models import ProjectMember, ProjectPartner
from app.projects.rules import MemberRole
from app.recognition import rules
from app.recognition.models import ProjectAward
from app.recognition.policy import may_award_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.assessments.queries import Settled
    from app.identity.person import Person
    from app.projects.queries import Called, Names, Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who can be awarded, with what is known of their part.

    Attributes:
        hours: Of help and advice, as they were counted, in halves.
        settled: Their assessment; None while nothing is settled. Only pupils need one.
        awards: What they were awarded already.
    """

    called: "Called"
    hours: float
    settled: "Settled | None"
    awards: tuple[ProjectAward, ...]

    @property
    def is_learner(self) -> bool:
        """Whether they learn in the project."""
        return self.called.member.role is MemberRole.LEARNER

    @property
    def lacks_assessment(self) -> bool:
        """Whether nothing can be awarded yet for want of an assessment."""
        return self.is_learner and self.settled is None


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
            .order_by(Achievement.name, Achievement.id)
        )
    )


def candidates(session: "Session", standing: "Standing", names: "Names") -> list[Candidate]:
    """Return the members whom somebody may award, former ones included: pupils first.

    Four queries.
    """
    project_id = standing.project.id
    awards = awards_of(session, project_id)
    given = contributions.hours_given(session, project_id)
    minutes = mentoring.minutes_given(session, project_id)
    settled = assessments.all_settled(session, project_id)
    found = []
    for one in names.members:
        if not may_award_to(standing, one):
            continue
        row = one.member
        is_learner = row.role is MemberRole.LEARNER
        whole = given.get(row.user_id, 0.0)
        if row.role is MemberRole.MENTOR:
            whole += minutes.get(row.user_id, 0) / 60
        found.append(
            Candidate(
                one,
                rules.in_halves(whole),
                settled.get(row.user_id) if is_learner else None,
                tuple(it for it in awards if it.member_id == row.id),
            )
        )
    return sorted(found, key=lambda one: not one.is_learner)


def awards_of(session: "Session", project_id: uuid.UUID) -> list[ProjectAward]:
    """Return what was awarded in a project, the first first; one query."""
    return list(session.scalars(_awards().where(ProjectAward.project_id == project_id)))


def own_awards(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID
) -> list[ProjectAward]:
    """Return what somebody was awarded in a project; one query."""
    return list(
        session.scalars(
            _awards()
            .join(ProjectMember, ProjectMember.id == ProjectAward.member_id)
            .where(ProjectAward.project_id == project_id, ProjectMember.user_id == user_id)
        )
    )


def assessors(
    session: "Session", found: "Iterable[Candidate]", *, by: "Person", on: date
) -> "dict[uuid.UUID, Person]":
    """Return who assessed each, by member: the teacher who settled it, or else who awards."""
    settled = {
        one.called.member.id: one.settled.assessor_id
        for one in found
        if one.settled is not None and one.settled.assessor_id is not None
    }
    people = identity.people_of(session, set(settled.values()) - {by.id}, on=on) if settled else {}
    return {key: people.get(who, by) for key, who in settled.items()}


def post_words(who: "Person") -> str:
    """Return somebody by post and organization, as evidence says them: never by name."""
    post = who.main_post
    if post is None:
        return ""
    title = post.title or (rules.ROLES[MemberRole.TEACHER] if post.role is Role.TEACHER else "")
    return f"{post.organization_name} {title}".strip()


def adoption_words(session: "Session", project_id: uuid.UUID) -> str:
    """Return what the city says of a project's proposal today, in one query.

    Returns:
        Japanese, as evidence quotes it; empty where none was handed in.
    """
    row = adoption.of_project(session, project_id)
    return "" if row is None else rules.city_says(row.state, row.answer, row.in_service_on)


def _awards() -> "sa.Select[ProjectAward]":
    return (
        sa.select(ProjectAward)
        .options(joinedload(ProjectAward.achievement))
        .order_by(ProjectAward.created_at, ProjectAward.id)
    )
