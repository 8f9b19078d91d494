"""The page on which a newer version is brought into a draft."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import closed, may_all
from app.authoring.blocks import FATE_NAMES
from app.authoring.errors import ChangedMeanwhile, DraftClosed
from app.authoring.merging import pages, service
from app.authoring.merging.errors import NotChosen, NothingNewer
from app.authoring.merging.rules import ConflictKind, Side
from app.authoring.policy import Action
from app.db import reading, transaction
from app.identity.login import me
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

bp = Blueprint("merging", __name__, template_folder="templates", url_prefix="/authoring")

CONFLICT_NAMES = {
    ConflictKind.TEXT: _l("どちらでも、ここを直しました"),
    ConflictKind.REMOVED_THERE: _l("新しい版では消し、この下書きでは直しました"),
    ConflictKind.REMOVED_HERE: _l("新しい版では直し、この下書きでは消しました"),
    ConflictKind.ADDED: _l("どちらでも、ここに足しました"),
    ConflictKind.PLACE: _l("どちらでも、別の場所に動かしました"),
}


@bp.get("/<uuid:draft_id>/merge")
@may_all(Action.EDIT)
def merge(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a newer version would bring into a draft, and what is to be chosen."""
    return _page(draft_id)


@bp.post("/<uuid:draft_id>/merge")
@may_all(Action.EDIT)
def bring_in(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Bring the newer version into the draft, as it was chosen."""
    choice = _choice()
    try:
        with transaction() as session:
            service.bring_in(session, draft_id, choice, by=me().id, now=clock.now())
    except NotChosen as left:
        return _page(draft_id, sides=choice.sides, left=left.ids, status=422)
    except (ChangedMeanwhile, NothingNewer):
        flash(_("見ている間に、下書きか講座が変わりました。まだ何も取りこんでいません。"), "note")
        return redirect(url_for("merging.merge", draft_id=draft_id), 303)
    except DraftClosed:
        return closed(draft_id)
    flash(_("新しい版を取りこみました。これも1回の変更なので、元にもどせます。"), "good")
    return redirect(url_for("authoring.draft", draft_id=draft_id), 303)


def _choice() -> service.Choice:
    sent = request.form
    sides = {
        name.removeprefix("choice-"): Side(value)
        for name, value in sent.items()
        if name.startswith("choice-") and value in set(Side)
    }
    try:
        version_id = uuid.UUID(sent.get("version", ""))
    except ValueError:
        version_id = None
    number = whole_number(sent.get("number"))
    return service.Choice(-1 if number is None else number, version_id, sides)


def _page(
    draft_id: uuid.UUID,
    *,
    sides: Mapping[str, Side] | None = None,
    left: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    return render_page(
        "merging/merge.html",
        "main",
        status=status,
        page=pages.merge_page(reading(), draft_id),
        sides=sides or {},
        left=left,
        conflict_names=CONFLICT_NAMES,
        fate_names=FATE_NAMES,
    )
