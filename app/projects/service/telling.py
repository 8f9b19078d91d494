"""Tell those in a project what happens inside; who follows from outside hears what is public."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.following import service as following
from app.following.models import Follow
from app.projects.models import ProjectMember
from app.projects.queries import is_let_in, mentors_of
from app.projects.service.members import SUBJECT

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


def hearers(session: "Session", project_id: uuid.UUID, *, on: "date") -> list[uuid.UUID]:
    """Return who is in the project on a day, may open it, and has not stopped to follow it."""
    return list(
        session.scalars(
            sa.select(Follow.user_id)
            .join(ProjectMember, ProjectMember.user_id == Follow.user_id)
            .where(
                Follow.subject_kind == SUBJECT,
                Follow.subject_id == project_id,
                Follow.stopped_at.is_(None),
                ProjectMember.project_id == project_id,
                sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
                is_let_in(mentors_of(project_id), on=on),
            )
            .distinct()
        )
    )


def tell_team(
    session: "Session",
    project_id: uuid.UUID,
    told: following.Told,
    *,
    now: "datetime",
    but: uuid.UUID | None = None,
) -> None:
    """Tell the hearers of a project something; ``but`` is who did it, and knows."""
    team = [one for one in hearers(session, project_id, on=day_of(now)) if one != but]
    following.tell(session, team, told, now=now)
