"""Offer something, see one's offers, and take one back."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import policy as challenges
from app.contributions import queries, rules, service
from app.contributions.errors import ContributionRefused
from app.contributions.forms import FAULTS, OfferForm
from app.contributions.views.public import need_page
from app.contributions.views.root import bp, need_here, offer_here, theirs
from app.db import reading, transaction
from app.identity.errors import TooManyAttempts
from app.identity.limits import limits_noted
from app.identity.login import me, person, registered
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.post("/needs/<uuid:need_id>/offer")
@registered
def offer(need_id: uuid.UUID) -> ResponseReturnValue:
    """Take an offer, or show what is to be mended."""
    row, who, now = need_here(need_id), person(), clock.now()
    form = OfferForm().offering(challenges.speaks_for(who))
    if not form.validate():
        return need_page(row, form)
    given = form.given()
    try:
        with limits_noted(address=request.remote_addr, now=now), transaction() as session:
            service.offer(session, who, need_id, given, now=now)
    except ContributionRefused as refused:
        tell(form.words, FAULTS[refused.fault])
        return need_page(row, form)
    except TooManyAttempts:
        tell(form.words, _("続けて何度も送られたので、少し待ってから、もう一度お願いします。"))
        return need_page(row, form)
    flash(_("「できる」を送りました。返事が来たら、お知らせします。"), "good")
    return redirect(url_for("contributions.mine"), 303)


@bp.get("/my/offers", endpoint="mine")
@registered
def show_mine() -> ResponseReturnValue:
    """Show what one offered, and how far each is."""
    rows = queries.own_offers(reading(), me().id)
    minutes = sum(
        row.done_minutes or 0
        for row in rows
        if row.state in rules.GIVEN and row.organization_id is None
    )
    return render_page(
        "contributions/mine.html",
        "main",
        rows=rows,
        hours=rules.told_hours(minutes),
        told_hours=rules.told_hours,
        can_withdraw=[row.id for row in rows if row.state in rules.UNDER_WAY],
        is_minor=person().is_minor,
    )


@bp.post("/offers/<uuid:offer_id>/withdraw")
@registered
def withdraw(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Take an offer back."""
    if not offer_here(offer_id, theirs()).is_own:
        abort(404)
    try:
        with transaction() as session:
            service.withdraw(session, offer_id, by=me().id, now=clock.now())
    except ContributionRefused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(_("取りやめました。もとめている人に伝えました。"), "good")
    return redirect(url_for("contributions.mine"), 303)
