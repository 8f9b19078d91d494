"""The desk of those who handle concerns."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.concerns import queries, service
from app.concerns.errors import ConcernRefused, NoSuchConcern
from app.concerns.forms import KINDS, REASONS, HandleForm
from app.concerns.views.root import UNPROCESSABLE, bp, handlers_only, today
from app.db import reading, transaction
from app.identity.login import me, person
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/concerns", endpoint="desk")
@handlers_only
def show_desk() -> ResponseReturnValue:
    """List what waits for whoever looks, and what was handled."""
    session, who = reading(), person()
    rows = queries.desk(session, who, queries.reach_of(session, who), on=today())
    return render_page(
        "concerns/desk.html",
        "main",
        rows=rows,
        kinds=KINDS,
        reasons=REASONS,
        day_of=clock.day_of,
    )


@bp.get("/concerns/<uuid:concern_id>", endpoint="concern")
@handlers_only
def show_concern(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Show one concern."""
    return _page(_shown(concern_id), HandleForm(formdata=None))


@bp.post("/concerns/<uuid:concern_id>/take")
@handlers_only
def take(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Look after a concern."""
    _shown(concern_id)
    try:
        with transaction() as session:
            service.take(session, concern_id, by=me().id, now=clock.now())
    except ConcernRefused:
        flash(_("ほかの人が、先に終わりにしました。いまのようすを見てください。"), "note")
    else:
        flash(_("引き受けました。知らせた人に、読んだことが伝わりました。"), "good")
    return redirect(url_for("concerns.concern", concern_id=concern_id), 303)


@bp.post("/concerns/<uuid:concern_id>")
@handlers_only
def handle(concern_id: uuid.UUID) -> ResponseReturnValue:
    """End a concern, with what was done."""
    found, form = _shown(concern_id), HandleForm()
    if not form.validate():
        return _page(found, form, status=UNPROCESSABLE)
    words = form.words.data.strip()
    try:
        with transaction() as session:
            service.handle(session, concern_id, words, by=me().id, now=clock.now())
    except ConcernRefused:
        flash(_("ほかの人が、先に終わりにしました。いまのようすを見てください。"), "note")
        return redirect(url_for("concerns.concern", concern_id=concern_id), 303)
    flash(_("終わりにしました。知らせた人に、書いたことが伝わりました。"), "good")
    return redirect(url_for("concerns.desk"), 303)


def _shown(concern_id: uuid.UUID) -> queries.Row:
    session, who = reading(), person()
    try:
        return queries.one(session, who, queries.reach_of(session, who), concern_id, on=today())
    except NoSuchConcern:
        abort(404)


def _page(found: queries.Row, form: HandleForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "concerns/concern.html",
        "main",
        status=status,
        found=found,
        form=form,
        kinds=KINDS,
        reasons=REASONS,
        day_of=clock.day_of,
        is_mine=found.concern.taken_by_id == me().id,
    )
