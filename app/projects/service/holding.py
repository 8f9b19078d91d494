"""Hold a project while something is changed in it."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.projects.errors import ProjectRefused
from app.projects.models import Project
from app.projects.rules import ProjectState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def hold(session: "Session", project_id: uuid.UUID) -> Project:
    """Return an active project, locked and as it is now: of two who change it, the second waits.

    Raises:
        ProjectRefused: ``ended`` (it is read and not written any more).
    """
    project = session.execute(
        sa.select(Project)
        .where(Project.id == project_id)
        .with_for_update(of=Project)
        .execution_options(populate_existing=True)
    ).scalar_one()
    if project.state is not ProjectState.ACTIVE:
        raise ProjectRefused("ended")
    return project
