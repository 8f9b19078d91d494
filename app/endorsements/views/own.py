"""The person's own page: what was said of them, what they object to, what they handed in."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.endorsements import queries, service
from app.endorsements.errors import Refused
from app.endorsements.forms import FAULTS, OUTCOMES, STAGES, ContestForm
from app.endorsements.models import Contest, Endorsement
from app.endorsements.views.root import UNPROCESSABLE, bp, staff_only, today
from app.frameworks import queries as frameworks
from app.identity.login import me
from app.talent import doubts
from app.talent.models import SkillAttestation
from app.talent.rules import State
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/my/endorsements", endpoint="mine")
@staff_only
def show_mine() -> ResponseReturnValue:
    """Show all that was said of the reader, and note that they have had it on the page."""
    found = queries.own(reading(), me().id, today=today())
    new = found.unseen
    page = render_page(
        "endorsements/mine.html", "main", found=found, outcomes=OUTCOMES, stages=STAGES
    )
    if new.is_some:
        with transaction() as session:
            service.note_read(session, new, now=clock.now())
    return page


@bp.post("/my/endorsements/<uuid:endorsement_id>/accept", endpoint="accept")
@staff_only
def accept(endorsement_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the reader leaves an endorsement as it is."""
    with transaction() as session:
        row = session.get_one(Endorsement, endorsement_id)
        if row.person_id != me().id:
            abort(404)
        service.accept(session, row, now=clock.now())
    flash(_("確かめたことを記録しました。"), "good")
    return redirect(url_for("endorsements.mine"), 303)


@bp.get("/my/skills/contest/<uuid:attestation_id>", endpoint="contest")
@staff_only
def show_contest(attestation_id: uuid.UUID) -> ResponseReturnValue:
    """Ask what is wrong with something that the registry attests of the reader."""
    return _contest_page(_attested(attestation_id), ContestForm())


@bp.post("/my/skills/contest/<uuid:attestation_id>", endpoint="take_contest")
@staff_only
def contest(attestation_id: uuid.UUID) -> ResponseReturnValue:
    """Take the reader's word that it is wrong."""
    row, form = _attested(attestation_id), ContestForm()
    if not form.validate():
        return _contest_page(row, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            words, now = form.words.data.strip(), clock.now()
            service.contest(session, attestation_id, words, by=me().id, now=now)
    except Refused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(
            _("申し立てを受けつけました。人事の担当者が確かめて、ここに答えを出します。"), "good"
        )
    return redirect(url_for("endorsements.mine"), 303)


@bp.post("/my/contests/<uuid:contest_id>/drop", endpoint="drop")
@staff_only
def drop(contest_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what the reader contested."""
    try:
        with transaction() as session:
            row = session.get_one(Contest, contest_id, with_for_update=True)
            if row.person_id != me().id:
                abort(404)
            service.drop(session, row, by=me().id, now=clock.now())
    except Refused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(_("申し立てを取り下げました。"), "good")
    return redirect(url_for("endorsements.mine"), 303)


def _attested(attestation_id: uuid.UUID) -> SkillAttestation:
    """Return something that the registry attests of the reader; or end in 404."""
    row = doubts.attestation(reading(), attestation_id)
    if row is None or row.person_id != me().id:
        abort(404)
    return row


def _contest_page(
    row: SkillAttestation, form: ContestForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "endorsements/contest.html",
        "main",
        status=status,
        row=row,
        item=frameworks.find_item(row.item_ref),
        can_contest=row.contested_since is None and row.state is State.ACTIVE,
        form=form,
    )
