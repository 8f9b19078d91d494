"""HR looks at what somebody learned elsewhere, and answers."""

import uuid

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import service as audit
from app.db import reading, transaction
from app.endorsements import queries, service
from app.endorsements.errors import Refused
from app.endorsements.filing import answer_with
from app.endorsements.forms import FAULTS, STAGES, AssessForm
from app.endorsements.models import PriorLearning
from app.endorsements.views.root import UNPROCESSABLE, bp, settlers, today
from app.identity.login import me
from app.identity.looking import note_look
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/endorsements/learning/<uuid:prior_id>", endpoint="one_prior")
@settlers
def show_prior(prior_id: uuid.UUID) -> ResponseReturnValue:
    """Show what somebody handed in."""
    found = _shown(prior_id)
    return _page(found, _form(found))


@bp.post("/endorsements/learning/<uuid:prior_id>", endpoint="assess")
@settlers
def assess(prior_id: uuid.UUID) -> ResponseReturnValue:
    """Accept it, decline it, or ask something."""
    found = _shown(prior_id)
    form = _form(found)
    if not form.validate():
        return _page(found, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            row = session.get_one(PriorLearning, prior_id, with_for_update=True)
            service.assess(session, row, form.told(), by=me().id, now=clock.now())
    except Refused as refused:
        tell(form.stage, FAULTS[refused.fault])
        return _page(found, form, status=UNPROCESSABLE)
    flash(_("答えを出しました。本人のページに、わけといっしょに出ています。"), "good")
    return redirect(url_for("endorsements.desk", show="learning"), 303)


@bp.get("/endorsements/learning/<uuid:prior_id>/file", endpoint="prior_file")
@settlers
def show_file(prior_id: uuid.UUID) -> Response:
    """Give HR the file that shows it, and note that it was opened."""
    kept = queries.prior_file(reading(), prior_id)
    if kept is None:
        abort(404)
    with transaction() as session:
        whose = session.get_one(PriorLearning, prior_id).person_id
        what, now = "endorsements.file_opened", clock.now()
        audit.record(session, what, now=now, by=me().id, subject=whose)
    return answer_with(kept)


def _shown(prior_id: uuid.UUID) -> queries.PriorRow:
    found = queries.prior_shown(reading(), prior_id, today=today())
    return found if found is not None else abort(404)


def _form(found: queries.PriorRow) -> AssessForm:
    return AssessForm.about(found.row, request.form, today=today())


def _page(found: queries.PriorRow, form: AssessForm, *, status: int = 200) -> ResponseReturnValue:
    page = render_page(
        "endorsements/one_prior.html",
        "main",
        status=status,
        found=found,
        form=form,
        is_mine=found.row.person_id == me().id,
        stages=STAGES,
    )
    note_look("prior", found.row.person_id)
    return page
