"""Decisions: written, changed, removed."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.projects import doors
from app.projects.queries import Standing
from app.ui.days import jdate
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.workroom import queries
from app.workroom.errors import WorkroomRefused
from app.workroom.forms import WHY, DecisionForm
from app.workroom.models import Decision
from app.workroom.service import holding
from app.workroom.service import meetings as service
from app.workroom.views.root import UNPROCESSABLE, bp, on_notes, today


@bp.get("/decisions/new")
@on_notes
def new_decision(standing: Standing) -> ResponseReturnValue:
    """Show the form of a new decision; ``meeting`` is the one somebody comes from."""
    return _form_page(standing, _form(standing, None), None)


@bp.post("/decisions/new")
@on_notes
def take_new_decision(standing: Standing) -> ResponseReturnValue:
    """Keep a new decision, or show what is to be mended."""
    form, project = _form(standing, None), standing.project
    if not form.validate():
        return _form_page(standing, form, None, status=UNPROCESSABLE)
    with transaction() as session:
        row = service.write_decision(session, project.id, form.told(), by=me().id, now=clock.now())
    flash(_("決めたことを書きました。"), "good")
    return redirect(_place(standing, row), 303)


@bp.get("/decisions/<uuid:decision_id>/edit")
@on_notes
def change_decision(standing: Standing, decision_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a decision."""
    row = queries.decision(reading(), standing.project.id, decision_id)
    return _form_page(standing, _form(standing, row), row)


@bp.post("/decisions/<uuid:decision_id>/edit")
@on_notes
def take_decision(standing: Standing, decision_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a decision otherwise, or show what is to be mended."""
    project = standing.project
    row = queries.decision(reading(), project.id, decision_id)
    form = _form(standing, row)
    if not form.validate():
        return _form_page(standing, form, row, status=UNPROCESSABLE)
    place, told, read = (project.id, decision_id), form.told(), form.read.data
    try:
        with transaction() as session:
            row = service.change_decision(session, place, told, read=read)
    except WorkroomRefused as refused:
        tell(form.text, WHY[refused.fault])
        return _form_page(standing, form, row, status=UNPROCESSABLE, is_behind=True)
    flash(_("保存しました。"), "good")
    return redirect(_place(standing, row), 303)


@bp.post("/decisions/<uuid:decision_id>/remove")
@on_notes
def remove_decision(standing: Standing, decision_id: uuid.UUID) -> ResponseReturnValue:
    """Take a decision off the pages."""
    project = standing.project
    with transaction() as session:
        holding.remove(session, Decision, (project.id, decision_id), now=clock.now())
    return redirect(url_for("workroom.meetings", key=project.key, removed=decision_id), 303)


@bp.post("/decisions/<uuid:decision_id>/restore")
@on_notes
def restore_decision(standing: Standing, decision_id: uuid.UUID) -> ResponseReturnValue:
    """Put a decision back."""
    project = standing.project
    with transaction() as session:
        row = holding.bring_back(session, Decision, (project.id, decision_id), now=clock.now())
    flash(_("もとにもどしました。"), "good")
    return redirect(_place(standing, row), 303)


def _place(standing: Standing, row: Decision) -> str:
    """Return where a decision is read: on its meeting's page, or in the list."""
    key, anchor = standing.project.key, f"decision-{row.id}"
    if row.meeting_id is not None:
        return url_for("workroom.meeting", key=key, meeting_id=row.meeting_id, _anchor=anchor)
    return url_for("workroom.meetings", key=key, _anchor=anchor)


def _form(standing: Standing, row: Decision | None) -> DecisionForm:
    found = queries.meetings(reading(), standing.project.id, today=today())
    held = [
        (one.meeting.id, f"{jdate(one.meeting.held_on)}　{one.meeting.title}")
        for one in found.meetings
    ]
    asked = request.args.get("meeting", "")
    meeting_id = next((one for one, _name in held if str(one) == asked), None)
    return DecisionForm.of(row, held, today=today(), meeting_id=meeting_id)


def _form_page(
    standing: Standing,
    form: DecisionForm,
    row: Decision | None,
    *,
    status: int = 200,
    is_behind: bool = False,
) -> ResponseReturnValue:
    now = None
    if is_behind and row is not None:
        now = queries.decision(reading(), standing.project.id, row.id)
        form.read.data = service.mark_of_decision(now)
    return doors.render_inside(
        "workroom/decision_form.html", standing, status=status, form=form, row=row, now=now
    )
