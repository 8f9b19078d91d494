"""The milestones of a team."""

import uuid
from typing import TYPE_CHECKING

from flask import abort
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.projects import doors, queries
from app.projects.forms.days import MilestoneForm
from app.projects.queries import Standing
from app.projects.service import milestones as service
from app.projects.views.root import UNPROCESSABLE, bp, do, only_if, today
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.projects.models import Milestone

MILESTONES = "projects.milestones"


@bp.get("/projects/<key>/milestones", endpoint="milestones")
@doors.inside
def show_milestones(standing: Standing) -> ResponseReturnValue:
    """Show the milestones, each to be reached, moved or taken away."""
    return _page(standing)


@bp.post("/projects/<key>/milestones")
@doors.inside
def add_milestone(standing: Standing) -> ResponseReturnValue:
    """Add a milestone."""
    only_if(standing.may_work)
    form = MilestoneForm()
    if not form.validate():
        return _page(standing, form, status=UNPROCESSABLE)
    title, due_on = form.title.data.strip(), form.due_on.data
    return do(
        standing,
        lambda session: service.add(session, standing, title, due_on),
        _("節目を加えました。"),
        to=MILESTONES,
    )


@bp.get("/projects/<key>/milestones/<uuid:milestone_id>", endpoint="milestone")
@doors.inside
def show_milestone(standing: Standing, milestone_id: uuid.UUID) -> ResponseReturnValue:
    """Show a milestone to be changed."""
    only_if(standing.may_work)
    row = _row(standing, milestone_id)
    return _one(standing, milestone_id, MilestoneForm.of(row))


@bp.post("/projects/<key>/milestones/<uuid:milestone_id>")
@doors.inside
def change_milestone(standing: Standing, milestone_id: uuid.UUID) -> ResponseReturnValue:
    """Call a milestone otherwise, or move it."""
    only_if(standing.may_work)
    _row(standing, milestone_id)
    form = MilestoneForm()
    if not form.validate():
        return _one(standing, milestone_id, form, status=UNPROCESSABLE)
    title, due_on = form.title.data.strip(), form.due_on.data
    return do(
        standing,
        lambda session: service.change(session, standing, milestone_id, title, due_on),
        _("節目を変えました。"),
        to=MILESTONES,
    )


@bp.post("/projects/<key>/milestones/<uuid:milestone_id>/meet")
@doors.inside
def meet_milestone(standing: Standing, milestone_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a milestone is reached."""
    only_if(standing.may_work)
    return do(
        standing,
        lambda session: service.meet(session, standing, milestone_id, now=clock.now()),
        _("節目を終えました。"),
        to=MILESTONES,
    )


@bp.post("/projects/<key>/milestones/<uuid:milestone_id>/remove")
@doors.inside
def remove_milestone(standing: Standing, milestone_id: uuid.UUID) -> ResponseReturnValue:
    """Take a milestone away."""
    only_if(standing.may_work)
    return do(
        standing,
        lambda session: service.remove(session, standing, milestone_id),
        _("節目を消しました。"),
        to=MILESTONES,
    )


def _row(standing: Standing, milestone_id: uuid.UUID) -> "Milestone":
    rows = {row.id: row for row in queries.milestones(reading(), standing.project.id)}
    if milestone_id not in rows:
        abort(404)
    return rows[milestone_id]


def _page(
    standing: Standing, form: MilestoneForm | None = None, *, status: int = 200
) -> ResponseReturnValue:
    return doors.render_inside(
        "projects/milestones.html",
        standing,
        status=status,
        rows=queries.milestones(reading(), standing.project.id),
        form=form or MilestoneForm(),
        today=today(),
    )


def _one(
    standing: Standing, milestone_id: uuid.UUID, form: MilestoneForm, *, status: int = 200
) -> ResponseReturnValue:
    return doors.render_inside(
        "projects/milestone.html", standing, status=status, milestone_id=milestone_id, form=form
    )
