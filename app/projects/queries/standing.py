"""What one person is in one project."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.projects.errors import NoSuchProject
from app.projects.models import Project, ProjectMember
from app.projects.rules import MemberRole, ProjectState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's place in a project, today.

    Attributes:
        project: The project; read here, and to be read again ``with_for_update`` before a change.
        user_id: Who.
        organization_ids: For which organizations they are in it.
        roles: As what.
    """

    project: Project
    user_id: uuid.UUID
    organization_ids: frozenset[uuid.UUID]
    roles: frozenset[MemberRole]

    @property
    def is_learner(self) -> bool:
        """Whether they learn in it: pupils and students."""
        return MemberRole.LEARNER in self.roles

    @property
    def is_teacher(self) -> bool:
        """Whether they answer for the pupils: teachers and coordinators."""
        return bool(self.roles & {MemberRole.TEACHER, MemberRole.COORDINATOR})

    @property
    def is_mentor(self) -> bool:
        """Whether they advise."""
        return MemberRole.MENTOR in self.roles

    @property
    def is_owner(self) -> bool:
        """Whether they answer for the city's department."""
        return MemberRole.OWNER in self.roles

    @property
    def may_work(self) -> bool:
        """Whether they write on the board, in notes, and share what was made."""
        return self.is_active and bool(
            self.roles & {MemberRole.LEARNER, MemberRole.TEACHER, MemberRole.COORDINATOR}
        )

    @property
    def is_active(self) -> bool:
        """Whether the project goes on; an ended one is read and not written."""
        return self.project.state is ProjectState.ACTIVE

    @property
    def organization_id(self) -> uuid.UUID:
        """One of the organizations, always the same."""
        return min(self.organization_ids)


def find_project(session: "Session", key: str) -> Project:
    """Return a project by its key, for whoever may see it anyway.

    Raises:
        NoSuchProject: There is none.
    """
    row = session.scalars(sa.select(Project).where(Project.key == key)).one_or_none()
    if row is None:
        raise NoSuchProject(key)
    return row


def standing(session: "Session", person: "Person", key: str, *, on: date) -> Standing:
    """Return what a person is in a project on a day, in one query.

    Raises:
        NoSuchProject: There is none of this key, or they are not in it.
    """
    rows = session.execute(
        sa.select(Project, ProjectMember)
        .join(ProjectMember, ProjectMember.project_id == Project.id)
        .where(
            Project.key == key,
            ProjectMember.user_id == person.id,
            ProjectMember.joined_on <= on,
            sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
        )
    ).all()
    if not rows:
        raise NoSuchProject(key)
    return Standing(
        rows[0][0],
        person.id,
        frozenset(member.organization_id for _project, member in rows),
        frozenset(member.role for _project, member in rows),
    )
