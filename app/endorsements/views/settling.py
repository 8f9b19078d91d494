"""The desk of HR: contests first, with how long they wait."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.endorsements import queries, service
from app.endorsements.errors import Refused
from app.endorsements.forms import FAULTS, OUTCOMES, STAGES, SettleForm
from app.endorsements.models import Contest
from app.endorsements.views.root import UNPROCESSABLE, bp, settlers, today
from app.identity.login import me
from app.identity.looking import note_look
from app.talent import doubts
from app.ui.fields import tell
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _


@bp.get("/endorsements/desk", endpoint="desk")
@settlers
def show_desk() -> ResponseReturnValue:
    """Show what waits, and what was settled."""
    asked = request.args.get("show", "")
    shown = asked if asked in queries.LISTS else queries.LISTS[0]
    page = min(whole_number(request.args.get("page")) or 1, 10_000)
    found = queries.desk(reading(), shown, page=page, today=today())
    return render_page(
        "endorsements/desk.html",
        "main",
        found=found,
        shown=shown,
        page=page,
        outcomes=OUTCOMES,
        stages=STAGES,
    )


@bp.get("/endorsements/contests/<uuid:contest_id>", endpoint="one_contest")
@settlers
def show_contest(contest_id: uuid.UUID) -> ResponseReturnValue:
    """Show a contest with what it is about."""
    return _page(_shown(contest_id), None)


@bp.post("/endorsements/contests/<uuid:contest_id>", endpoint="settle")
@settlers
def settle(contest_id: uuid.UUID) -> ResponseReturnValue:
    """Settle a contest."""
    found = _shown(contest_id)
    form = _form(found)
    if not form.validate():
        return _page(found, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            row = session.get_one(Contest, contest_id, with_for_update=True)
            service.settle(session, row, form.told(), by=me().id, now=clock.now())
    except Refused as refused:
        tell(form.outcome, FAULTS[refused.fault])
        return _page(_shown(contest_id), form, status=UNPROCESSABLE)
    flash(_("答えを出しました。本人のページに、わけといっしょに出ています。"), "good")
    return redirect(url_for("endorsements.desk"), 303)


def _shown(contest_id: uuid.UUID) -> queries.ContestRow:
    found = queries.contest_shown(reading(), contest_id, today=today())
    return found if found is not None else abort(404)


def _form(found: queries.ContestRow) -> SettleForm:
    row = doubts.attestation(reading(), found.row.attestation_id)
    return SettleForm.about(found.row, found.item, service.possible(found.row, row))


def _page(
    found: queries.ContestRow, form: SettleForm | None, *, status: int = 200
) -> ResponseReturnValue:
    row = doubts.attestation(reading(), found.row.attestation_id)
    page = render_page(
        "endorsements/one_contest.html",
        "main",
        status=status,
        found=found,
        attested=row,
        told=queries.told_of(reading(), found.row.ground_id),
        is_own_credential=row is not None and doubts.is_own(row),
        is_mine=found.row.person_id == me().id,
        form=form or _form(found),
        outcomes=OUTCOMES,
    )
    note_look("contest", found.row.person_id)
    return page
