"""Who vouches for mentors, and who reads and moves a ticket."""

import uuid
from typing import TYPE_CHECKING

from app.agreements.rules import line_of
from app.identity.models import OrganizationKind, Role
from app.mentoring.rules import (
    OPEN,
    PASSED,
    READ_BY_MENTOR,
    WITH_TEAM,
    TicketState,
    heard,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.identity.person import Person, PostView
    from app.mentoring.models import Ticket, TicketMessage
    from app.projects.queries import Standing

PLACES = (
    OrganizationKind.CITY,
    OrganizationKind.DEPARTMENT,
    OrganizationKind.UNIVERSITY,
    OrganizationKind.COMPANY,
    OrganizationKind.SHOP,
)
"""Whose people may be mentors."""
VOUCHING = (Role.ADMINISTRATOR, Role.MANAGER, Role.PARTNER)


def vouches(person: "Person") -> bool:
    """Whether the person vouches for mentors of some organization."""
    return not person.is_minor and any(_vouches_in(post) for post in person.posts)


def places_of(
    person: "Person", parents: "Mapping[uuid.UUID, uuid.UUID | None]"
) -> frozenset[uuid.UUID]:
    """Return the organizations for whose mentors the person vouches.

    Administrators and those who head a unit do so for what is below it as well, a partner for the
    own organization; the city's administrators for every organization.
    """
    if person.administers_city:
        return frozenset(parents)
    found: set[uuid.UUID] = set()
    for post in person.posts:
        if _vouches_in(post) and post.role is Role.PARTNER:
            found.add(post.organization_id)
        elif _vouches_in(post):
            found |= {one for one in parents if post.organization_id in line_of(one, parents)}
    return frozenset(found)


def is_adult(person: "Person") -> bool:
    """Whether the person has a page of tickets that wait for them: a mentor is of age."""
    return not person.is_minor and not person.is_guest


def reads_tickets(standing: "Standing") -> bool:
    """Whether the person reads tickets of the project at all."""
    return standing.is_learner or standing.is_teacher or standing.is_mentor


def may_read(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person reads a ticket: its team, every teacher, and the mentor it goes to."""
    if standing.is_learner or standing.is_teacher:
        return True
    return is_asked(standing, ticket) and ticket.state in READ_BY_MENTOR


def heard_by(standing: "Standing", ticket: "Ticket") -> "tuple[TicketMessage, ...]":
    """Return what the person reads of what was said on a ticket that they read.

    Its team and every teacher all of it; the mentor what was said while it was with a mentor.
    """
    if standing.is_learner or standing.is_teacher:
        return tuple(ticket.messages)
    kept = heard(one.kind for one in ticket.messages)
    return tuple(one for one, is_heard in zip(ticket.messages, kept, strict=True) if is_heard)


def is_asked(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person is the mentor to whom the ticket goes."""
    return standing.is_mentor and ticket.mentor_id == standing.user_id


def may_ask(standing: "Standing") -> bool:
    """Whether the person writes tickets: learners do, for their team."""
    return standing.is_active and standing.is_learner


def may_mend(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person changes what a ticket says."""
    if not standing.is_active:
        return False
    if standing.is_learner and ticket.state in WITH_TEAM:
        return True
    return standing.is_teacher and ticket.state is TicketState.WITH_TEACHER


def may_hand_in(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person hands a ticket to the teachers."""
    return may_ask(standing) and ticket.state in WITH_TEAM


def may_pass_on(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person passes a ticket on, or returns it; never one that goes to themselves."""
    is_there = ticket.state is TicketState.WITH_TEACHER and ticket.mentor_id != standing.user_id
    return standing.is_active and standing.is_teacher and is_there


def may_answer(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person answers a ticket, or asks back."""
    return standing.is_active and is_asked(standing, ticket) and ticket.state in PASSED


def may_write(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person says something on a ticket that was handed in."""
    if not standing.is_active or ticket.state is TicketState.WITHDRAWN:
        return False
    if standing.is_learner or standing.is_teacher:
        return ticket.state is not TicketState.DRAFT
    return is_asked(standing, ticket) and ticket.state is TicketState.ANSWERED


def may_withdraw(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person takes a ticket back."""
    is_theirs = standing.is_learner or standing.is_teacher
    return standing.is_active and is_theirs and ticket.state in OPEN


def may_share(standing: "Standing", ticket: "Ticket") -> bool:
    """Whether the person gives an answer to all teams of the challenge, or takes that back."""
    is_theirs = standing.is_teacher or is_asked(standing, ticket)
    is_there = ticket.state is TicketState.ANSWERED and ticket.project.challenge_id is not None
    return standing.is_active and is_theirs and is_there


def _vouches_in(post: "PostView") -> bool:
    return post.role in VOUCHING and post.organization_kind in PLACES
