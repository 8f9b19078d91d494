"""Tickets of a project: listed, written, mended, handed in, taken back."""

import uuid
from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.mentoring import policy, queries, service
from app.mentoring.forms import STATES
from app.mentoring.views.forming import (
    form_for,
    form_page,
    is_handed_in,
    mentors_of,
    refused_form,
)
from app.mentoring.views.page import ticket_page
from app.mentoring.views.root import (
    UNPROCESSABLE,
    address,
    askers,
    attempt,
    bp,
    seen,
    ticket_of,
)
from app.projects import doors
from app.projects.queries import Standing
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.mentoring.models import Ticket


@bp.get("/projects/<key>/tickets", endpoint="tickets")
@doors.inside
def show_tickets(standing: Standing) -> ResponseReturnValue:
    """List the tickets of a project, its mentors, and what other teams share."""
    session, names = reading(), doors.names_for(standing)
    return doors.render_inside(
        "mentoring/tickets.html",
        standing,
        rows=queries.tickets(session, standing),
        mentors=mentors_of(names),
        shared=queries.shared(session, standing.project),
        names=names,
        may=policy,
        states=STATES,
    )


@bp.get("/projects/<key>/tickets/<uuid:ticket_id>", endpoint="ticket")
@doors.inside
def show_ticket(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Show one ticket with everything that was said on it."""
    return ticket_page(standing, ticket_of(standing, ticket_id))


@bp.get("/projects/<key>/tickets/new")
@doors.inside
@askers
def new_ticket(standing: Standing) -> ResponseReturnValue:
    """Show the form of a new ticket."""
    return form_page(standing, form_for(standing, None), None)


@bp.post("/projects/<key>/tickets/new")
@doors.inside
@askers
def take_new(standing: Standing) -> ResponseReturnValue:
    """Keep a new ticket as a draft, or hand it in at once."""
    form, is_handed = form_for(standing, None), is_handed_in()
    if not form.validate():
        return form_page(standing, form, None, status=UNPROCESSABLE)
    kept: list[Ticket] = []
    now = clock.now()

    def job(session: "Session") -> None:
        kept.append(service.ask(session, standing, form.asked(), now=now))
        if is_handed:
            service.hand_in(session, standing, kept[0].id, seen=None, now=now)

    refused = attempt(job)
    if refused is not None:
        return refused_form(standing, form, None, refused)
    _say_kept(is_handed=is_handed)
    return redirect(address(standing, kept[0].id), 303)


@bp.get("/projects/<key>/tickets/<uuid:ticket_id>/edit")
@doors.inside
def mend(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Show a ticket that the person may still change; any other is shown as it is."""
    row = ticket_of(standing, ticket_id)
    if not policy.may_mend(standing, row):
        return redirect(address(standing, ticket_id), 303)
    return form_page(standing, form_for(standing, row), row)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/edit")
@doors.inside
def take_mended(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a ticket otherwise, and hand it in where that is asked."""
    row = ticket_of(standing, ticket_id)
    form, is_handed = form_for(standing, row), is_handed_in()
    if not form.validate():
        return form_page(standing, form, row, status=UNPROCESSABLE)
    now, edition = clock.now(), seen()

    def job(session: "Session") -> None:
        service.mend(session, standing, ticket_id, form.asked(), seen=edition, now=now)
        if is_handed:
            service.hand_in(session, standing, ticket_id, seen=None, now=now)

    refused = attempt(job)
    if refused is not None:
        return refused_form(standing, form, ticket_of(standing, ticket_id), refused)
    _say_kept(is_handed=is_handed)
    return redirect(address(standing, ticket_id), 303)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/hand")
@doors.inside
def hand_in(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Hand a draft to the teachers as it is."""
    row, edition, now = ticket_of(standing, ticket_id), seen(), clock.now()
    refused = attempt(
        lambda session: service.hand_in(session, standing, row.id, seen=edition, now=now)
    )
    if refused is not None:
        return ticket_page(standing, ticket_of(standing, ticket_id), refused=refused)
    _say_kept(is_handed=True)
    return redirect(address(standing, ticket_id), 303)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/withdraw")
@doors.inside
def withdraw(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Take a ticket back."""
    row, edition, now = ticket_of(standing, ticket_id), seen(), clock.now()
    refused = attempt(
        lambda session: service.withdraw(session, standing, row.id, seen=edition, now=now)
    )
    if refused is not None:
        return ticket_page(standing, ticket_of(standing, ticket_id), refused=refused)
    flash(_("取り下げました。書いたことは、のこっています。"), "good")
    return redirect(url_for("mentoring.tickets", key=standing.project.key), 303)


def _say_kept(*, is_handed: bool) -> None:
    if is_handed:
        flash(_("先生に出しました。先生が見てから、メンターにわたします。"), "good")
    else:
        flash(_("下書きをのこしました。チームのだれでも、続きを書けます。"), "good")
