"""The history of a draft: every change with its words, and the way back to any of them."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import pages, service
from app.authoring.access import may_all, my_standing
from app.authoring.blocks import CHANGE_NAMES, FATE_NAMES
from app.authoring.errors import CannotUndo
from app.authoring.policy import Action
from app.authoring.structure.views.pressing import bp
from app.db import reading, transaction
from app.identity.login import me
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _


@bp.get("/<uuid:draft_id>/history")
@may_all(Action.SEE)
def history(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what was done with a draft, the newest first."""
    before = whole_number(request.args.get("before"))
    row, page = pages.history_page(reading(), draft_id, before=before)
    return render_page(
        "authoring/history.html",
        "main",
        row=row,
        page=page,
        mine=my_standing(),
        change_names=CHANGE_NAMES,
        fate_names=FATE_NAMES,
    )


@bp.post("/<uuid:draft_id>/restore")
@may_all(Action.EDIT)
def restore(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Make all files what they were after a change."""
    number = whole_number(request.form.get("number"))
    try:
        with transaction() as session:
            number = -1 if number is None else number
            service.restore(session, draft_id, number, by=me().id, now=clock.now())
        flash(_("もどしました。これも1回の変更なので、また元にもどせます。"), "good")
    except CannotUndo:
        flash(_("その変更はありません。何も変えていません。"), "note")
    return redirect(url_for("structure.history", draft_id=draft_id), 303)
