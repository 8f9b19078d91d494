"""What a project needs: a page of the project."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.contributions import policy, queries, rules, service
from app.contributions.errors import ContributionRefused
from app.contributions.forms import FAULTS, KINDS, NeedForm
from app.contributions.views.asking import is_to_keep
from app.contributions.views.root import UNPROCESSABLE, bp, today
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Standing
from app.ui.fields import tell
from app.ui.strings import gettext as _


@bp.get("/projects/<key>/needs", endpoint="of_project")
@doors.inside
def show_of_project(standing: Standing) -> ResponseReturnValue:
    """Show what a project needs; to settlers also what was offered."""
    return _page(standing, NeedForm(formdata=None))


@bp.post("/projects/<key>/needs")
@doors.inside
def add_to_project(standing: Standing) -> ResponseReturnValue:
    """Ask for something for a project."""
    form = NeedForm().offering()
    if not policy.settles_in(standing):
        tell(form.title, _("「もとむ」は、先生か市の担当者が出します。先生に話してください。"))
        return _page(standing, form)
    if not is_to_keep(form):
        return _page(standing, form)
    try:
        _add(standing, form)
    except ContributionRefused as refused:
        tell(form.title, FAULTS[refused.fault])
        return _page(standing, form)
    flash(_("「もとむ」を出しました。だれでも読めます。"), "good")
    return redirect(url_for("contributions.of_project", key=standing.project.key), 303)


def _add(standing: Standing, form: NeedForm) -> None:
    with transaction() as session:
        service.add_need(
            session,
            form.asked(),
            by=standing.user_id,
            organization_id=standing.organization_id,
            now=clock.now(),
            project_id=standing.project.id,
        )


def _page(standing: Standing, form: NeedForm) -> ResponseReturnValue:
    needs = queries.needs_of_project(reading(), standing.project.id)
    settles = policy.settles_in(standing)
    ids = [one.id for one in needs]
    return doors.render_inside(
        "contributions/of_project.html",
        standing,
        status=UNPROCESSABLE if form.errors else 200,
        form=form.offering(),
        needs=needs,
        settles=settles,
        offers=queries.offers_for(reading(), ids) if settles else {},
        given=queries.given_to(reading(), ids),
        kinds=KINDS,
        told_hours=rules.told_hours,
        today=today(),
    )
