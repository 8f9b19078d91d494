"""A team goes on by itself, and tells how it goes."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.adoption import queries, service
from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.forms import FAULTS, EndingForm, LookForm
from app.adoption.views.root import UNPROCESSABLE, bp, today
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Standing
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.adoption.models import ContinuationLook


@bp.get("/projects/<key>/adoption/continue")
@doors.inside
def go_on(standing: Standing) -> ResponseReturnValue:
    """Show the form in which a teacher tells that the team goes on."""
    return _ending_page(standing, _ending_form(standing))


@bp.post("/projects/<key>/adoption/continue")
@doors.inside
def take_ending(standing: Standing) -> ResponseReturnValue:
    """Keep as what the team goes on."""
    form = _ending_form(standing)
    if not form.validate():
        return _ending_page(standing, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.go_on(session, standing, form.told(), now=clock.now())
    except AdoptionRefused as refused:
        return _ending_page(standing, form, fault=refused.fault, status=UNPROCESSABLE)
    flash(_("続けることを残しました。6か月と12か月たったら、ようすを聞きます。"), "good")
    return redirect(url_for("adoption.of_project", key=standing.project.key), 303)


@bp.get("/projects/<key>/adoption/looks/<uuid:look_id>")
@doors.inside_ever
def look(standing: Standing, look_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form that asks how a team goes on."""
    row = _own(standing, look_id)
    return _look_page(standing, row, LookForm.of(row))


@bp.post("/projects/<key>/adoption/looks/<uuid:look_id>")
@doors.inside_ever
def take_look(standing: Standing, look_id: uuid.UUID) -> ResponseReturnValue:
    """Keep how it goes."""
    row = _own(standing, look_id)
    form = LookForm.of(row)
    if not form.validate():
        return _look_page(standing, row, form, status=UNPROCESSABLE)
    told = {"words": (form.words.data or "").strip(), "needed": (form.needed.data or "").strip()}
    goes_on = form.goes_on.data == "yes"
    try:
        with transaction() as session:
            service.look(session, standing, look_id, goes_on=goes_on, now=clock.now(), **told)
    except AdoptionRefused as refused:
        return _look_page(standing, row, form, fault=refused.fault, status=UNPROCESSABLE)
    flash(_("ようすを残しました。ありがとうございます。"), "good")
    key = standing.project.key
    if doors.is_open(standing):
        return redirect(url_for("adoption.of_project", key=key), 303)
    return redirect(url_for("adoption.look", key=key, look_id=look_id), 303)


def _ending_form(standing: Standing) -> EndingForm:
    if not standing.is_teacher:
        abort(404)
    session = reading()
    known = queries.going_on(session, standing.project.id)
    return EndingForm.of(known, queries.offers_open(session, on=today()))


def _own(standing: Standing, look_id: uuid.UUID) -> "ContinuationLook":
    """Return a look that the reader may answer and whose day has come, or end in 404."""
    if not (standing.is_teacher or standing.is_owner):
        abort(404)
    try:
        row = queries.own_look(reading(), standing.project.id, look_id)
    except NoSuchAdoption:
        abort(404)
    if row.due_on > today():
        abort(404)
    return row


def _ending_page(
    standing: Standing, form: EndingForm, *, fault: str = "", status: int = 200
) -> ResponseReturnValue:
    return doors.render_inside(
        "adoption/continue.html",
        standing,
        outlives=True,
        status=status,
        form=form,
        fault=FAULTS.get(fault),
    )


def _look_page(
    standing: Standing,
    row: "ContinuationLook",
    form: LookForm,
    *,
    fault: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    return doors.render_inside(
        "adoption/look.html",
        standing,
        outlives=True,
        status=status,
        form=form,
        look=row,
        fault=FAULTS.get(fault),
    )
