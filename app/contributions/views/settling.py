"""One offer, for whoever gives it and whoever settles it; and the answers to it."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app import clock
from app.contributions import rules, service
from app.contributions.errors import ContributionRefused
from app.contributions.forms import FAULTS, KINDS, AnswerForm, DoneForm, ThanksForm
from app.contributions.rules import NeedState
from app.contributions.views.asking import way_back
from app.contributions.views.root import UNPROCESSABLE, bp, offer_here, theirs
from app.db import transaction
from app.identity.login import me, registered
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.contributions.queries import Seen, Settling


@bp.get("/offers/<uuid:offer_id>", endpoint="offer_page")
@registered
def show_offer(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Show an offer with what can be done with it now."""
    return _page(offer_here(offer_id, theirs()))


@bp.post("/offers/<uuid:offer_id>/accept")
@registered
def accept(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Take what is offered, and end the need where it is met."""
    form = AnswerForm()

    def act(session: "Session", whose: "Settling") -> None:
        by, now = me().id, clock.now()
        row = service.accept(session, offer_id, whose, form.reply.data.strip(), by=by, now=now)
        if form.is_met.data and row.need.state is NeedState.OPEN:
            service.end_need(session, row.need_id, whose, is_met=True, by=by, now=now)

    return _settled(offer_id, form, act, _("お願いしました。相手に伝えました。"))


@bp.post("/offers/<uuid:offer_id>/decline")
@registered
def decline(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Answer an offer with no."""
    form = AnswerForm()

    def act(session: "Session", whose: "Settling") -> None:
        words = form.reply.data.strip()
        service.decline(session, offer_id, whose, words, by=me().id, now=clock.now())

    return _settled(offer_id, form, act, _("返事をしました。"))


@bp.post("/offers/<uuid:offer_id>/done")
@registered
def finish(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Note that it was given."""
    form = DoneForm()

    def act(session: "Session", whose: "Settling") -> None:
        minutes = form.hours.data or 0
        service.finish(session, offer_id, whose, minutes, by=me().id, now=clock.now())

    return _settled(offer_id, form, act, _("記録しました。お礼のことばも送れます。"))


@bp.post("/offers/<uuid:offer_id>/thank")
@registered
def thank(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Thank whoever gave."""
    form = ThanksForm()

    def act(session: "Session", whose: "Settling") -> None:
        words = form.words.data.strip()
        service.thank(session, offer_id, whose, words, by=me().id, now=clock.now())

    return _settled(offer_id, form, act, _("お礼を送りました。"))


def _settled(
    offer_id: uuid.UUID,
    form: FlaskForm,
    act: "Callable[[Session, Settling], None]",
    said: str,
) -> ResponseReturnValue:
    """Do something with an offer that one settles, or show what is to be mended."""
    whose = theirs()
    seen = offer_here(offer_id, whose)
    if not seen.is_theirs:
        abort(404)
    if not form.validate():
        return _page(seen, form)
    try:
        with transaction() as session:
            act(session, whose)
    except ContributionRefused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(said, "good")
    return redirect(url_for("contributions.offer_page", offer_id=offer_id), 303)


def _page(seen: "Seen", form: FlaskForm | None = None) -> ResponseReturnValue:
    def own(kind: type[FlaskForm]) -> FlaskForm:
        return form if isinstance(form, kind) else kind(formdata=None)

    return render_page(
        "contributions/offer.html",
        "main",
        status=UNPROCESSABLE if form is not None else 200,
        seen=seen,
        row=seen.row,
        need=seen.row.need,
        back=way_back(seen.row.need) if seen.is_theirs else url_for("contributions.mine"),
        form=form,
        answer=own(AnswerForm),
        done=own(DoneForm),
        thanks=own(ThanksForm),
        steps=rules.steps(seen.row.state),
        kinds=KINDS,
        told_hours=rules.told_hours,
    )
