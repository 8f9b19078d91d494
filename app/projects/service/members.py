"""Who is in a project: coming, and leaving."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.outbox import service as outbox
from app.projects.errors import ProjectRefused
from app.projects.events import MemberLeft
from app.projects.models import Project, ProjectMember, ProjectPartner
from app.projects.rules import Act, MemberRole
from app.projects.service import activity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

SUBJECT = "project"
"""The kind of subject under which projects are followed."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes into a project for an organization."""

    user_id: uuid.UUID
    organization_id: uuid.UUID
    role: MemberRole
    duty: str = ""


def add(
    session: "Session", project: Project, coming: Coming, *, by: uuid.UUID, now: "datetime"
) -> ProjectMember:
    """Take somebody into a project; whoever is in it in that role already stays as they are.

    They follow the project from now on, and are told.

    Raises:
        ProjectRefused: ``not_partner`` (the organization takes no part).
    """
    partner = session.get(ProjectPartner, (project.id, coming.organization_id))
    if partner is None or partner.left_on is not None:
        raise ProjectRefused("not_partner")
    known = session.scalars(
        sa.select(ProjectMember).where(
            ProjectMember.project_id == project.id,
            ProjectMember.user_id == coming.user_id,
            ProjectMember.role == coming.role,
            ProjectMember.left_on.is_(None),
        )
    ).one_or_none()
    if known is not None:
        return known
    row = ProjectMember(
        project_id=project.id,
        user_id=coming.user_id,
        organization_id=coming.organization_id,
        role=coming.role,
        duty=coming.duty,
        joined_on=day_of(now),
    )
    session.add(row)
    session.flush()
    following.follow(session, coming.user_id, (SUBJECT, project.id), now=now, by_itself=True)
    if coming.user_id != by:
        told = following.Told(
            "project.joined",
            f"project.joined:{row.id}",
            f"/projects/{project.key}",
            {"project": project.title},
        )
        following.tell(session, [coming.user_id], told, now=now)
    activity.note(
        session,
        project,
        coming.user_id,
        activity.Done(Act.JOINED),
        now=now,
        organization_id=coming.organization_id,
    )
    audit.record(
        session,
        "projects.member_added",
        now=now,
        by=by,
        subject=coming.user_id,
        details={"project": str(project.id), "role": coming.role.value},
    )
    return row


def leave(
    session: "Session", row: ProjectMember, *, by: uuid.UUID, now: "datetime", reason: str = ""
) -> None:
    """Let somebody's part end today. What they made stays; once more changes nothing."""
    if row.left_on is not None:
        return
    row.left_on, row.left_reason = max(day_of(now), row.joined_on), reason
    session.flush()
    following.stop(session, row.user_id, (SUBJECT, row.project_id), now=now)
    outbox.publish(session, MemberLeft(row.project_id, row.user_id, now))
    audit.record(
        session,
        "projects.member_left",
        now=now,
        by=by,
        subject=row.user_id,
        details={"project": str(row.project_id), "role": row.role.value},
    )
