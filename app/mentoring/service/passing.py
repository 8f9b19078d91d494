"""A teacher passes a ticket on to the mentor, or gives it back to the team."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.clock import day_of
from app.mentoring import policy, queries, rules
from app.mentoring.errors import Missing, TicketRefused
from app.mentoring.models import Ticket
from app.mentoring.queries.readiness import too_few
from app.mentoring.rules import MessageKind, TicketState
from app.mentoring.service import letting_know
from app.mentoring.service.holding import held, note, say
from app.projects.models import ProjectMember
from app.projects.rules import MemberRole
from app.vettings.models import MentorVetting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing


def pass_on(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Pass a ticket on to its mentor, and set the estimated minutes aside.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``, or what is ``Missing``; nothing was set aside.
    """
    row = held(session, standing, ticket_id, policy.may_pass_on, seen=seen)
    today = day_of(now)
    members = _members(session, row.project_id, on=today)
    found = queries.readiness(session, row, members, on=today)
    if isinstance(found, Missing):
        raise TicketRefused(found.fault, found)
    account = _again(session, found, on=today)
    if not rules.is_enough(account.vetting.minutes, account.counted, row.estimate):
        missing = too_few(account, today)
        raise TicketRefused(missing.fault, missing)
    row.state, row.vetting_id = TicketState.WITH_MENTOR, account.vetting.id
    row.minutes, row.counted_on = row.estimate, today
    say(session, row, MessageKind.PASS, "", by=standing.user_id, now=now)
    note(session, "mentoring.passed_on", row, by=standing.user_id, now=now)
    letting_know.tell(session, "ticket.passed", row, {row.mentor_id}, now=now)
    whom = letting_know.team(session, row, now=now)
    letting_know.tell(session, "ticket.sent", row, whom, now=now, but=standing.user_id)
    return row


def give_back(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    words: str,
    *,
    seen: int | None,
    now: "datetime",
) -> Ticket:
    """Give a ticket back to the team, with what to think about.

    Raises:
        NoSuchTicket: There is none.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed``, ``state``.
    """
    row = held(session, standing, ticket_id, policy.may_pass_on, seen=seen)
    row.state = TicketState.RETURNED
    say(session, row, MessageKind.RETURN, words, by=standing.user_id, now=now)
    note(session, "mentoring.returned", row, by=standing.user_id, now=now)
    whom = letting_know.team(session, row, now=now)
    letting_know.tell(session, "ticket.returned", row, whom, now=now, but=standing.user_id)
    return row


def _members(
    session: "Session", project_id: uuid.UUID, *, on: "date"
) -> "Sequence[ProjectMember]":
    return session.scalars(
        sa.select(ProjectMember)
        .where(
            ProjectMember.project_id == project_id,
            ProjectMember.role.in_([MemberRole.LEARNER, MemberRole.MENTOR]),
            *letting_know.is_current(on),
        )
        .options(joinedload(ProjectMember.organization))
    ).all()


def _again(session: "Session", found: queries.Account, *, on: "date") -> queries.Account:
    """Return an account once more, held: no other ticket counts on it until this one does."""
    own = MentorVetting.user_id == found.vetting.user_id
    session.execute(
        sa.select(MentorVetting.id)
        .where(own, MentorVetting.organization_id == found.vetting.organization_id)
        .order_by(MentorVetting.id)
        .with_for_update()
    )
    again = queries.accounts(session, [found.vetting.user_id], on=on)
    for one in again.get(found.vetting.user_id, []):
        if one.vetting.id == found.vetting.id:
            return one
    missing = Missing("vetting")
    raise TicketRefused(missing.fault, missing)
