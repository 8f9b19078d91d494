"""What a draft leads to: objectives, the questions that ask for them, framework items."""

import uuid

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import may_all
from app.authoring.aligning import queries, service
from app.authoring.blocks import BLOCK_NAMES
from app.authoring.errors import DraftClosed, NotReadable, Overtaken
from app.authoring.policy import Action
from app.catalog.queries import view_of_reader
from app.db import reading, transaction
from app.frameworks.queries import find_item
from app.identity.login import me
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _

bp = Blueprint("aligning", __name__, url_prefix="/authoring")
LONGEST_QUERY = 60


@bp.get("/<uuid:draft_id>/objectives")
@may_all(Action.EDIT)
def aims(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show the objectives of a draft; ``?objective=`` and ``?q=`` look for framework items."""
    text = request.args.get("q", "").strip()[:LONGEST_QUERY]
    return render_page(
        "authoring/aims.html",
        "main",
        page=queries.aims_page(reading(), draft_id, text=text),
        text=text,
        searched=request.args.get("objective", ""),
        kinds=BLOCK_NAMES,
        view=view_of_reader(),
    )


@bp.post("/<uuid:draft_id>/alignments")
@may_all(Action.EDIT)
def align(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Let an objective lead to a step of a framework item, or no more (without ``level``)."""
    objective, ref = request.form.get("objective", ""), request.form.get("item", "")
    level = whole_number(request.form.get("level"))
    item = find_item(ref)
    if level is not None and (item is None or item.level(level) is None):
        abort(400)
    try:
        with transaction() as session:
            service.align(session, draft_id, objective, ref, level, by=me().id, now=clock.now())
        flash(_("めあてを書きかえました。"), "good")
    except (DraftClosed, NotReadable, Overtaken) as error:
        _tell(error)
    return redirect(_back(draft_id, f"objective-{objective}"), 303)


@bp.post("/<uuid:draft_id>/questions")
@may_all(Action.EDIT)
def ask(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Let a question ask for another objective."""
    form = request.form
    key, seen, wanted = (form.get(name, "") for name in ("question", "seen", "objective"))
    known = {one.key for one in queries.aims_page(reading(), draft_id).objectives}
    if wanted and wanted not in known:
        abort(400)
    try:
        with transaction() as session:
            by, now = me().id, clock.now()
            service.ask_for(session, draft_id, key, (seen, wanted), by=by, now=now)
        flash(_("問題のめあてを書きかえました。"), "good")
    except (DraftClosed, NotReadable, Overtaken) as error:
        _tell(error)
    return redirect(_back(draft_id, f"question-{key}"), 303)


def _tell(error: Exception) -> None:
    if isinstance(error, DraftClosed):
        told = _("この下書きは公開したので、もう変わりません。")
    elif isinstance(error, NotReadable):
        told = _("objectives.tomlに、読めないところがあります。先にそこを直します。")
    else:
        told = _("ほかの人が先に変えたので、何も変えていません。今のめあてを見て、えらびます。")
    flash(told, "note")


def _back(draft_id: uuid.UUID, anchor: str) -> str:
    return url_for("aligning.aims", draft_id=draft_id, _anchor=anchor)
