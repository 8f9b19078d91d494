"""A ticket held until the transaction ends, and what every act on one leaves behind."""

import uuid
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.mentoring.errors import NoSuchTicket, TicketRefused
from app.mentoring.models import Ticket, TicketMessage
from app.projects.errors import ProjectRefused
from app.projects.models import Project
from app.projects.rules import ProjectState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.mentoring.rules import MessageKind
    from app.projects.queries import Standing

    May = Callable[[Standing, Ticket], bool]


def held(
    session: "Session",
    standing: "Standing",
    ticket_id: uuid.UUID,
    may: "May",
    *,
    seen: int | None,
) -> Ticket:
    """Return a ticket as it is now, held, if it is still as somebody read it.

    Args:
        session: The unit of work.
        standing: Who acts, in the ticket's project.
        ticket_id: Which.
        may: The policy of the act.
        seen: The edition that they read; None where nobody asks.

    Raises:
        NoSuchTicket: There is none in this project.
        ProjectRefused: ``ended``.
        TicketRefused: ``changed`` or ``state``.
    """
    row = session.get(Ticket, ticket_id, with_for_update=True, populate_existing=True)
    if row is None or row.project_id != standing.project.id:
        raise NoSuchTicket(ticket_id)
    refuse_ended(session, standing)
    if seen is not None and seen != row.edition:
        raise TicketRefused("changed")
    if not may(standing, row):
        raise TicketRefused("state")
    row.edition += 1
    return row


def refuse_ended(session: "Session", standing: "Standing") -> None:
    """Refuse to write in a project that has ended.

    Raises:
        ProjectRefused: ``ended``.
    """
    project = session.get_one(Project, standing.project.id, populate_existing=True)
    if project.state is not ProjectState.ACTIVE:
        raise ProjectRefused("ended")


def say(
    session: "Session",
    row: Ticket,
    kind: "MessageKind",
    words: str,
    *,
    by: uuid.UUID | None,
    now: "datetime",
    minutes: int | None = None,
) -> TicketMessage:
    """Add something that was said to a ticket."""
    message = TicketMessage(
        ticket_id=row.id,
        number=row.edition,
        kind=kind,
        by_id=by,
        words=words,
        minutes=minutes,
        at=now,
    )
    session.add(message)
    session.flush()
    return message


def note(
    session: "Session", action: str, row: Ticket, *, by: uuid.UUID | None, now: "datetime"
) -> None:
    """Keep an act in the log, by ids."""
    details = {"ticket": str(row.id), "project": str(row.project_id)}
    audit.record(session, action, now=now, by=by, subject=row.mentor_id, details=details)
