"""What becomes of tickets when a mentor's time ends, and who is told before it does."""

import uuid
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.clock import day_of
from app.following import service as following
from app.mentoring.models import Ticket
from app.mentoring.queries import account_for, accounts, parents
from app.mentoring.rules import PASSED, WARNED_DAYS, MessageKind, TicketState
from app.mentoring.service import letting_know
from app.mentoring.service.asking import free
from app.mentoring.service.holding import note, say
from app.projects.models import Project, ProjectMember
from app.projects.rules import MemberRole, ProjectState
from app.vettings.models import MentorVetting
from app.vettings.queries import holds

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


def return_orphans(
    session: "Session", *, now: "datetime", mentor_id: uuid.UUID | None = None
) -> list[Ticket]:
    """Give tickets back to the teachers whose mentor nobody vouches for, or who has left.

    Args:
        session: The unit of work.
        now: The present instant.
        mentor_id: Of whom; of everybody for None.

    Returns:
        The tickets that went back; a second call gives back nothing.
    """
    today = day_of(now)
    query = (
        sa.select(Ticket)
        .join(Project, Project.id == Ticket.project_id)
        .where(Ticket.state.in_(PASSED), Project.state == ProjectState.ACTIVE)
        .order_by(Ticket.id)
        .with_for_update(of=Ticket)
    )
    if mentor_id is not None:
        query = query.where(Ticket.mentor_id == mentor_id)
    rows = list(session.scalars(query.execution_options(populate_existing=True)))
    if not rows:
        return []
    acting = _acting(session, {row.mentor_id for row in rows}, on=today)
    found = accounts(session, {row.mentor_id for row in rows}, on=today)
    above = parents(session)
    gone = []
    for row in rows:
        own = found.get(row.mentor_id, [])
        places = acting[row.mentor_id, row.project_id]
        if not any(account_for(own, place, above) for place in places):
            _return(session, row, now=now)
            gone.append(row)
    return gone


def warn_of_endings(session: "Session", *, now: "datetime") -> None:
    """Tell mentors and their teachers, once, of vettings that end within thirty days."""
    today = day_of(now)
    after = aliased(MentorVetting)
    follows = (
        sa.select(after.id)
        .where(
            after.user_id == MentorVetting.user_id,
            after.organization_id == MentorVetting.organization_id,
            after.ends_on > MentorVetting.ends_on,
            after.ended_on.is_(None),
        )
        .exists()
    )
    near = MentorVetting.ends_on <= today + timedelta(days=WARNED_DAYS)
    for row in session.scalars(
        sa.select(MentorVetting).where(holds(today), near, sa.not_(follows))
    ).all():
        told = following.Told("mentor.ending", f"mentor.ending:{row.id}", "/my/tickets")
        following.tell(session, [row.user_id], told, now=now)
        for project in _projects_of(session, row.user_id, on=today):
            whom = letting_know.members(session, project.id, *letting_know.TEACHING, now=now)
            told = following.Told(
                "mentor.ending_here",
                f"mentor.ending:{row.id}:{project.id}",
                f"/projects/{project.key}/tickets",
                {"project": project.title},
            )
            following.tell(session, whom, told, now=now)


def _return(session: "Session", row: Ticket, *, now: "datetime") -> None:
    row.state = TicketState.WITH_TEACHER
    row.edition += 1
    free(row)
    say(session, row, MessageKind.ENDED, "", by=None, now=now)
    note(session, "mentoring.came_back", row, by=None, now=now)
    whom = letting_know.teachers(session, row, now=now)
    letting_know.tell(session, "ticket.came_back", row, whom, now=now)


def _acting(
    session: "Session", mentors: set[uuid.UUID], *, on: "date"
) -> defaultdict[tuple[uuid.UUID, uuid.UUID], list[uuid.UUID]]:
    """Return for which organizations mentors are in projects today."""
    found: defaultdict[tuple[uuid.UUID, uuid.UUID], list[uuid.UUID]] = defaultdict(list)
    for row in session.scalars(
        sa.select(ProjectMember).where(
            ProjectMember.user_id.in_(mentors),
            ProjectMember.role == MemberRole.MENTOR,
            *letting_know.is_current(on),
        )
    ):
        found[row.user_id, row.project_id].append(row.organization_id)
    return found


def _projects_of(session: "Session", user_id: uuid.UUID, *, on: "date") -> list[Project]:
    return list(
        session.scalars(
            sa.select(Project)
            .join(ProjectMember, ProjectMember.project_id == Project.id)
            .where(
                ProjectMember.user_id == user_id,
                ProjectMember.role == MemberRole.MENTOR,
                Project.state == ProjectState.ACTIVE,
                *letting_know.is_current(on),
            )
            .distinct()
        )
    )
