"""The days that a team has in sight."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.projects.errors import ProjectRefused
from app.projects.models import Milestone, Project
from app.projects.rules import Act
from app.projects.service import activity
from app.projects.service.holding import hold

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing

MOST = 40


def add(session: "Session", standing: "Standing", title: str, due_on: date) -> Milestone:
    """Add a milestone.

    Raises:
        ProjectRefused: ``ended`` or ``many``.
    """
    project = hold(session, standing.project.id)
    count = session.scalar(
        sa.select(sa.func.count()).select_from(Milestone).where(Milestone.project_id == project.id)
    )
    if (count or 0) >= MOST:
        raise ProjectRefused("many")
    row = Milestone(project_id=project.id, title=title, due_on=due_on)
    session.add(row)
    session.flush()
    return row


def change(
    session: "Session", standing: "Standing", milestone_id: uuid.UUID, title: str, due_on: date
) -> None:
    """Call a milestone otherwise, or move it.

    Raises:
        ProjectRefused: ``ended`` or ``no_milestone``.
    """
    _project, row = _held(session, standing, milestone_id)
    row.title, row.due_on = title, due_on
    session.flush()


def meet(
    session: "Session", standing: "Standing", milestone_id: uuid.UUID, *, now: "datetime"
) -> None:
    """Say that a milestone is reached; once more changes nothing.

    Raises:
        ProjectRefused: ``ended`` or ``no_milestone``.
    """
    project, row = _held(session, standing, milestone_id)
    if row.met_on is not None:
        return
    row.met_on = day_of(now)
    done = activity.Done(Act.MET_MILESTONE, row.id, row.title)
    activity.note(
        session,
        project,
        standing.user_id,
        done,
        now=now,
        organization_id=standing.organization_id,
    )


def remove(session: "Session", standing: "Standing", milestone_id: uuid.UUID) -> None:
    """Take a milestone away.

    Raises:
        ProjectRefused: ``ended`` or ``no_milestone``; ``met`` (what was reached stays).
    """
    _project, row = _held(session, standing, milestone_id)
    if row.met_on is not None:
        raise ProjectRefused("met")
    session.delete(row)
    session.flush()


def _held(
    session: "Session", standing: "Standing", milestone_id: uuid.UUID
) -> tuple[Project, Milestone]:
    project = hold(session, standing.project.id)
    row = session.scalars(
        sa.select(Milestone).where(
            Milestone.id == milestone_id, Milestone.project_id == project.id
        )
    ).one_or_none()
    if row is None:
        raise ProjectRefused("no_milestone")
    return project, row
