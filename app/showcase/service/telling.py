"""Tell those whom a showcase concerns; never with the name of anybody under age."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.following import service as following
from app.projects.models import Project, ProjectMember
from app.projects.rules import MemberRole
from app.projects.service.members import SUBJECT

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

TEACHERS = (MemberRole.TEACHER, MemberRole.COORDINATOR)
TEAM = (*TEACHERS, MemberRole.LEARNER)
JUDGES = (*TEACHERS, MemberRole.OWNER)
"""Who lets comments stand."""


def tell_members(
    session: "Session",
    project: Project,
    roles: Iterable[MemberRole],
    kind: str,
    *,
    about: str,
    now: "datetime",
    but: uuid.UUID | None = None,
) -> None:
    """Tell today's members in some roles; ``about`` makes the key of what is told."""
    today = day_of(now)
    who = session.scalars(
        sa.select(ProjectMember.user_id).where(
            ProjectMember.project_id == project.id,
            ProjectMember.role.in_(list(roles)),
            ProjectMember.joined_on <= today,
            sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > today),
        )
    )
    told = following.Told(
        kind, f"{kind}:{about}", f"/projects/{project.key}/showcase", facts_of(project)
    )
    following.tell(session, [one for one in who if one != but], told, now=now)


def tell_followers(
    session: "Session", project: Project, kind: str, *, about: str, now: "datetime", but: uuid.UUID
) -> None:
    """Tell everybody who follows the project, with the way to its public page."""
    told = following.Told(kind, f"{kind}:{about}", f"/showcase/{project.key}", facts_of(project))
    following.tell_followers(session, (SUBJECT, project.id), told, now=now, but=but)


def facts_of(project: Project) -> Mapping[str, str]:
    """Return what a sentence says of a project."""
    return {"project": project.title}
