"""The list of assignments, one of them, and a new one."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.assignments import queries, service
from app.assignments.board import Board
from app.assignments.errors import AssignmentRefused
from app.assignments.forms import (
    PEOPLE,
    WHY,
    AssignmentForm,
    DueForm,
    ListAddress,
    WithdrawForm,
)
from app.assignments.queries.detail import PAGE
from app.assignments.queries.members import departments_within
from app.assignments.views.root import UNPROCESSABLE, Desk, assigners_only, bp, desk
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import me
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from flask_wtf import FlaskForm

    from app.assignments.queries import Whom

USUAL = timedelta(days=30)


@bp.get("/assignments")
@assigners_only
def assignments() -> ResponseReturnValue:
    """List assignments with how far they are."""
    here = desk()
    rows = queries.list_assignments(reading(), here.tree, scope=here.scope, today=here.today)
    return render_page("assignments/assignments.html", "main", rows=rows, today=here.today)


@bp.get("/assignments/new")
@assigners_only
def new() -> ResponseReturnValue:
    """Ask what is assigned to whom; ``what``, ``to`` and ``people`` fill the form in."""
    here, asked = desk(), request.args
    form = AssignmentForm.blank(
        here.today,
        what=asked.get("what"),
        to=PEOPLE if asked.get("people") else asked.get("to"),
        people="\n".join(asked.get("people", "").split(",")),
        due_on=here.today + USUAL,
    )
    return _form_page(here, form)


@bp.post("/assignments/new")
@assigners_only
def make() -> ResponseReturnValue:
    """Show who it would be, or assign, or go back to the form with everything kept."""
    here, step = desk(), request.form.get("step")
    form = _offered(here, AssignmentForm.blank(here.today))
    if step == "edit":
        return _form_page(here, form)
    whom = _whom(form) if form.validate() else None
    if whom is None or form.errors:
        return _form_page(here, form, status=UNPROCESSABLE)
    people = queries.members(reading(), here.tree, whom, scope=here.scope, today=here.today)
    if not people:
        tell(form.to, WHY["nobody"])
        return _form_page(here, form, status=UNPROCESSABLE)
    if step != "assign":
        return render_page("assignments/confirm.html", "main", form=form, people=len(people))
    return _assign(here, form, whom)


@bp.get("/assignments/<uuid:assignment_id>")
@assigners_only
def one(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show an assignment: by section, the people behind a figure, and what was done."""
    return one_page(desk(), assignment_id)


def one_page(
    here: Desk, assignment_id: uuid.UUID, *, form: "FlaskForm | None" = None, status: int = 200
) -> ResponseReturnValue:
    """Return the page of an assignment; ``form`` is one that was sent and has faults."""
    address, found = ListAddress.read(request.args), here.detail(assignment_id)
    people = queries.people_of(
        reading(),
        here.tree,
        found.row,
        scope=here.scope,
        today=here.today,
        department_id=address.department,
        state=address.state,
        offset=(address.page - 1) * PAGE,
    )
    board = Board(found, address, people, here.tree.find(address.department))
    due = form if isinstance(form, DueForm) else DueForm(formdata=None, due_on=found.row.due_on)
    back = form if isinstance(form, WithdrawForm) else WithdrawForm(formdata=None)
    told = {"board": board, "due": due, "back": back, "form": form}
    return render_page("assignments/one.html", "main", status=status, **told)


def _written(here: Desk, form: AssignmentForm, whom: "Whom") -> uuid.UUID:
    with transaction() as session:
        return service.assign(
            session,
            form.what.data,
            whom,
            due_on=form.due_on.data,
            purpose=form.purpose.data.strip(),
            by=me().id,
            now=clock.now(),
            scope=here.scope,
            terms=form.terms(),
        ).id


def _assign(here: Desk, form: AssignmentForm, whom: "Whom") -> ResponseReturnValue:
    try:
        assignment_id = _written(here, form, whom)
    except AssignmentRefused as refused:
        tell(
            {"course": form.what, "past": form.due_on}.get(refused.fault, form.to),
            WHY[refused.fault],
        )
        return _form_page(here, form, status=UNPROCESSABLE)
    flash(_("割り当てました。それぞれのホームに出ています。"), "good")
    return redirect(url_for("assignments.one", assignment_id=assignment_id), 303)


def _whom(form: AssignmentForm) -> "Whom":
    """Return who was chosen, and tell the form of those who are not there."""
    logins = form.logins() if form.to.data == PEOPLE else []
    found = identity.ids_by_login(reading(), logins)
    lost = [one for one in logins if one not in found]
    if lost:
        tell(form.people, _("見つからない人がいます: %(logins)s", logins="、".join(lost[:5])))
    elif form.to.data == PEOPLE and not logins:
        tell(form.people, _("割り当てる人を、1行に1人ずつ入れてください。"))
    return form.whom(found.values())


def _offered(here: Desk, form: AssignmentForm) -> AssignmentForm:
    session = reading()
    return form.offering(
        queries.choices(session),
        departments_within(here.tree, here.scope),
        queries.post_titles(session, scope=here.scope, today=here.today),
    )


def _form_page(here: Desk, form: AssignmentForm, *, status: int = 200) -> ResponseReturnValue:
    offered = form if form.what.choices else _offered(here, form)
    return render_page("assignments/form.html", "main", status=status, form=offered)
