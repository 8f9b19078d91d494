"""The end of a project, and of parts in it that end by themselves."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.identity import queries as identity
from app.identity.models import Organization
from app.outbox import service as outbox
from app.projects import queries
from app.projects.events import ProjectEnded
from app.projects.models import Project, ProjectMember, ProjectPartner
from app.projects.rules import ProjectState
from app.projects.service import members, telling
from app.projects.service.holding import hold

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing

CLOSED, POST_ENDED = "closed", "post_ended"
"""Why a part ended by itself: the organization closed, or the person's post in it ended."""


def end(session: "Session", standing: "Standing", words: str, *, now: "datetime") -> Project:
    """End a project: from now on it is read, and not written.

    Its members stay members, and read it for a year.

    Args:
        session: The unit of work.
        standing: Of whoever answers for it.
        words: What is said at the end, for whoever takes it up again.
        now: The present instant.

    Raises:
        ProjectRefused: ``ended`` (somebody was faster).
    """
    project = hold(session, standing.project.id)
    project.state, project.ended_on, project.ending = ProjectState.ENDED, day_of(now), words
    session.flush()
    told = following.Told(
        "project.ended",
        f"project.ended:{project.id}",
        f"/projects/{project.key}",
        {"project": project.title},
    )
    by = standing.user_id
    telling.tell_team(session, project.id, told, now=now, but=by)
    public = replace(told, path=f"/showcase/{project.key}")  # all that others can follow
    following.tell_followers(session, (members.SUBJECT, project.id), public, now=now, but=by)
    outbox.publish(session, ProjectEnded(project.id, now))
    audit.record(
        session,
        "projects.ended",
        now=now,
        by=standing.user_id,
        details={"project": str(project.id)},
    )
    return project


def follow_closings(session: "Session", *, on: date, now: "datetime") -> None:
    """Let the parts end of organizations that are closed on a day."""
    rows = session.execute(
        sa.select(ProjectPartner.project_id, ProjectPartner.organization_id)
        .join(Organization, Organization.id == ProjectPartner.organization_id)
        .join(Project, Project.id == ProjectPartner.project_id)
        .where(
            ProjectPartner.left_on.is_(None),
            Organization.closed_on < on,
            Project.state == ProjectState.ACTIVE,
        )
    ).all()
    for project_id, place in rows:
        members.let_partner_go(session, project_id, place, by=None, now=now, reason=CLOSED)


def follow_posts(session: "Session", *, on: date, now: "datetime") -> None:
    """Let the parts end of people who have no post any more where they came from.

    Who moved to another school or section reads no more of the pupils of the one before.
    """
    rows = session.scalars(
        sa.select(ProjectMember)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(ProjectMember.left_on.is_(None), Project.state == ProjectState.ACTIVE)
    ).all()
    people = identity.people_of(session, {row.user_id for row in rows}, on=on)
    parents = queries.parents_of(session)
    for row in rows:
        if not queries.belongs(people[row.user_id], row.organization_id, parents):
            members.leave(session, row, by=None, now=now, reason=POST_ENDED)
