"""Whether a ticket can be passed on, and what is missing."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from app.agreements import queries as agreements
from app.agreements.models import AgreementPurpose
from app.mentoring import rules
from app.mentoring.errors import Missing
from app.mentoring.queries.accounts import Account, account_for, accounts
from app.projects.rules import MemberRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.mentoring.models import Ticket
    from app.projects.models import ProjectMember


def readiness(
    session: "Session", ticket: "Ticket", members: "Iterable[ProjectMember]", *, on: date
) -> Account | Missing:
    """Return the account on which a ticket would count, or what is missing; three queries.

    Args:
        session: The unit of work.
        ticket: Which.
        members: Who is in the project today, with their organizations.
        on: The day.
    """
    members = list(members)
    mentor = _mentor(members, ticket.mentor_id)
    if mentor is None:
        return Missing("mentor")
    holds = agreements.crossings(session, on=on)
    found = accounts(session, [ticket.mentor_id], on=on).get(ticket.mentor_id, [])
    account = account_for(found, mentor.organization_id, holds.parents)
    if account is None:
        return Missing("vetting")
    schools = {
        one.organization_id: one.organization.name
        for one in members
        if one.role is MemberRole.LEARNER
    }
    apart = tuple(
        sorted(
            name
            for school, name in schools.items()
            if not holds.may([mentor.organization_id], school, AgreementPurpose.MENTORING)
        )
    )
    if apart:
        return Missing("agreement", places=apart)
    return account if _is_enough(account, ticket) else too_few(account, on)


def too_few(account: Account, on: date) -> Missing:
    """Return that there are too few minutes, and from when there are some again."""
    again = rules.next_term(on)
    lasts = account.vetting.ends_on >= again
    return Missing("minutes", minutes=account.left, again_on=again if lasts else None)


def _is_enough(account: Account, ticket: "Ticket") -> bool:
    return rules.is_enough(account.vetting.minutes, account.counted, ticket.estimate)


def _mentor(members: "Iterable[ProjectMember]", user_id: uuid.UUID) -> "ProjectMember | None":
    found = (one for one in members if one.user_id == user_id and one.role is MemberRole.MENTOR)
    return next(found, None)
