"""Who is in a project: coming, what they do, and leaving."""

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
from app.projects.queries import is_in, is_let_in, mentors_of
from app.projects.rules import Act, MemberRole, PartnerRole
from app.projects.service import activity
from app.projects.service.holding import hold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing

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


def bring(
    session: "Session",
    standing: "Standing",
    user_ids: "Iterable[uuid.UUID]",
    organization_id: uuid.UUID,
    role: MemberRole,
    *,
    now: "datetime",
) -> None:
    """Take several people of one organization into a project.

    Raises:
        ProjectRefused: ``ended`` or ``not_partner``.
    """
    project = hold(session, standing.project.id)
    for user_id in sorted(user_ids):
        coming = Coming(user_id, organization_id, role)
        add(session, project, coming, by=standing.user_id, now=now)


def leave(
    session: "Session",
    row: ProjectMember,
    *,
    by: uuid.UUID | None,
    now: "datetime",
    reason: str = "",
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


def add_partner(
    session: "Session",
    standing: "Standing",
    organization_id: uuid.UUID,
    role: PartnerRole,
    *,
    now: "datetime",
) -> ProjectPartner:
    """Let an organization take part; one that left comes back, one that is in it stays.

    Raises:
        ProjectRefused: ``ended``.
    """
    project, today = hold(session, standing.project.id), day_of(now)
    row = session.get(ProjectPartner, (project.id, organization_id))
    if row is None:
        row = ProjectPartner(
            project_id=project.id, organization_id=organization_id, role=role, joined_on=today
        )
        session.add(row)
    elif row.left_on is not None:
        row.left_on = None
    else:
        return row
    session.flush()
    audit.record(
        session,
        "projects.partner_added",
        now=now,
        by=standing.user_id,
        details={"project": str(project.id), "organization": str(organization_id)},
    )
    return row


def let_partner_go(
    session: "Session",
    project_id: uuid.UUID,
    organization_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    now: "datetime",
    reason: str = "",
) -> None:
    """Let an organization's part end, with that of its people; once more changes nothing.

    Raises:
        ProjectRefused: ``ended``.
    """
    hold(session, project_id)
    row = session.get(ProjectPartner, (project_id, organization_id), with_for_update=True)
    if row is None or row.left_on is not None:
        return
    row.left_on = max(day_of(now), row.joined_on)
    for member in session.scalars(
        sa.select(ProjectMember).where(
            ProjectMember.project_id == project_id,
            ProjectMember.organization_id == organization_id,
            ProjectMember.left_on.is_(None),
        )
    ).all():
        leave(session, member, by=by, now=now, reason=reason)
    audit.record(
        session,
        "projects.partner_left",
        now=now,
        by=by,
        details={"project": str(project_id), "organization": str(organization_id)},
    )


def member_of(session: "Session", standing: "Standing", member_id: uuid.UUID) -> ProjectMember:
    """Return somebody's open part in a project, held.

    Raises:
        ProjectRefused: ``ended``; ``no_member`` (there is none, or it is over).
    """
    project = hold(session, standing.project.id)
    row = session.scalars(
        sa.select(ProjectMember)
        .where(
            ProjectMember.id == member_id,
            ProjectMember.project_id == project.id,
            ProjectMember.left_on.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise ProjectRefused("no_member")
    return row


def members_today(session: "Session", project_id: uuid.UUID, *, on: "date") -> set[uuid.UUID]:
    """Return who reads a project on a day, in whatever role; one query."""
    return set(
        session.scalars(
            sa.select(ProjectMember.user_id).where(
                ProjectMember.project_id == project_id,
                is_in(on),
                is_let_in(mentors_of(project_id), on=on),
            )
        )
    )


def set_duty(session: "Session", standing: "Standing", member_id: uuid.UUID, duty: str) -> None:
    """Say what somebody does in the team.

    Raises:
        ProjectRefused: ``ended`` or ``no_member``.
    """
    member_of(session, standing, member_id).duty = duty
    session.flush()


def set_pseudonym(session: "Session", standing: "Standing", pseudonym: str) -> None:
    """Keep how somebody wants to be credited in public, in all their parts.

    Raises:
        ProjectRefused: ``ended``.
    """
    project = hold(session, standing.project.id)
    call(session, project.id, standing.user_id, pseudonym)


def call(session: "Session", project_id: uuid.UUID, user_id: uuid.UUID, pseudonym: str) -> None:
    """Keep how somebody wants to be called in public; after they left or it ended as well."""
    session.execute(
        sa.update(ProjectMember)
        .where(ProjectMember.project_id == project_id, ProjectMember.user_id == user_id)
        .values(pseudonym=pseudonym)
    )
