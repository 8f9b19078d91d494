"""The list of rounds, the form of one, and how it will look to those who are asked."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.surveys import policy, queries, service
from app.surveys.errors import SurveyRefused
from app.surveys.forms.own import screens
from app.surveys.forms.rounds import ALL, FIVE, WHY, RoundForm
from app.surveys.models import SurveyRound
from app.surveys.rules import FEW, Phase
from app.surveys.views.root import (
    UNPROCESSABLE,
    bp,
    found,
    maker,
    result_reader,
    today,
)
from app.surveys.wording import LEVEL_NAMES, wording_of
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/surveys", endpoint="rounds")
@result_reader
def show_rounds() -> ResponseReturnValue:
    """List the rounds, with how many of the city took part for who reads all of it."""
    lines = queries.rounds(reading())
    return render_page(
        "surveys/rounds.html",
        "main",
        lines=lines,
        closed=[one for one in lines if one.phase is Phase.CLOSED],
        is_whole=policy.reads_whole(person()),
        may_make=policy.can_make(person()),
        few=FEW,
    )


@bp.get("/surveys/new", endpoint="new")
@maker
def show_new() -> ResponseReturnValue:
    """Show the form of a new round; ``items`` chooses five items or all."""
    items = ALL if request.args.get("items") == ALL else FIVE
    return _form_page(RoundForm.of(None, today=today(), items=items), None)


@bp.post("/surveys/new", endpoint="take_new")
@maker
def take_new() -> ResponseReturnValue:
    """Plan a round."""
    form = RoundForm.of(None, today=today())
    if not form.validate():
        return _form_page(form, None, status=UNPROCESSABLE)
    with transaction() as session:
        made = service.plan(session, form.terms(), by=me().id, now=clock.now()).id
    flash(_("自己チェックを計画しました。始まる日まで、だれにも知らせません。"), "good")
    return redirect(url_for("surveys.one", round_id=made), 303)


@bp.get("/surveys/<uuid:round_id>/change", endpoint="change")
@maker
def show_change(round_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a round that has not begun."""
    row = found(round_id)
    if row.opened_on is not None:
        return _refused(round_id, "opened")
    return _form_page(RoundForm.of(row, today=today()), row)


@bp.post("/surveys/<uuid:round_id>/change", endpoint="take_change")
@maker
def take_change(round_id: uuid.UUID) -> ResponseReturnValue:
    """Plan it otherwise."""
    row = found(round_id)
    form = RoundForm.of(row, today=today())
    if not form.validate():
        return _form_page(form, row, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            kept = session.get_one(SurveyRound, round_id)
            service.change(session, kept, form.terms(), by=me().id, now=clock.now())
    except SurveyRefused as refused:
        tell(form.opens_on, WHY[refused.fault])
        return _form_page(form, row, status=UNPROCESSABLE)
    flash(_("自己チェックの計画を変えました。"), "good")
    return redirect(url_for("surveys.one", round_id=round_id), 303)


@bp.get("/surveys/<uuid:round_id>/preview", endpoint="preview")
@maker
def show_preview(round_id: uuid.UUID) -> ResponseReturnValue:
    """Show the questions as those who are asked will see them; nothing can be sent."""
    row = found(round_id)
    return render_page(
        "surveys/preview.html",
        "main",
        row=row,
        screens=screens(row),
        levels=LEVEL_NAMES,
        wording_of=wording_of,
    )


def _refused(round_id: uuid.UUID, fault: str) -> ResponseReturnValue:
    flash(WHY[fault].now(), "note")
    return redirect(url_for("surveys.one", round_id=round_id), 303)


def _form_page(
    form: RoundForm, row: SurveyRound | None, *, status: int = 200
) -> ResponseReturnValue:
    return render_page("surveys/form.html", "main", status=status, form=form, row=row)
