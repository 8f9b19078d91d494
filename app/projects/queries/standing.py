"""What one person is in one project."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.projects.errors import NoSuchProject, Unvouched
from app.projects.models import Project, ProjectMember
from app.projects.queries.own import is_in, is_kept, is_let_in, is_readable
from app.projects.rules import ADDERS, ANSWERING, MemberRole, ProjectState

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
        places: For which organization as what.
    """

    project: Project
    user_id: uuid.UUID
    organization_ids: frozenset[uuid.UUID]
    roles: frozenset[MemberRole]
    places: frozenset[tuple[uuid.UUID, MemberRole]] = frozenset()

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
    def leads(self) -> bool:
        """Whether they answer for the project as a whole: for the pupils, or for the city."""
        return self.is_teacher or self.is_owner

    def roles_at(self, organization_id: uuid.UUID) -> frozenset[MemberRole]:
        """Return what they are for one of the organizations."""
        return frozenset(role for place, role in self.places if place == organization_id)

    def may_add_pupils(self, organization_id: uuid.UUID) -> bool:
        """Whether they bring in pupils of an organization: its own teachers do."""
        return self.is_active and bool(self.roles_at(organization_id) & ANSWERING)

    def may_add_people(self, organization_id: uuid.UUID) -> bool:
        """Whether they bring in adults of an organization: its own people do."""
        return self.is_active and bool(self.roles_at(organization_id) & ADDERS)

    def may_keep(self, member: ProjectMember) -> bool:
        """Whether they settle what a member does, and when the member's part ends.

        Pupils are kept by the teachers of their own organization; others by its people, or by
        themselves.
        """
        if not self.is_active:
            return False
        roles = self.roles_at(member.organization_id)
        if member.role is MemberRole.LEARNER:
            return bool(roles & ANSWERING)
        return bool(roles & ADDERS) or member.user_id == self.user_id

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


def standing(
    session: "Session", person: "Person", key: str, *, on: date, ever: bool = False
) -> Standing:
    """Return what a person is in a project on a day, with its challenge, in one query.

    A mentor for whom nobody vouches on that day is none in it; nor is, once it has ended, who
    has left the organization for which they were in it (``is_kept``).

    Args:
        session: Any.
        person: Who.
        key: The project's.
        on: The day.
        ever: However long ago it ended; else for a year after.

    Raises:
        NoSuchProject: There is none of this key, or they are not in it.
        Unvouched: They are in it as such a mentor alone.
    """
    found = session.execute(
        sa.select(Project, ProjectMember, is_let_in([person.id], on=on).label("opens"))
        .join(ProjectMember, ProjectMember.project_id == Project.id)
        .where(
            Project.key == key,
            ProjectMember.user_id == person.id,
            is_in(on),
            sa.true() if ever else is_readable(on),
            is_kept(person.id, on=on),
        )
        .options(joinedload(Project.challenge).joinedload(Challenge.organization))
    ).all()
    if not found:
        raise NoSuchProject(key)
    rows = [(project, member) for project, member, opens in found if opens]
    if not rows:
        places = sorted({member.organization.name for _project, member, _opens in found})
        raise Unvouched(found[0][0].id, tuple(places))
    return Standing(
        rows[0][0],
        person.id,
        frozenset(member.organization_id for _project, member in rows),
        frozenset(member.role for _project, member in rows),
        frozenset((member.organization_id, member.role) for _project, member in rows),
    )
