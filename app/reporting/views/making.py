"""Making a report: the day, what it would say, and then for good."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.reporting import queries, service
from app.reporting.errors import ReasonNeeded
from app.reporting.forms import ReportForm, day_of_address
from app.reporting.service import Draft
from app.reporting.shown import shown
from app.reporting.views.root import UNPROCESSABLE, bp, reporter, today
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/new", endpoint="new")
@reporter
def show_form() -> ResponseReturnValue:
    """Show the form; ``?on=`` fills in a day."""
    form = ReportForm.on(day_of_address(request.args, today=today()), today=today())
    return _form_page(form)


@bp.post("/new", endpoint="take")
@reporter
def take() -> ResponseReturnValue:
    """Show what a report would say, or freeze it."""
    form, now = ReportForm(), clock.now()
    form.today = today()
    if not form.validate():
        return _form_page(form, status=UNPROCESSABLE)
    asked = {"as_of": form.as_of.data, "since": form.since.data, "now": now}
    draft = service.draft(reading(), **asked)  # counted before anybody else has to wait
    if request.form.get("step") != "make":
        return _form_page(form, draft=draft)
    try:
        with transaction() as session:
            made = service.freeze(session, draft, by=me().id, now=now, reason=form.why).id
    except ReasonNeeded:
        told = _("この日の報告は、もうあります。直した報告を作るときは、わけを書いてください。")
        tell(form.reason, told)
        return _form_page(form, status=UNPROCESSABLE)
    flash(_("報告を作りました。これからは、いつ印刷しても同じです。"), "good")
    return redirect(url_for("reporting.report", report_id=made), 303)


def _form_page(
    form: ReportForm, *, draft: Draft | None = None, status: int = 200
) -> ResponseReturnValue:
    there = queries.standing_on(reading(), form.as_of.data) if form.as_of.data else None
    return render_page(
        "reporting/new.html",
        "main",
        status=status,
        form=form,
        there=there,
        shown=shown(draft.content) if draft else None,
        today=today(),
    )
