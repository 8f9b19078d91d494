"""Say otherwise what a project is about, and end it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.projects import doors, queries, rules
from app.projects.errors import ProjectRefused
from app.projects.forms.charter import CharterForm, EndForm
from app.projects.queries import Standing
from app.projects.service import ending, starting
from app.projects.views.root import UNPROCESSABLE, bp, do, only_if, today
from app.projects.words import WHY, year_words
from app.ui.fields import tell
from app.ui.strings import gettext as _


@bp.get("/projects/<key>/charter", endpoint="charter")
@doors.inside
def show_charter(standing: Standing) -> ResponseReturnValue:
    """Show what a project is about, to be changed."""
    only_if(standing.leads and standing.is_active)
    return _page(standing, CharterForm.of_project(standing.project))


@bp.post("/projects/<key>/charter")
@doors.inside
def take_charter(standing: Standing) -> ResponseReturnValue:
    """Keep what a project is about."""
    only_if(standing.leads and standing.is_active)
    form = CharterForm.of({}, starts_on=standing.project.starts_on)
    if not form.validate():
        return _page(standing, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            starting.change(session, standing, form.words(), now=clock.now())
    except ProjectRefused as refused:
        tell(form.deliver_on, WHY[refused.fault])
        return _page(standing, form, status=UNPROCESSABLE)
    flash(_("書きかえました。"), "good")
    return redirect(url_for("projects.project", key=standing.project.key), 303)


@bp.get("/projects/<key>/end", endpoint="end")
@doors.inside
def show_end(standing: Standing) -> ResponseReturnValue:
    """Ask for the last words, and say what the end of a project means."""
    only_if(standing.leads and standing.is_active)
    return doors.render_inside("projects/end.html", standing, form=EndForm())


@bp.post("/projects/<key>/end")
@doors.inside
def take_end(standing: Standing) -> ResponseReturnValue:
    """End a project."""
    only_if(standing.leads and standing.is_active)
    form = EndForm()
    if not form.validate():
        return doors.render_inside("projects/end.html", standing, status=UNPROCESSABLE, form=form)
    words = form.words.data.strip()
    return do(
        standing,
        lambda session: ending.end(session, standing, words, now=clock.now()),
        _("企画を終えました。1年間は、チームの人が読めます。"),
    )


def _page(standing: Standing, form: CharterForm, *, status: int = 200) -> ResponseReturnValue:
    asked = queries.request_days(reading())
    return doors.render_inside(
        "projects/charter.html",
        standing,
        status=status,
        form=form,
        missed=rules.missed_budget(form.deliver_on.data, asked),
        last_day=rules.next_request(today(), asked),
        year_words=year_words,
    )
