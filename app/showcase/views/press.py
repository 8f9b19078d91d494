"""取材のしおり: the sheet for press, and the few words on it that the page does not have."""

from typing import TYPE_CHECKING, Any, Final

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Standing
from app.showcase import policy, queries, service
from app.showcase.errors import ShowcaseRefused
from app.showcase.forms import MISSING, PURPOSES, WHY, PressForm
from app.showcase.views.root import (
    UNPROCESSABLE,
    address_of,
    at_desk,
    bp,
    now_asked,
    only,
    writer_of,
)
from app.ui.fields import tell
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.showcase.models import Showcase


@bp.get("/projects/<key>/showcase/press", endpoint="press")
@at_desk
@only(policy.reads_press)
def show_press(standing: Standing) -> ResponseReturnValue:
    """Show the sheet to be printed, one side of A4."""
    row, session, today = _row(standing), reading(), now_asked()
    return doors.render_inside(
        "showcase/press.html",
        standing,
        outlives=policy.publishes(standing),
        row=row,
        content=row.public if row.published else row.working,
        sheet=queries.press_sheet(session, row, today),
        trail=queries.trail(session, row.project_id),
        on=today.on,
        address=address_of("showcase.page", key=standing.project.key),
        **_WORDS,
    )


@bp.get("/projects/<key>/showcase/press/names", endpoint="press_names")
@at_desk
@only(policy.publishes)
def show_press_names(standing: Standing) -> ResponseReturnValue:
    """Show the teacher's own sheet: who may appear in what, by name; it is not for press."""
    row, today = _row(standing), now_asked()
    return doors.render_inside(
        "showcase/press_names.html",
        standing,
        outlives=True,
        row=row,
        sheet=queries.press_sheet(reading(), row, today),
        names=doors.names_for(standing),
        on=today.on,
        **_WORDS,
    )


@bp.get("/projects/<key>/showcase/press/edit")
@at_desk
@only(policy.reads_press)
def edit_press(standing: Standing) -> ResponseReturnValue:
    """Show the words for press to be written."""
    row = _row(standing)
    return _form_page(standing, PressForm.of(row.press_words, edition=row.edition))


@bp.post("/projects/<key>/showcase/press/edit")
@at_desk
@only(policy.reads_press)
def take_press(standing: Standing) -> ResponseReturnValue:
    """Keep the words for press, or show what is to be mended."""
    _row(standing)
    form, writer = PressForm(), writer_of(standing)
    if not form.validate():
        return _form_page(standing, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.say_press(session, writer, form.told(), seen=form.seen, now=clock.now())
    except ShowcaseRefused as refused:
        tell(form.pitch, WHY[refused.fault])
        return _form_page(standing, form, status=UNPROCESSABLE)
    flash(_("書いたものを残しました。"), "good")
    return redirect(url_for("showcase.press", key=standing.project.key), 303)


def _row(standing: Standing) -> "Showcase":
    row = queries.showcase_of(reading(), standing.project.id)
    if row is None:
        abort(404)
    return row


def _form_page(standing: Standing, form: PressForm, *, status: int = 200) -> ResponseReturnValue:
    return doors.render_inside(
        "showcase/press_edit.html", standing, outlives=True, status=status, form=form
    )


_WORDS: Final[dict[str, Any]] = {"purposes": PURPOSES, "missing": MISSING, "day_of": clock.day_of}
