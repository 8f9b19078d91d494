"""Short lists: all of them, one of them, its form, its end, and as a file."""

import uuid

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.staffing import queries
from app.staffing.board import evidence_href
from app.staffing.forms.finding import ROOMS, FindAddress
from app.staffing.forms.lists import STAGES, ListForm
from app.staffing.forms.skills import Picker
from app.staffing.models import ShortList
from app.staffing.queries import How, Search
from app.staffing.queries.lists import needs_of
from app.staffing.rules import Condition
from app.staffing.service import lists as service
from app.staffing.tables import list_rows
from app.staffing.views.root import (
    MIMETYPES,
    UNPROCESSABLE,
    bp,
    framework_names,
    lister,
    table_file,
    today,
)
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.workforce.queries import plans, profiles


@bp.get("/staffing/lists", endpoint="lists")
@lister
def show_lists() -> ResponseReturnValue:
    """List the short lists, the open ones first."""
    return render_page("staffing/lists.html", "main", found=queries.lists(reading()))


@bp.get("/staffing/lists/add", endpoint="add_list")
@lister
def add() -> ResponseReturnValue:
    """Show the form of a new list; what a search asked for is picked already."""
    picker = Picker.read(request.args, framework_names())
    return _editor(ListForm.of(None, picker), None)


@bp.post("/staffing/lists/add", endpoint="take_list")
@lister
def take_new() -> ResponseReturnValue:
    """Keep a new list, or show what a search for skills found."""
    form = _sent()
    if request.form.get("step") != "save" or not form.is_complete():
        return _editor(form, None, status=_status(form))
    with transaction() as session:
        made = service.make(session, form.told(), by=me().id, now=clock.now()).id
    flash(_("一覧を作りました。次に、人をさがして加えます。"), "good")
    return redirect(url_for("staffing.list", list_id=made), 303)


@bp.get("/staffing/lists/<uuid:list_id>", endpoint="list")
@lister
def show_list(list_id: uuid.UUID) -> ResponseReturnValue:
    """Show who is on a list, and what they lack together."""
    session = reading()
    row = session.get_one(ShortList, list_id)
    return render_page(
        "staffing/list.html",
        "main",
        row=row,
        page=queries.list_page(session, row, today=today()),
        stages=STAGES,
        rooms=ROOMS,
        evidence_href=evidence_href,
        search_query=_search_for(row),
    )


@bp.get("/staffing/lists/<uuid:list_id>/change", endpoint="change_list")
@lister
def change(list_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a list with what is written."""
    row = _open(list_id)
    wanted = (Condition(one.item.ref, one.level) for one in needs_of(row))
    return _editor(ListForm.of(row, Picker.of(wanted, framework_names())), row)


@bp.post("/staffing/lists/<uuid:list_id>/change", endpoint="take_list_change")
@lister
def take_change(list_id: uuid.UUID) -> ResponseReturnValue:
    """Write a list otherwise, or show what a search for skills found."""
    row, form = _open(list_id), _sent()
    if request.form.get("step") != "save" or not form.is_complete():
        return _editor(form, row, status=_status(form))
    with transaction() as session:
        row = session.get_one(ShortList, list_id)
        service.change(session, row, form.told(), by=me().id, now=clock.now())
    flash(_("変えました。"), "good")
    return redirect(url_for("staffing.list", list_id=list_id), 303)


@bp.post("/staffing/lists/<uuid:list_id>/close", endpoint="close_list")
@lister
def close(list_id: uuid.UUID) -> ResponseReturnValue:
    """End a list."""
    with transaction() as session:
        row = session.get_one(ShortList, list_id)
        service.close(session, row, by=me().id, now=clock.now())
    flash(_("終わりにしました。1年たつと、この一覧は消えます。"), "good")
    return redirect(url_for("staffing.list", list_id=list_id), 303)


@bp.post("/staffing/lists/<uuid:list_id>/open", endpoint="reopen_list")
@lister
def reopen(list_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a list."""
    with transaction() as session:
        row = session.get_one(ShortList, list_id)
        service.reopen(session, row, by=me().id, now=clock.now())
    flash(_("また開きました。"), "good")
    return redirect(url_for("staffing.list", list_id=list_id), 303)


@bp.post("/staffing/lists/<uuid:list_id>/file", endpoint="list_file")
@lister
def take_file(list_id: uuid.UUID) -> Response:
    """Give a list as a file, and note that it went out."""
    form = request.form.get("form", "")
    if form not in MIMETYPES:
        abort(400)
    with transaction() as session:
        row = session.get_one(ShortList, list_id)
        service.note_export(session, row, form, by=me().id, now=clock.now())
    session = reading()
    page = queries.list_page(session, session.get_one(ShortList, list_id), today=today())
    return table_file(f"kouho-{today().isoformat()}", _("候補の人"), list_rows(page), form)


def _open(list_id: uuid.UUID) -> ShortList:
    """Return a list that is still written; one that was closed has no form."""
    row = reading().get_one(ShortList, list_id)
    if row.closed_on is not None:
        abort(404)
    return row


def _search_for(row: ShortList) -> str:
    wanted = tuple(Condition(one.item.ref, one.level) for one in needs_of(row))
    return FindAddress(Search(conditions=wanted, how=How.ANY), list_id=row.id).query()


def _sent() -> ListForm:
    """Return what was sent; a role or an item of the plan fills in what it needs."""
    form = ListForm.of(None, Picker.read(request.form, framework_names()))
    session, on = reading(), today()
    known = profiles(session, on=on)
    items = [one for one in plans.plan_items(session) if one.closed_on is None]
    form.offering([one for one in known if one.holds(on)], items)
    if request.form.get("step") == "fill":
        needs = {str(one.id): one.needs for one in known}
        needs |= {str(one.id): plans.needs_of(one, known) for one in items}
        form.picker = form.picker.with_needs(needs.get(form.source.data or "", {}))
    return form


def _status(form: ListForm) -> int:
    return UNPROCESSABLE if form.errors or form.no_needs else 200


def _editor(form: ListForm, row: ShortList | None, *, status: int = 200) -> ResponseReturnValue:
    if form.source.choices is None:
        session, on = reading(), today()
        known = [one for one in profiles(session, on=on) if one.holds(on)]
        form.offering(known, [one for one in plans.plan_items(session) if one.closed_on is None])
    return render_page("staffing/list_form.html", "main", status=status, form=form, row=row)
