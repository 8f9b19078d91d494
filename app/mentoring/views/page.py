"""The page of one ticket, with the forms that are open to whoever reads it."""

from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.mentoring import policy, queries, rules
from app.mentoring.errors import Missing, TicketRefused
from app.mentoring.forms import (
    FAULTS,
    HINTS,
    STATES,
    AnswerForm,
    AskBackForm,
    ReturnForm,
    WordsForm,
)
from app.mentoring.views.root import UNPROCESSABLE, ticket_of, today
from app.projects import doors
from app.ui.fields import tell

if TYPE_CHECKING:
    from app.mentoring.forms.sayings import SayingForm
    from app.mentoring.models import Ticket
    from app.projects.queries import Names, Standing

FORMS: "tuple[type[SayingForm], ...]" = (ReturnForm, AnswerForm, AskBackForm, WordsForm)


def ticket_page(
    standing: "Standing",
    row: "Ticket",
    *,
    faulty: "SayingForm | None" = None,
    refused: TicketRefused | None = None,
) -> ResponseReturnValue:
    """Show a ticket.

    Args:
        standing: Who reads.
        row: The ticket, with what was said on it.
        faulty: A form that was sent and not taken, with its faults; it comes back filled in.
        refused: Why something was not done that was no form.
    """
    names = doors.names_for(standing)
    forms = {form.PREFIX: form.empty() for form in FORMS}
    if faulty is not None:
        forms[faulty.PREFIX] = faulty
    return doors.render_inside(
        "mentoring/ticket.html",
        standing,
        status=UNPROCESSABLE if faulty or refused else 200,
        row=row,
        names=names,
        forms=forms,
        faulty=faulty,
        refused=str(FAULTS[refused.fault]) if refused else "",
        ready=_readiness(standing, row, names),
        may=policy,
        hints=[HINTS[one] for one in _hints(standing, row)],
        states=STATES,
        day_of=clock.day_of,
        today=today(),
    )


def refused_page(
    standing: "Standing", row: "Ticket", form: "SayingForm", refused: TicketRefused | None = None
) -> ResponseReturnValue:
    """Show a ticket with a form that was not taken, as it is by now."""
    if refused is not None:
        tell(form.words, FAULTS[refused.fault])
        row = ticket_of(standing, row.id)
    return ticket_page(standing, row, faulty=form)


def _hints(standing: "Standing", row: "Ticket") -> tuple[rules.Hint, ...]:
    """Return what may make the question hard to answer, for those who can still mend it."""
    return rules.hints(row.question) if policy.may_mend(standing, row) else ()


def _readiness(
    standing: "Standing", row: "Ticket", names: "Names"
) -> queries.Account | Missing | None:
    """Return whether a ticket can be passed on, for a teacher before whom it lies."""
    if not policy.may_pass_on(standing, row):
        return None
    members = [one.member for one in names.current()]
    return queries.readiness(reading(), row, members, on=today())
