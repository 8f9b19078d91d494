"""Gathering a learner's part in a project."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.assessments import queries as assessments
from app.credentials.models import Credential
from app.journals import queries as journals
from app.journals.rules import Reach
from app.portfolios.errors import NoSuchPortfolio
from app.projects.models import Project, ProjectMember, ProjectStage
from app.projects.rules import ANSWERING, MemberRole
from app.recognition import queries as recognition
from app.workroom import queries as workroom
from app.workroom.rules import ArtifactKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.assessments.queries import Settled
    from app.journals.models import JournalEntry
    from app.projects.queries import Names, Standing
    from app.workroom.queries import ArtifactRow

SHOWING: Final = frozenset({ArtifactKind.IMAGE, ArtifactKind.AUDIO, ArtifactKind.VIDEO})
"""What can show people, or let them be heard."""


@dataclass(frozen=True, slots=True)
class Part:
    """A learner's part in a project: what a list shows of it.

    Attributes:
        member: The last membership, of whoever was in it twice.
        since: The first day.
    """

    project: Project
    member: ProjectMember
    since: date

    @property
    def until(self) -> date | None:
        """The day on which they left, or the project ended; None while it goes on."""
        return self.member.left_on or self.project.ended_on


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything of one learner's part; see the package's docstring.

    Attributes:
        stages: Key, planned and passed day of each stage, in their order.
        made: What they had a hand in.
        alone: Those of it that show nobody else, whose files can leave with them.
        made_by_all: How many things the whole team shared.
        entries: What they wrote to look back, the oldest first.
        city: What the city answered, in words; empty where nothing was handed in.
        credentials: Number and name of each that came of it.
    """

    part: Part
    name: str
    school: str
    stages: tuple[tuple[str, date | None, date | None], ...]
    made: "tuple[ArtifactRow, ...]"
    alone: frozenset[uuid.UUID]
    made_by_all: int
    entries: "tuple[JournalEntry, ...]"
    settled: "Settled | None"
    city: str
    credentials: tuple[tuple[str, str], ...]


def own_parts(session: "Session", user_id: uuid.UUID) -> list[Part]:
    """Return every project in which somebody learns or learned, the newest first."""
    return list(_each(session.execute(_parts().where(ProjectMember.user_id == user_id))))


def own_part(session: "Session", user_id: uuid.UUID, key: str) -> Part:
    """Return one's own part in a project.

    Raises:
        NoSuchPortfolio: They did not learn in it.
    """
    own = _parts().where(ProjectMember.user_id == user_id, Project.key == key)
    part = next(_each(session.execute(own)), None)
    if part is None:
        raise NoSuchPortfolio(key)
    return part


def pupils_parts(standing: "Standing", names: "Names") -> list[tuple[str, Part]]:
    """Return the learners of a teacher's own organizations, with how they are called."""
    found: dict[uuid.UUID, str] = {}
    rows = []
    for one in names.members:
        row = one.member
        if row.role is MemberRole.LEARNER and standing.roles_at(row.organization_id) & ANSWERING:
            found.setdefault(row.user_id, one.name)
            rows.append((row, standing.project))
    rows.sort(key=lambda row: row[0].joined_on, reverse=True)
    parts = {part.member.user_id: part for part in _each(rows)}
    return [(name, parts[user_id]) for user_id, name in found.items()]


def portfolio(session: "Session", part: Part, *, for_owner: bool) -> Portfolio:
    """Gather a portfolio; for anybody but its owner without what they keep to themselves."""
    project, member = part.project, part.member
    shared = workroom.public_artifacts(session, project.id)
    by_them = workroom.made_by(session, project.id, member.user_id)
    made = tuple(one for one in shared if one.id in by_them)
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
        made,
        frozenset(
            one.id
            for one in made
            if (one.is_told or one.kind not in SHOWING)
            and not one.shows_others
            and one.people <= {member.user_id}
        ),
        len(shared),
        tuple(reversed([one for one in entries if for_owner or one.reach is not Reach.PRIVATE])),
        assessments.settled(session, project.id, member.user_id),
        recognition.adoption_words(session, project.id),
        _credentials(session, project.id, member.user_id),
    )


def _each(rows: "Iterable[tuple[ProjectMember, Project]]") -> "Iterator[Part]":
    """Yield the part of each learner in each project, of rows with the newest first."""
    found: dict[tuple[uuid.UUID, uuid.UUID], Part] = {}
    for member, project in rows:
        key = (member.user_id, project.id)
        known = found.get(key)
        last = member if known is None else known.member
        found[key] = Part(project, last, member.joined_on)
    yield from found.values()


def _credentials(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID
) -> tuple[tuple[str, str], ...]:
    awards = recognition.own_awards(session, project_id, user_id)
    asked = sa.select(Credential.id, Credential.number).where(
        Credential.id.in_([one.credential_id for one in awards if one.credential_id])
    )
    numbers = {found: number for found, number in session.execute(asked)}  # noqa: C416  a Row is no pair
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
