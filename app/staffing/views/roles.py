"""The roles that HR tells the public of."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.staffing.forms.finding import KINDS
from app.staffing.forms.roles import RoleForm
from app.staffing.models import SoughtRole
from app.staffing.queries.roles import sought_roles
from app.staffing.service import roles as service
from app.staffing.views.root import UNPROCESSABLE, bp, lister, today
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.workforce.queries import profiles


@bp.get("/staffing/roles", endpoint="sought")
@lister
def show_all() -> ResponseReturnValue:
    """List what was published, and what the public reads of it today."""
    on = today()
    return render_page(
        "staffing/sought.html", "main", found=sought_roles(reading(), on=on), kinds=KINDS, on=on
    )


@bp.get("/staffing/roles/add", endpoint="add_sought")
@lister
def add() -> ResponseReturnValue:
    """Show the form of a role to publish; ``?profile=`` chooses it."""
    form = RoleForm.of(None, today=today())
    form.profile.data = request.args.get("profile", "")
    return _editor(form, None)


@bp.post("/staffing/roles/add", endpoint="take_sought")
@lister
def take_new() -> ResponseReturnValue:
    """Publish a role."""
    form = _sent()
    if not form.validate():
        return _editor(form, None, status=UNPROCESSABLE)
    with transaction() as session:
        service.publish(session, form.told(), by=me().id, now=clock.now())
    flash(_("公開しました。始まりの日から、だれでも読めます。"), "good")
    return redirect(url_for("staffing.sought"), 303)


@bp.get("/staffing/roles/<uuid:role_id>/change", endpoint="change_sought")
@lister
def change(role_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a role with what is told of it."""
    row = reading().get_one(SoughtRole, role_id)
    return _editor(RoleForm.of(row, today=today()), row)


@bp.post("/staffing/roles/<uuid:role_id>/change", endpoint="take_sought_change")
@lister
def take_change(role_id: uuid.UUID) -> ResponseReturnValue:
    """Tell of a role otherwise."""
    row, form = reading().get_one(SoughtRole, role_id), _sent()
    if not form.validate():
        return _editor(form, row, status=UNPROCESSABLE)
    with transaction() as session:
        row = session.get_one(SoughtRole, role_id)
        service.change(session, row, form.told(), by=me().id, now=clock.now())
    flash(_("変えました。公開のページは、もう新しくなっています。"), "good")
    return redirect(url_for("staffing.sought"), 303)


@bp.post("/staffing/roles/<uuid:role_id>/withdraw", endpoint="withdraw_sought")
@lister
def withdraw(role_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role off the public page."""
    with transaction() as session:
        row = session.get_one(SoughtRole, role_id)
        service.withdraw(session, row, by=me().id, now=clock.now())
    flash(_("取り下げました。公開のページには、もう出ません。"), "good")
    return redirect(url_for("staffing.sought"), 303)


def _sent() -> RoleForm:
    return _offering(RoleForm())


def _offering(form: RoleForm) -> RoleForm:
    on = today()
    return form.offering(one for one in profiles(reading(), on=on) if one.closed_on is None)


def _editor(form: RoleForm, row: SoughtRole | None, *, status: int = 200) -> ResponseReturnValue:
    if form.profile.choices is None:
        _offering(form)
    return render_page("staffing/sought_form.html", "main", status=status, form=form, row=row)
