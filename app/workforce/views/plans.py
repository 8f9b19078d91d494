"""The action plan: the list, one of its items, its form; and what asks for an item."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.frameworks import queries as frameworks
from app.identity.login import me, person
from app.talent.queries import staff
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.workforce import policy
from app.workforce.forms.plans import PRIORITIES, PlanForm
from app.workforce.forms.profiles import GapAddress
from app.workforce.models import PlanItem
from app.workforce.queries import plans as queries
from app.workforce.queries.profiles import all_versions, as_on
from app.workforce.service import plans as service
from app.workforce.views.root import UNPROCESSABLE, bp, frame_of, gap_reader, planner, today


@bp.get("/workforce/plan", endpoint="plan")
@planner
def show_plan() -> ResponseReturnValue:
    """List the items of the plan."""
    session = reading()
    return render_page(
        "workforce/plan.html",
        "main",
        found=queries.plan_items(session),
        places={one.id: one.path for one in staff.departments(session).ordered},
        priorities=PRIORITIES,
    )


@bp.get("/workforce/plan/<uuid:plan_id>", endpoint="plan_item")
@planner
def show_item(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Show an item, down to people, courses and credentials."""
    session, on = reading(), today()
    row, frame = session.get_one(PlanItem, plan_id), frame_of(on)
    profiles = as_on(all_versions(session), on)
    return render_page(
        "workforce/plan_item.html",
        "main",
        row=row,
        place=frame.tree.find(row.owner_id),
        traces=queries.traces(session, row, profiles, frame),
        roles=[one for one in profiles if str(one.id) in row.profiles],
        priorities=PRIORITIES,
        on=on,
    )


@bp.get("/workforce/item", endpoint="item")
@gap_reader
def show_trace() -> ResponseReturnValue:
    """Show what asks for an item of a framework, and who stands there."""
    session, on, address = reading(), today(), GapAddress.read(request.args)
    item = frameworks.find_item(address.item or "")
    if item is None:
        abort(404)
    least = request.args.get("min", 1, type=int)
    level = least if item.level(least) else 1
    profiles = as_on(all_versions(session), on)
    page = queries.item_page(session, item, level, profiles, frame_of(on), page=address.page)
    return render_page(
        "workforce/item.html",
        "main",
        found=page,
        on=on,
        item=item,
        level=level,
        may_plan=policy.can_plan(person()),
    )


@bp.get("/workforce/plan/add", endpoint="add_plan")
@planner
def add() -> ResponseReturnValue:
    """Show the form of a new item."""
    return _form_page(_offering(PlanForm.of(None)), None)


@bp.post("/workforce/plan/add", endpoint="take_plan")
@planner
def take_new() -> ResponseReturnValue:
    """Keep a new item."""
    form = _sent(None)
    if not form.validate():
        return _form_page(form, None, status=UNPROCESSABLE)
    with transaction() as session:
        made = service.add(session, form.told(), by=me().id, now=clock.now()).id
    flash(_("計画の項目を加えました。"), "good")
    return redirect(url_for("workforce.plan_item", plan_id=made), 303)


@bp.get("/workforce/plan/<uuid:plan_id>/change", endpoint="change_plan")
@planner
def change(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of an item with what is written."""
    row = reading().get_one(PlanItem, plan_id)
    return _form_page(_offering(PlanForm.of(row)), row)


@bp.post("/workforce/plan/<uuid:plan_id>/change", endpoint="take_plan_change")
@planner
def take_change(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Write an item otherwise."""
    row = reading().get_one(PlanItem, plan_id)
    form = _sent(plan_id)
    if not form.validate():
        return _form_page(form, row, status=UNPROCESSABLE)
    with transaction() as session:
        row = session.get_one(PlanItem, plan_id)
        service.change(session, row, form.told(), by=me().id, now=clock.now())
    flash(_("計画の項目を変えました。"), "good")
    return redirect(url_for("workforce.plan_item", plan_id=plan_id), 303)


@bp.post("/workforce/plan/<uuid:plan_id>/close", endpoint="close_plan")
@planner
def close(plan_id: uuid.UUID) -> ResponseReturnValue:
    """End an item."""
    with transaction() as session:
        row = session.get_one(PlanItem, plan_id)
        service.close(session, row, by=me().id, now=clock.now())
    flash(_("計画の項目を終わりにしました。"), "good")
    return redirect(url_for("workforce.plan_item", plan_id=plan_id), 303)


def _sent(plan_id: uuid.UUID | None) -> PlanForm:
    form = _offering(PlanForm())
    code = (form.code.data or "").strip()
    form.is_taken = queries.is_taken(reading(), code, but=plan_id)
    return form


def _offering(form: PlanForm) -> PlanForm:
    session = reading()
    profiles = [one for one in as_on(all_versions(session), today()) if one.closed_on is None]
    return form.offering(profiles, staff.departments(session))


def _form_page(form: PlanForm, row: PlanItem | None, *, status: int = 200) -> ResponseReturnValue:
    return render_page("workforce/plan_form.html", "main", status=status, form=form, row=row)
