"""Gathering a learner's part in a project."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.adoption import queries as adoption
from app.assessments import queries as assessments
from app.credentials.models import Credential
from app.journals import queries as journals
from app.journals.rules import Reach
from app.portfolios.errors import NoSuchPortfolio
from app.projects.models import Project, ProjectMember, ProjectStage
from app.projects.rules import MemberRole
from app.recognition import queries as recognition
from app.workroom import queries as workroom

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.adoption.queries import Trail
    from app.assessments.queries import Settled
    from app.journals.models import JournalEntry
    from app.projects.queries import Names, Standing
    from app.workroom.queries import ArtifactRow


@dataclass(frozen=True, slots=True)
class Part:
    """A learner's part in a project: what a list shows of it."""

    project: Project
    member: ProjectMember

    @property
    def until(self) -> date | None:
        """The day on which they left, or the project ended; None while it goes on."""
        return self.member.left_on or self.project.ended_on


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything of one learner's part; see the package's docstring.

    Attributes:
        stages: Key, planned and passed day of each stage, in their order.
        made: What they shared.
        made_by_all: How many things the whole team shared.
        entries: What they wrote to look back, the oldest first.
        credentials: Number and name of each that came of it.
    """

    part: Part
    name: str
    school: str
    stages: tuple[tuple[str, date | None, date | None], ...]
    made: "tuple[ArtifactRow, ...]"
    made_by_all: int
    entries: "tuple[JournalEntry, ...]"
    settled: "Settled | None"
    trail: "Trail | None"
    credentials: tuple[tuple[str, str], ...]


def own_parts(session: "Session", user_id: uuid.UUID) -> list[Part]:
    """Return every project in which somebody learns or learned, the newest first."""
    rows = session.execute(_parts().where(ProjectMember.user_id == user_id))
    return [Part(project, member) for member, project in rows]


def own_part(session: "Session", user_id: uuid.UUID, key: str) -> Part:
    """Return one's own part in a project.

    Raises:
        NoSuchPortfolio: They did not learn in it.
    """
    row = session.execute(
        _parts().where(ProjectMember.user_id == user_id, Project.key == key)
    ).first()
    if row is None:
        raise NoSuchPortfolio(key)
    return Part(row[1], row[0])


def pupils_parts(standing: "Standing", names: "Names") -> list[tuple[str, Part]]:
    """Return the learners of a teacher's own organizations, with how they are called."""
    return [
        (one.name, Part(standing.project, one.member))
        for one in names.members
        if one.member.role is MemberRole.LEARNER
        and one.member.organization_id in standing.organization_ids
    ]


def portfolio(session: "Session", part: Part, *, for_owner: bool) -> Portfolio:
    """Gather a portfolio; for anybody but its owner without what they keep to themselves."""
    project, member = part.project, part.member
    made = workroom.public_artifacts(session, project.id)
    entries = [one.row for one in journals.own_entries(session, project.id, member.user_id)]
    stages = session.scalars(
        sa.select(ProjectStage)
        .where(ProjectStage.project_id == project.id)
        .order_by(ProjectStage.position)
    )
    return Portfolio(
        part,
        member.user.name,
        member.organization.name,
        tuple((one.key, one.due_on, one.passed_on) for one in stages),
        tuple(one for one in made if one.version.made_by_id == member.user_id),
        len(made),
        tuple(reversed([one for one in entries if for_owner or one.reach is not Reach.PRIVATE])),
        assessments.settled(session, project.id, member.user_id),
        adoption.trail(session, project.id),
        _credentials(session, project.id, member.user_id),
    )


def _credentials(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID
) -> tuple[tuple[str, str], ...]:
    awards = recognition.own_awards(session, project_id, user_id)
    numbers = dict(
        session.execute(
            sa.select(Credential.id, Credential.number).where(
                Credential.id.in_([one.credential_id for one in awards if one.credential_id])
            )
        ).tuples()
    )
    return tuple(
        (numbers[one.credential_id], one.achievement.name)
        for one in awards
        if one.credential_id in numbers
    )


def _parts() -> "sa.Select[ProjectMember, Project]":
    return (
        sa.select(ProjectMember, Project)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(ProjectMember.role == MemberRole.LEARNER)
        .options(joinedload(ProjectMember.user), joinedload(ProjectMember.organization))
        .order_by(ProjectMember.joined_on.desc(), ProjectMember.id)
    )
