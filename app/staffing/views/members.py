"""Who is on a short list: added from the search, asked, taken off."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.identity.models import User
from app.staffing.forms.finding import FindAddress
from app.staffing.forms.lists import MemberForm, people_in
from app.staffing.models import Listed, ShortList
from app.staffing.rules import Stage
from app.staffing.service import lists as service
from app.staffing.views.root import UNPROCESSABLE, bp, lister
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.post("/staffing/lists/people", endpoint="add_people")
@lister
def add() -> ResponseReturnValue:
    """Put the people who were ticked on the list that was chosen."""
    list_id = request.form.get("list", type=uuid.UUID)
    people = people_in(request.form.getlist("person"))
    if list_id is None or not people:
        flash(_("加える人と一覧を選んでください。まだ何も変わっていません。"), "note")
        query = FindAddress.read(request.form).query()
        return redirect(f"{url_for('staffing.find')}?{query}", 303)
    with transaction() as session:
        row = session.get_one(ShortList, list_id)
        added = service.add(session, row, people, by=me().id, now=clock.now())
    flash(
        _("%(n)s人を加えました。本人のページに、プロジェクトの名前がのります。", n=added), "good"
    )
    return redirect(url_for("staffing.list", list_id=list_id), 303)


@bp.get("/staffing/members/<uuid:member_id>", endpoint="member")
@lister
def show(member_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of where the asking of somebody stands."""
    member = reading().get_one(Listed, member_id)
    return _form_page(member, MemberForm.offering(member))


@bp.post("/staffing/members/<uuid:member_id>", endpoint="take_member")
@lister
def take(member_id: uuid.UUID) -> ResponseReturnValue:
    """Keep where the asking of somebody stands."""
    form = MemberForm.offering()
    if not form.validate():
        return _form_page(reading().get_one(Listed, member_id), form, status=UNPROCESSABLE)
    with transaction() as session:
        member = session.get_one(Listed, member_id)
        row = session.get_one(ShortList, member.list_id)
        told = Stage(form.stage.data), (form.note.data or "").strip()
        service.write_stage(session, row, member, *told, by=me().id, now=clock.now())
        list_id = row.id
    flash(_("書きとめました。"), "good")
    return redirect(url_for("staffing.list", list_id=list_id), 303)


@bp.post("/staffing/members/<uuid:member_id>/remove", endpoint="remove_member")
@lister
def remove(member_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody off a list."""
    with transaction() as session:
        member = session.get_one(Listed, member_id)
        row = session.get_one(ShortList, member.list_id)
        service.remove(session, row, member, by=me().id, now=clock.now())
        list_id = row.id
    flash(_("一覧から外しました。本人のページからも消えました。"), "good")
    return redirect(url_for("staffing.list", list_id=list_id), 303)


def _form_page(member: Listed, form: MemberForm, *, status: int = 200) -> ResponseReturnValue:
    session = reading()
    return render_page(
        "staffing/member.html",
        "main",
        status=status,
        form=form,
        member=member,
        name=session.get_one(User, member.person_id).name,
        row=session.get_one(ShortList, member.list_id),
    )
