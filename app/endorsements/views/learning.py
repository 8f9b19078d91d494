"""What one learned elsewhere: hand it in, change it, take it back."""

import uuid

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.endorsements import queries, service
from app.endorsements.errors import Refused
from app.endorsements.filing import LARGEST_REQUEST, answer_with, taken, why_not
from app.endorsements.forms import FAULTS, STAGES, Picking, PriorForm
from app.endorsements.models import PriorLearning
from app.endorsements.views.root import UNPROCESSABLE, bp, staff_only, today
from app.identity.login import me
from app.media.errors import NotTaken
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.ui.uploads import takes_files


@bp.get("/my/learning/add", endpoint="add_prior")
@staff_only
def show_add() -> ResponseReturnValue:
    """Ask what was learned elsewhere."""
    return _page(None, PriorForm.of(None, today=today()), Picking.read({}))


@bp.post("/my/learning/add", endpoint="claim")
@takes_files(LARGEST_REQUEST)
@staff_only
def claim() -> ResponseReturnValue:
    """Take what was learned elsewhere, or search for items."""
    form, picking = PriorForm.of(None, today=today()), Picking.read(request.form)
    if not _is_complete(form, picking):
        return _page(None, form, picking, status=_status(form))
    try:
        shown = taken(form.sent)
        with transaction() as session:
            learned, now = form.told(picking.picked), clock.now()
            service.claim(session, me().id, learned, shown=shown, now=now)
    except (Refused, NotTaken) as refused:
        _tell(form, refused)
        return _page(None, form, picking, status=UNPROCESSABLE)
    flash(_("出しました。人事の担当者が見て、ここに答えを出します。"), "good")
    return redirect(url_for("endorsements.mine", _anchor="learning"), 303)


@bp.get("/my/learning/<uuid:prior_id>", endpoint="own_prior")
@staff_only
def show_own(prior_id: uuid.UUID) -> ResponseReturnValue:
    """Show what one handed in, to change it as long as it waits."""
    found = _own(prior_id)
    form = PriorForm.of(found.row, today=today())
    return _page(found, form, Picking.read({}, found.row.asked))


@bp.post("/my/learning/<uuid:prior_id>", endpoint="change_prior")
@takes_files(LARGEST_REQUEST)
@staff_only
def change(prior_id: uuid.UUID) -> ResponseReturnValue:
    """Change what one handed in, and answer what was asked."""
    found, picking = _own(prior_id), Picking.read(request.form)
    form = PriorForm.of(found.row, today=today())
    if not _is_complete(form, picking):
        return _page(found, form, picking, status=_status(form))
    try:
        shown, reply = taken(form.sent), (form.reply.data or "").strip()
        with transaction() as session:
            row = session.get_one(PriorLearning, prior_id, with_for_update=True)
            learned = form.told(picking.picked)
            service.change(session, row, learned, reply=reply, shown=shown, now=clock.now())
    except (Refused, NotTaken) as refused:
        _tell(form, refused)
        return _page(found, form, picking, status=UNPROCESSABLE)
    flash(_("出しなおしました。人事の担当者が見て、ここに答えを出します。"), "good")
    return redirect(url_for("endorsements.mine", _anchor="learning"), 303)


@bp.post("/my/learning/<uuid:prior_id>/back", endpoint="take_back_prior")
@staff_only
def take_back(prior_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what one handed in."""
    _own(prior_id)
    try:
        with transaction() as session:
            row = session.get_one(PriorLearning, prior_id, with_for_update=True)
            service.take_back(session, row, now=clock.now())
    except Refused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(_("取り下げました。資料のファイルは消しました。"), "good")
    return redirect(url_for("endorsements.mine", _anchor="learning"), 303)


@bp.get("/my/learning/<uuid:prior_id>/file", endpoint="own_file")
@staff_only
def own_file(prior_id: uuid.UUID) -> Response:
    """Give one's own file back, as it is kept."""
    kept = queries.prior_file(reading(), prior_id, of=me().id)
    return answer_with(kept) if kept is not None else abort(404)


def _own(prior_id: uuid.UUID) -> queries.PriorRow:
    found = queries.own_prior(reading(), prior_id, me().id, today=today())
    return found if found is not None else abort(404)


def _is_complete(form: PriorForm, picking: Picking) -> bool:
    """Whether it was sent off, and nothing is missing."""
    if request.form.get("step") == "search":
        return False
    is_good: bool = form.validate()
    if is_good and not picking.picked:
        tell(form.title, FAULTS["nothing"])
        return False
    return is_good


def _status(form: PriorForm) -> int:
    return UNPROCESSABLE if form.errors else 200


def _tell(form: PriorForm, refused: Exception) -> None:
    if isinstance(refused, Refused):
        tell(form.title, FAULTS[refused.fault])
    elif isinstance(refused, NotTaken):
        tell(form.file, why_not(refused))


def _page(
    found: queries.PriorRow | None, form: PriorForm, picking: Picking, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "endorsements/prior.html",
        "main",
        status=status,
        found=found,
        form=form,
        picking=picking,
        stages=STAGES,
    )
