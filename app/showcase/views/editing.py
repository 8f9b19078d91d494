"""The page being written, and how one wants to be credited on it."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import person
from app.projects import doors
from app.projects.queries import Standing
from app.showcase import policy, queries, service
from app.showcase.errors import ShowcaseRefused
from app.showcase.forms import WHY, StoryForm
from app.showcase.rules import Content
from app.showcase.views.inside import inside_page, wish_form
from app.showcase.views.root import UNPROCESSABLE, at_desk, bp, now_asked, only, writer_of
from app.ui.fields import tell
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.showcase.sources import Picture


@bp.get("/projects/<key>/showcase/edit")
@at_desk
@only(policy.writes)
def edit(standing: Standing) -> ResponseReturnValue:
    """Show the page to be written."""
    return _form_page(standing, _form(standing))


@bp.post("/projects/<key>/showcase/edit")
@at_desk
@only(policy.writes)
def take_edit(standing: Standing) -> ResponseReturnValue:
    """Keep what was written, or show what is to be mended."""
    form = _form(standing)
    if not form.validate():
        return _form_page(standing, form, status=UNPROCESSABLE)
    content, writer, today = form.told(_there(standing)), writer_of(standing), now_asked()
    try:
        with transaction() as session:
            service.write(session, writer, content, today, seen=form.seen, now=clock.now())
    except ShowcaseRefused as refused:
        tell(form.title, WHY[refused.fault])
        return _form_page(standing, form, status=UNPROCESSABLE)
    flash(_("書いたものを残しました。公開されているものは、まだ変わっていません。"), "good")
    return redirect(url_for("showcase.of_project", key=standing.project.key), 303)


@bp.post("/projects/<key>/showcase/wish")
@at_desk
def say_wish(standing: Standing) -> ResponseReturnValue:
    """Keep how somebody wants to be credited."""
    cast = queries.cast_of(reading(), standing.project.id, now_asked())
    form = wish_form(standing, cast)
    if form is None:
        abort(404)
    if not form.validate():
        return inside_page(standing, wish=form, status=UNPROCESSABLE)
    with transaction() as session:
        service.say_wish(
            session,
            writer_of(standing),
            form.said(),
            is_minor=person().is_minor,
            now=clock.now(),
        )
    flash(_("あなたの名前の出し方を、残しました。いつでも変えられます。"), "good")
    return redirect(
        url_for("showcase.of_project", key=standing.project.key, _anchor="my-wish"), 303
    )


def _there(standing: Standing) -> "tuple[Picture, ...]":
    return queries.pictures_of(reading(), standing.project.id)


def _form(standing: Standing) -> StoryForm:
    row = queries.showcase_of(reading(), standing.project.id)
    content, edition = (Content(), 0) if row is None else (row.working, row.edition)
    title = standing.project.title
    return StoryForm.of(content, _there(standing), edition=edition, title=title)


def _form_page(standing: Standing, form: StoryForm, *, status: int = 200) -> ResponseReturnValue:
    session, project_id = reading(), standing.project.id
    makers = queries.cast_of(session, project_id, now_asked()).makers
    looks = [queries.look_at(one, makers) for one in _there(standing)]
    return doors.render_inside(
        "showcase/edit.html", standing, outlives=True, status=status, form=form, looks=looks
    )
