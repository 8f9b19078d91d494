"""An answer, given to all teams of the same challenge."""

import uuid

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app import clock
from app.mentoring import policy, service
from app.mentoring.forms import FAULTS, ShareForm
from app.mentoring.models import Ticket
from app.mentoring.rules import MessageKind
from app.mentoring.views.page import ticket_page
from app.mentoring.views.root import UNPROCESSABLE, address, attempt, bp, seen, ticket_of
from app.projects import doors
from app.projects.queries import Standing
from app.ui.fields import tell
from app.ui.strings import gettext as _


@bp.get("/projects/<key>/tickets/<uuid:ticket_id>/share")
@doors.inside
def share(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Show what other teams would read; whoever may not share reads the ticket."""
    row = ticket_of(standing, ticket_id)
    if not policy.may_share(standing, row):
        return redirect(address(standing, ticket_id), 303)
    known = {
        "question": row.shared_question or row.question,
        "answer": row.shared_answer or _answer_of(row),
    }
    return _page(standing, row, ShareForm(data=known))


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/share")
@doors.inside
def take_share(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Share an answer."""
    row, form = ticket_of(standing, ticket_id), ShareForm()
    if not form.validate():
        return _page(standing, row, form, status=UNPROCESSABLE)
    asked, said = form.question.data.strip(), form.answer.data.strip()
    edition, now = seen(), clock.now()
    refused = attempt(
        lambda session: service.share(
            session, standing, row.id, asked, said, seen=edition, now=now
        )
    )
    if refused is not None:
        tell(form.answer, FAULTS[refused.fault])
        return _page(standing, ticket_of(standing, ticket_id), form, status=UNPROCESSABLE)
    flash(_("同じ課題のすべてのチームに見せました。いつでもやめられます。"), "good")
    return redirect(address(standing, ticket_id), 303)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/unshare")
@doors.inside
def unshare(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Take an answer back from the other teams."""
    row, edition, now = ticket_of(standing, ticket_id), seen(), clock.now()
    refused = attempt(
        lambda session: service.unshare(session, standing, row.id, seen=edition, now=now)
    )
    if refused is not None:
        return ticket_page(standing, ticket_of(standing, ticket_id), refused=refused)
    flash(_("ほかのチームに見せるのをやめました。"), "good")
    return redirect(address(standing, ticket_id), 303)


def _answer_of(row: Ticket) -> str:
    found = [one.words for one in row.messages if one.kind is MessageKind.ANSWER]
    return found[-1] if found else ""


def _page(
    standing: Standing, row: Ticket, form: ShareForm, *, status: int = 200
) -> ResponseReturnValue:
    return doors.render_inside("mentoring/share.html", standing, status=status, row=row, form=form)
