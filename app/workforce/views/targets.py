"""Targets: one of them with its sections, its form, and the people behind."""

import uuid
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.talent.queries import staff
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.workforce.board import ladder
from app.workforce.forms.profiles import GapAddress, day_asked
from app.workforce.forms.targets import COUNT_NAMES, TargetForm
from app.workforce.models import Target
from app.workforce.queries import targets as queries
from app.workforce.queries.profiles import all_versions, as_on
from app.workforce.service import targets as service
from app.workforce.views.root import UNPROCESSABLE, bp, frame_of, planner, today

if TYPE_CHECKING:
    from app.workforce.queries.members import Frame


@bp.get("/workforce/targets/<uuid:target_id>", endpoint="target")
@planner
def show_target(target_id: uuid.UUID) -> ResponseReturnValue:
    """Show a target on a day: how far, by section, and the way there."""
    session, frame = reading(), _frame()
    row = session.get_one(Target, target_id)
    page = queries.target_page(session, row, all_versions(session), frame)
    return render_page(
        "workforce/target.html",
        "main",
        page=page,
        row=row,
        ladder=ladder(page),
        place=frame.tree.find(row.organization_id),
        counted=COUNT_NAMES[row.counts],
        today=frame.today,
    )


@bp.get("/workforce/targets/<uuid:target_id>/people", endpoint="target_people")
@planner
def show_people(target_id: uuid.UUID) -> ResponseReturnValue:
    """Show the people behind a target's figure."""
    session, frame, address = reading(), _frame(), GapAddress.read(request.args)
    row = session.get_one(Target, target_id)
    versions = all_versions(session)
    page = queries.target_people(session, row, versions, frame, address.behind, page=address.page)
    shown = {"row": row, "page": page, "address": address}
    return render_page(
        "workforce/target_people.html",
        "main",
        found=shown,
        on=frame.on,
        department=frame.tree.find(address.department),
    )


@bp.get("/workforce/targets/add", endpoint="add_target")
@planner
def add() -> ResponseReturnValue:
    """Show the form of a new target."""
    return _form_page(_offering(TargetForm.of(None)), None)


@bp.post("/workforce/targets/add", endpoint="take_target")
@planner
def take_new() -> ResponseReturnValue:
    """Keep a new target."""
    form = _offering(TargetForm())
    if not form.validate():
        return _form_page(form, None, status=UNPROCESSABLE)
    with transaction() as session:
        made, *_sections = [
            service.set_target(session, goal, by=me().id, now=clock.now()).id
            for goal in form.goals()
        ]
    flash(_("目標を加えました。"), "good")
    return redirect(url_for("workforce.target", target_id=made), 303)


@bp.get("/workforce/targets/<uuid:target_id>/change", endpoint="change_target")
@planner
def change(target_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a target with what is wanted."""
    row = reading().get_one(Target, target_id)
    return _form_page(_offering(TargetForm.of(row)), row)


@bp.post("/workforce/targets/<uuid:target_id>/change", endpoint="take_target_change")
@planner
def take_change(target_id: uuid.UUID) -> ResponseReturnValue:
    """Want something else."""
    form = _offering(TargetForm())
    if not form.validate():
        return _form_page(form, reading().get_one(Target, target_id), status=UNPROCESSABLE)
    with transaction() as session:
        row = session.get_one(Target, target_id)
        service.change(session, row, form.told(), by=me().id, now=clock.now())
    flash(_("目標を変えました。"), "good")
    return redirect(url_for("workforce.target", target_id=target_id), 303)


@bp.post("/workforce/targets/<uuid:target_id>/close", endpoint="close_target")
@planner
def close(target_id: uuid.UUID) -> ResponseReturnValue:
    """Want it no more."""
    with transaction() as session:
        row = session.get_one(Target, target_id)
        service.close(session, row, by=me().id, now=clock.now())
    flash(_("目標を終わりにしました。"), "good")
    return redirect(url_for("workforce.target", target_id=target_id), 303)


def _frame() -> "Frame":
    return frame_of(day_asked(request.args, today=today()))


def _offering(form: TargetForm) -> TargetForm:
    session = reading()
    profiles = [one for one in as_on(all_versions(session), today()) if one.closed_on is None]
    return form.offering(profiles, queries.achievement_names(session), staff.departments(session))


def _form_page(form: TargetForm, row: Target | None, *, status: int = 200) -> ResponseReturnValue:
    return render_page("workforce/target_form.html", "main", status=status, form=form, row=row)
