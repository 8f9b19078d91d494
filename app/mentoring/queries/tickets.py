"""Tickets: of a project, of a mentor, and what was shared by other teams."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.concerns.telling import Told
from app.identity.models import Organization
from app.mentoring import policy
from app.mentoring.errors import NoSuchTicket
from app.mentoring.models import Ticket, TicketMessage
from app.mentoring.rules import PASSED, READ_BY_MENTOR, TicketState
from app.projects.models import Project, ProjectMember
from app.projects.queries import is_let_in
from app.projects.rules import MemberRole, ProjectState
from app.vettings.models import MentorVetting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.projects.queries import Standing

MOST = 100


@dataclass(frozen=True, slots=True)
class Shared:
    """An answer that another team shares: neither the team nor the mentor is named."""

    question: str
    answer: str
    place: str
    """The organization for which the mentor answered."""
    on: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mentor's tickets: those that wait for them, for the team, and those that are answered."""

    waiting: tuple[Ticket, ...]
    with_team: tuple[Ticket, ...]
    answered: tuple[Ticket, ...]


def tickets(session: "Session", standing: "Standing") -> list[Ticket]:
    """Return the tickets of a project that somebody reads, the newest first; one query."""
    if not policy.reads_tickets(standing):
        return []
    rows = session.scalars(
        sa.select(Ticket)
        .where(Ticket.project_id == standing.project.id)
        .order_by(Ticket.number.desc())
    )
    return [row for row in rows if policy.may_read(standing, row)]


def ticket(session: "Session", standing: "Standing", ticket_id: uuid.UUID) -> Ticket:
    """Return one ticket with everything said on it, in one query.

    Raises:
        NoSuchTicket: There is none in this project, or it is not theirs to read.
    """
    row = (
        session.scalars(
            sa.select(Ticket)
            .where(Ticket.id == ticket_id, Ticket.project_id == standing.project.id)
            .options(joinedload(Ticket.messages))
        )
        .unique()
        .one_or_none()
    )
    if row is None or not policy.may_read(standing, row):
        raise NoSuchTicket(ticket_id)
    return row


def shared(session: "Session", project: Project) -> list[Shared]:
    """Return what other teams of the same challenge share, the newest first; one query."""
    if project.challenge_id is None:
        return []
    rows = session.execute(
        sa.select(Ticket, Organization.name)
        .join(Project, Project.id == Ticket.project_id)
        .join(MentorVetting, MentorVetting.id == Ticket.vetting_id)
        .join(Organization, Organization.id == MentorVetting.organization_id)
        .where(
            Project.challenge_id == project.challenge_id,
            Project.id != project.id,
            Ticket.shared_at.is_not(None),
        )
        .order_by(Ticket.shared_at.desc(), Ticket.id)
        .limit(MOST)
    )
    return [
        Shared(row.shared_question, row.shared_answer, place, row.counted_on)
        for row, place in rows
    ]


def own(session: "Session", user_id: uuid.UUID, *, on: date) -> Waiting:
    """Return the tickets that came to a mentor in projects that go on, in one query.

    None of a project where nobody vouches for them.
    """
    rows = session.scalars(
        sa.select(Ticket)
        .join(Project, Project.id == Ticket.project_id)
        .where(
            Ticket.mentor_id == user_id,
            Ticket.state.in_(READ_BY_MENTOR),
            Project.state == ProjectState.ACTIVE,
            sa.select(ProjectMember.id)
            .where(
                ProjectMember.project_id == Project.id,
                ProjectMember.user_id == user_id,
                ProjectMember.role == MemberRole.MENTOR,
                ProjectMember.joined_on <= on,
                sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
                is_let_in([user_id], on=on),
            )
            .exists(),
        )
        .options(contains_eager(Ticket.project))
        .order_by(Ticket.wanted_on, Ticket.id)
        .limit(MOST)
    ).all()
    return Waiting(
        _in(rows, TicketState.WITH_MENTOR),
        _in(rows, TicketState.ASKED_BACK),
        _in(rows, TicketState.ANSWERED)[::-1],
    )


def minutes_given(session: "Session", project_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Return the minutes that mentors gave to a project, by mentor; one query.

    What is only set aside is not given.
    """
    rows = session.execute(
        sa.select(Ticket.mentor_id, sa.func.sum(Ticket.minutes))
        .where(
            Ticket.project_id == project_id,
            Ticket.state.not_in(PASSED),
        )
        .group_by(Ticket.mentor_id)
    )
    return {mentor_id: int(minutes or 0) for mentor_id, minutes in rows}


def told_of_ticket(session: "Session", ticket_id: uuid.UUID) -> Told | None:
    """Return what a ticket says, for who reports it."""
    row = session.get(Ticket, ticket_id)
    if row is None:
        return None
    parts = (row.question, row.reading, row.finding)
    said = "\n".join(one for one in parts if one)
    return Told(said, row.asked_by_id, row.project_id, is_open=False)


def told_of_message(session: "Session", message_id: uuid.UUID) -> Told | None:
    """Return what a message on a ticket says, for who reports it."""
    row = session.get(TicketMessage, message_id, options=[joinedload(TicketMessage.ticket)])
    if row is None:
        return None
    return Told(row.words, row.by_id, row.ticket.project_id, is_open=False)


def _in(rows: Sequence[Ticket], state: TicketState) -> tuple[Ticket, ...]:
    return tuple(row for row in rows if row.state is state)
