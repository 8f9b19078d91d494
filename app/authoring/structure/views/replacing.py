"""Find words all over a draft, look at every place, and replace them in one change."""

import uuid
from itertools import islice
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import pages, queries, service
from app.authoring.access import may_all
from app.authoring.errors import ChangedMeanwhile
from app.authoring.policy import Action
from app.authoring.service import Replacement
from app.authoring.service.replacing import MOST_HITS
from app.authoring.structure.views.pressing import bp
from app.db import reading, transaction
from app.identity.login import me
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

LONGEST = 100
"""Characters to look for, and to put in."""


@bp.get("/<uuid:draft_id>/replace")
@may_all(Action.EDIT)
def look(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show every place at which some words stand, before and after."""
    wanted = _wanted(request.args)
    row = pages.row_of(reading(), queries.draft(reading(), draft_id))
    hits = []
    if wanted.find:
        files = dict(queries.files(reading(), draft_id))
        hits = list(islice(service.hits_of(files, wanted), MOST_HITS + 1))
    return render_page(
        "authoring/replace.html",
        "main",
        row=row,
        wanted=wanted,
        hits=hits[:MOST_HITS],
        has_more=len(hits) > MOST_HITS,
        longest=LONGEST,
    )


@bp.post("/<uuid:draft_id>/replace")
@may_all(Action.EDIT)
def replace(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Replace the words at the places that are ticked."""
    wanted, chosen = _wanted(request.form), request.form.getlist("hit")
    number = whole_number(request.form.get("number")) or 0
    try:
        with transaction() as session:
            _draft, count = service.replace(
                session, draft_id, wanted, chosen, number=number, by=me().id, now=clock.now()
            )
    except ChangedMeanwhile:
        flash(
            _("見ている間に下書きが変わったので、まだ何も置きかえていません。もう一度選びます。"),
            "note",
        )
        return redirect(_address(draft_id, wanted), 303)
    if not count:
        flash(_("1つも選ばれていないので、何も置きかえていません。"), "note")
        return redirect(_address(draft_id, wanted), 303)
    flash(
        _("%(n)sか所を置きかえました。まとめて元にもどせます。", n=count),
        "good",
    )
    return redirect(url_for("authoring.draft", draft_id=draft_id), 303)


def _wanted(sent: "MultiDict[str, str]") -> Replacement:
    find, words = (
        " ".join(sent.get(name, "").splitlines())[:LONGEST] for name in ("find", "words")
    )
    return Replacement(find, words, everywhere="everywhere" in sent)


def _address(draft_id: uuid.UUID, wanted: Replacement) -> str:
    everywhere = "1" if wanted.everywhere else None
    return url_for(
        "structure.look",
        draft_id=draft_id,
        find=wanted.find,
        words=wanted.words,
        everywhere=everywhere,
    )
