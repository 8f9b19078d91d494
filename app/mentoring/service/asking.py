"""A team writes a ticket, mends it, hands it in, and may take it back."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.mentoring import policy
from app.mentoring.errors import TicketRefused
from app.mentoring.models import Ticket
from app.mentoring.rules import TicketState
from app.mentoring.service import letting_know
from app.mentoring.service.holding import held, note, refuse_ended
from app.projects.models import Project
from app.projects.rules import Act, MemberRole
from app.projects.service import activity

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ticket says; a draft may leave parts empty.

    Attributes:
        mentor_id: To whom it goes: a mentor of the project.
        reading: What we read.
        finding: What we found.
        question: What exactly we ask.
        wanted_on: By when.
        estimate: Minutes that it will take.
    """

    mentor_id: uuid.UUID
    reading: str
    finding: str
    question: str
    wanted_on: "date | None"
    estimate: int


def ask(session: "Session", standing: "Standing", asked: Asked, *, now: "datetime") -> Ticket:
    """Keep a new ticket as a draft of the team.

    Raises:
        ProjectRefused: ``ended``.
        TicketRefused: ``state`` (they do not ask here), ``mentor``.
    """
    # held, so that two of a team do not get the same number
    session.get_one(Project, standing.project.id, with_for_update=True)
    refuse_ended(session, standing)
    if not policy.may_ask(standing):
        raise TicketRefused("state")
    _refuse_others(session, standing, asked.mentor_id, now=now)
    last = session.scalar(
        sa.select(sa.func.max(Ticket.number)).where(Ticket.project_id == standing.project.id)
    )
    row = Ticket(
        project_id=standing.project.id,
        number=(last or 0) + 1,
        asked_by_id=standing.user_id,
        state=TicketState.DRAFT,
        edition=1,
        created_at=now,
    )
    _fill(row, asked)
    session.add(row)
    session.flush()
    note(session, "mentoring.drafted", row, by=standing.user_id, now=now)
    return row


def mend(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    asked: Asked,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Let a ticket say it otherwise: by the team before it is handed in, by a teacher after.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``, ``mentor``.
    """
    row = held(session, standing, ticket_id, policy.may_mend, seen=seen)
    if asked.mentor_id != row.mentor_id:
        _refuse_others(session, standing, asked.mentor_id, now=now)
    _fill(row, asked)
    session.flush()
    note(session, "mentoring.mended", row, by=standing.user_id, now=now)
    return row


def hand_in(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Hand a ticket to the teachers of the project; the first time it is an act of the learner.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``, ``parts`` (something is empty).
    """
    row = held(session, standing, ticket_id, policy.may_hand_in, seen=seen)
    if not (row.reading and row.finding and row.question and row.wanted_on):
        raise TicketRefused("parts")
    is_first, row.state = row.handed_at is None, TicketState.WITH_TEACHER
    row.handed_at = row.handed_at or now
    session.flush()
    if is_first:
        activity.note(
            session,
            standing.project,
            standing.user_id,
            activity.Done(Act.ASKED_MENTOR, row.id, row.question),
            now=now,
            organization_id=standing.organization_id,
        )
    note(session, "mentoring.handed_in", row, by=standing.user_id, now=now)
    whom = letting_know.teachers(session, row, now=now)
    letting_know.tell(session, "ticket.handed", row, whom, now=now, but=standing.user_id)
    return row


def withdraw(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Take a ticket back that is not answered; what was set aside for it is free again.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``.
    """
    row = held(session, standing, ticket_id, policy.may_withdraw, seen=seen)
    was_passed = row.minutes is not None
    row.state = TicketState.WITHDRAWN
    free(row)
    session.flush()
    note(session, "mentoring.withdrawn", row, by=standing.user_id, now=now)
    if was_passed:
        letting_know.tell(session, "ticket.withdrawn", row, {row.mentor_id}, now=now)
    return row


def free(row: Ticket) -> None:
    """Let a ticket count on nobody's account any more."""
    row.vetting_id = row.counted_on = row.minutes = None


def _fill(row: Ticket, asked: Asked) -> None:
    row.mentor_id, row.wanted_on, row.estimate = asked.mentor_id, asked.wanted_on, asked.estimate
    row.reading, row.finding, row.question = asked.reading, asked.finding, asked.question


def _refuse_others(
    session: "Session", standing: "Standing", mentor_id: uuid.UUID, *, now: "datetime"
) -> None:
    found = letting_know.members(session, standing.project.id, MemberRole.MENTOR, now=now)
    if mentor_id not in found:
        raise TicketRefused("mentor")
