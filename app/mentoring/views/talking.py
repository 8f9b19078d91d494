"""What is done with a ticket that was handed in: passed on, returned, answered, talked about."""

import uuid

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app import clock
from app.mentoring import service
from app.mentoring.forms import AnswerForm, AskBackForm, ReturnForm, WordsForm
from app.mentoring.views.page import refused_page, ticket_page
from app.mentoring.views.root import address, attempt, bp, seen, ticket_of
from app.projects import doors
from app.projects.queries import Standing
from app.ui.strings import gettext as _


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/pass")
@doors.inside
def pass_on(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Pass a ticket on to the mentor."""
    row, edition, now = ticket_of(standing, ticket_id), seen(), clock.now()
    refused = attempt(
        lambda session: service.pass_on(session, standing, row.id, seen=edition, now=now)
    )
    if refused is not None:
        return ticket_page(standing, ticket_of(standing, ticket_id), refused=refused)
    flash(_("メンターにわたしました。答えが届くと、チームとあなたに知らせます。"), "good")
    return redirect(address(standing, ticket_id), 303)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/return")
@doors.inside
def give_back(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Give a ticket back to the team."""
    row, form = ticket_of(standing, ticket_id), ReturnForm.sent()
    if not form.validate():
        return refused_page(standing, row, form)
    said, edition, now = form.text, seen(), clock.now()
    refused = attempt(
        lambda session: service.give_back(session, standing, row.id, said, seen=edition, now=now)
    )
    if refused is not None:
        return refused_page(standing, row, form, refused)
    flash(_("チームにもどしました。書いたことは、チームが読みます。"), "good")
    return redirect(address(standing, ticket_id), 303)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/answer")
@doors.inside
def answer(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Take a mentor's answer."""
    row, form = ticket_of(standing, ticket_id), AnswerForm.sent()
    if not form.validate():
        return refused_page(standing, row, form)
    edition, now = seen(), clock.now()
    given = service.Answer(form.text, form.minutes.data)
    refused = attempt(
        lambda session: service.answer(session, standing, row.id, given, seen=edition, now=now)
    )
    if refused is not None:
        return refused_page(standing, row, form, refused)
    flash(_("答えました。チームと先生に知らせました。ありがとうございます。"), "good")
    return redirect(address(standing, ticket_id), 303)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/ask")
@doors.inside
def ask_back(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Take what a mentor asks first."""
    row, form = ticket_of(standing, ticket_id), AskBackForm.sent()
    if not form.validate():
        return refused_page(standing, row, form)
    said, edition, now = form.text, seen(), clock.now()
    refused = attempt(
        lambda session: service.ask_back(session, standing, row.id, said, seen=edition, now=now)
    )
    if refused is not None:
        return refused_page(standing, row, form, refused)
    flash(_("チームに聞きました。返事が届くと、知らせます。"), "good")
    return redirect(address(standing, ticket_id), 303)


@bp.post("/projects/<key>/tickets/<uuid:ticket_id>/messages")
@doors.inside
def write(standing: Standing, ticket_id: uuid.UUID) -> ResponseReturnValue:
    """Take what somebody says on a ticket."""
    row, form = ticket_of(standing, ticket_id), WordsForm.sent()
    if not form.validate():
        return refused_page(standing, row, form)
    said, took, now = form.text, form.minutes.data, clock.now()
    refused = attempt(
        lambda session: service.write(session, standing, row.id, said, minutes=took, now=now)
    )
    if refused is not None:
        return refused_page(standing, row, form, refused)
    flash(_("書きました。この相談票を読む人みんなに知らせました。"), "good")
    return redirect(address(standing, ticket_id), 303)
