"""The form of a ticket, with the mentors whom a team may ask."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from flask.typing import ResponseReturnValue

from app.db import reading
from app.mentoring import queries
from app.mentoring.errors import TicketRefused
from app.mentoring.forms import FAULTS, HINTS, TicketForm
from app.mentoring.rules import hints
from app.mentoring.views.root import UNPROCESSABLE, today
from app.projects import doors
from app.projects.rules import MemberRole
from app.ui.fields import tell

if TYPE_CHECKING:
    from app.mentoring.models import Ticket
    from app.projects.queries import Names, Standing


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor of the project; ``account`` is None while nobody vouches for them."""

    user_id: uuid.UUID
    name: str
    place: str
    account: queries.Account | None


def mentors_of(names: "Names") -> list[Mentor]:
    """Return today's mentors of a project, with the minutes that are left; two queries."""
    rows = names.current(MemberRole.MENTOR)
    if not rows:
        return []
    session = reading()
    found = queries.accounts(session, {one.member.user_id for one in rows}, on=today())
    above = queries.parents(session)
    return [
        Mentor(
            one.member.user_id,
            one.name,
            one.member.organization.name,
            queries.account_for(
                found.get(one.member.user_id, []), one.member.organization_id, above
            ),
        )
        for one in rows
    ]


def is_handed_in() -> bool:
    """Whether the button was pressed that hands a ticket in, and not the one that keeps it."""
    return request.form.get("do") == "hand"


def form_for(standing: "Standing", row: "Ticket | None") -> TicketForm:
    """Return the form of a ticket: of the mentors those for whom somebody vouches today."""
    mentors = mentors_of(doors.names_for(standing))
    offered = [
        (one.user_id, one.name)
        for one in mentors
        if one.account is not None or (row is not None and row.mentor_id == one.user_id)
    ]
    return TicketForm.of(row, offered, is_whole=is_handed_in(), today=today())


def form_page(
    standing: "Standing", form: TicketForm, row: "Ticket | None", *, status: int = 200
) -> ResponseReturnValue:
    """Show the form, with hints on the question as it stands."""
    return doors.render_inside(
        "mentoring/form.html",
        standing,
        status=status,
        form=form,
        row=row,
        hints=[HINTS[one] for one in hints(form.question.data or "")],
    )


def refused_form(
    standing: "Standing", form: TicketForm, row: "Ticket | None", refused: TicketRefused
) -> ResponseReturnValue:
    """Show the form with what the service found, beside the field that it is about."""
    field = form.mentor if refused.fault == "mentor" else form.question
    tell(field, FAULTS[refused.fault])
    return form_page(standing, form, row, status=UNPROCESSABLE)
