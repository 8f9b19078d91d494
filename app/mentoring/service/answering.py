"""A mentor answers or asks back, whoever reads a ticket writes on it, an answer is shared."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.following import service as following
from app.mentoring import policy, queries
from app.mentoring.errors import TicketRefused
from app.mentoring.models import Ticket
from app.mentoring.rules import MessageKind, TicketState
from app.mentoring.service import letting_know
from app.mentoring.service.holding import held, note, say
from app.projects.models import Project
from app.projects.rules import Act, MemberRole, ProjectState
from app.projects.service import activity, gates

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing

GATE = "ticket"
"""The fact of a gate that is so once a mentor has answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a mentor answers, and the minutes that it took."""

    words: str
    minutes: int


def answer(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    given: Answer,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Answer a ticket: what it took counts from now on, in the place of the estimate.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``, ``unvouched``.
    """
    row = held(session, standing, ticket_id, policy.may_answer, seen=seen)
    _refuse_unvouched(session, standing, now=now)
    row.state, row.answered_at, row.minutes = TicketState.ANSWERED, now, given.minutes
    by = standing.user_id
    say(session, row, MessageKind.ANSWER, given.words, by=by, now=now, minutes=given.minutes)
    activity.note(
        session,
        standing.project,
        by,
        activity.Done(Act.ANSWERED_TICKET, row.id, row.question),
        now=now,
        organization_id=standing.organization_id,
    )
    gates.meet(session, row.project_id, GATE, now=now)
    note(session, "mentoring.answered", row, by=by, now=now)
    whom = letting_know.team(session, row, now=now)
    letting_know.tell(session, "ticket.answered", row, whom, now=now, but=by)
    return row


def ask_back(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    words: str,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Ask the team something before answering; what was set aside stays so.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``, ``unvouched``.
    """
    row = held(session, standing, ticket_id, policy.may_answer, seen=seen)
    _refuse_unvouched(session, standing, now=now)
    row.state = TicketState.ASKED_BACK
    say(session, row, MessageKind.ASK_BACK, words, by=standing.user_id, now=now)
    note(session, "mentoring.asked_back", row, by=standing.user_id, now=now)
    whom = letting_know.team(session, row, now=now)
    letting_know.tell(session, "ticket.asked_back", row, whom, now=now, but=standing.user_id)
    return row


def write(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    words: str,
    *,
    now: "datetime",
    minutes: int | None = None,
) -> Ticket:
    """Say something on a ticket, for everybody who reads it.

    What the team says to a mentor who asked back is the reply: the ticket is with the mentor
    again. Two may write at once; nothing of what was read is changed by it.

    Args:
        session: The unit of work.
        standing: Who writes.
        ticket_id: Where.
        words: What.
        now: The present instant.
        minutes: What it took a mentor; it counts besides the answer.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``state``, ``unvouched``.
    """
    row = held(session, standing, ticket_id, policy.may_write, seen=None)
    kind, by = MessageKind.WORDS, standing.user_id
    is_mentor = policy.is_asked(standing, row)
    if is_mentor:
        _refuse_unvouched(session, standing, now=now)
    if row.state is TicketState.ASKED_BACK and not is_mentor:
        kind, row.state = MessageKind.REPLY, TicketState.WITH_MENTOR
    if is_mentor and minutes and row.minutes is not None:
        row.minutes += minutes
    say(session, row, kind, words, by=by, now=now, minutes=minutes if is_mentor else None)
    note(session, "mentoring.wrote", row, by=by, now=now)
    whom = letting_know.team(session, row, now=now)
    if row.minutes is not None:
        whom |= letting_know.mentor(session, row, now=now)
    letting_know.tell(session, "ticket.message", row, whom, now=now, but=by)
    return row


def share(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    question: str,
    answered: str,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Give a question with its answer to all teams of the same challenge, and tell them.

    Args:
        session: The unit of work.
        standing: A teacher of the project, or the mentor.
        ticket_id: Which.
        question: As other teams read it.
        answered: As other teams read it.
        seen: The edition that was read.
        now: The present instant.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``.
    """
    row = held(session, standing, ticket_id, policy.may_share, seen=seen)
    row.shared_at, row.shared_by_id = row.shared_at or now, standing.user_id
    row.shared_question, row.shared_answer = question, answered
    session.flush()
    note(session, "mentoring.shared", row, by=standing.user_id, now=now)
    for project, people in _others(session, standing.project, now=now).items():
        told = following.Told(
            "ticket.shared",
            f"ticket.shared:{row.id}",
            f"/projects/{project.key}/tickets",
            {"project": project.title},
        )
        following.tell(session, people, told, now=now)
    return row


def unshare(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Take an answer back from the other teams; arguments and errors as in ``share``."""
    row = held(session, standing, ticket_id, policy.may_share, seen=seen)
    row.shared_at = row.shared_by_id = None
    row.shared_question = row.shared_answer = ""
    session.flush()
    note(session, "mentoring.unshared", row, by=standing.user_id, now=now)
    return row


def _refuse_unvouched(session: "Session", standing: "Standing", *, now: "datetime") -> None:
    """Let only those write to pupils as mentors for whom somebody vouches today.

    Tickets that wait go back to the teachers by themselves; one that was answered stays with its
    mentor, and is read, not written.
    """
    found = queries.accounts(session, [standing.user_id], on=day_of(now))
    own, above = found.get(standing.user_id, []), queries.parents(session)
    places = {place for place, role in standing.places if role is MemberRole.MENTOR}
    if not any(queries.account_for(own, place, above) for place in places):
        raise TicketRefused("unvouched")


def _others(
    session: "Session", project: Project, *, now: "datetime"
) -> dict[Project, set[uuid.UUID]]:
    """Return who is in the other teams of a challenge, by project."""
    found: dict[Project, set[uuid.UUID]] = {}
    for other in session.scalars(
        sa.select(Project).where(
            Project.challenge_id == project.challenge_id,
            Project.id != project.id,
            Project.state == ProjectState.ACTIVE,
        )
    ):
        found[other] = letting_know.members(session, other.id, *letting_know.TEAM, now=now)
    return found
