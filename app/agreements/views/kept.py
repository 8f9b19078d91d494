"""Agreements: the list, and entering, changing, ending one."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.agreements import policy, queries, service
from app.agreements.errors import AgreementRefused, NoSuchAgreement
from app.agreements.forms import PLACES, PURPOSES, WHY, AgreementForm
from app.agreements.views.root import UNPROCESSABLE, bp, keepers_only, readers_only
from app.db import reading, transaction
from app.identity.login import me, person
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.agreements.models import Agreement


@bp.get("/agreements", endpoint="agreements")
@readers_only
def show_agreements() -> ResponseReturnValue:
    """List all agreements; whoever keeps them may go on from here."""
    return render_page(
        "agreements/agreements.html",
        "main",
        rows=queries.agreements(reading(), on=clock.day_of(clock.now())),
        purposes=PURPOSES,
        keeps=policy.can_keep(person()),
    )


@bp.get("/agreements/new")
@keepers_only
def new() -> ResponseReturnValue:
    """Show the form of a new one."""
    return _form_page(AgreementForm.of(None, queries.possible_parties(reading())), None)


@bp.post("/agreements/new")
@keepers_only
def take_new() -> ResponseReturnValue:
    """Keep a new one, or show what is to be mended."""
    form = AgreementForm.of(None, queries.possible_parties(reading()))
    if not form.validate():
        return _form_page(form, None, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.enter(session, form.terms(), by=me().id, now=clock.now())
    except AgreementRefused as refused:
        return _refused(form, None, refused)
    flash(_("協定を入れました。"), "good")
    return redirect(url_for("agreements.agreements"), 303)


@bp.get("/agreements/<uuid:signed_id>")
@keepers_only
def change(signed_id: uuid.UUID) -> ResponseReturnValue:
    """Show one that can be changed or ended."""
    row = _row(signed_id)
    return _form_page(AgreementForm.of(row, queries.possible_parties(reading(), row)), row)


@bp.post("/agreements/<uuid:signed_id>")
@keepers_only
def take_change(signed_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it otherwise."""
    row = _row(signed_id)
    form = AgreementForm.of(row, queries.possible_parties(reading(), row))
    if not form.validate():
        return _form_page(form, row, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            held = queries.agreement(session, signed_id, held=True)
            service.change(session, held, form.terms(), by=me().id, now=clock.now())
    except AgreementRefused as refused:
        return _refused(form, row, refused)
    flash(_("協定を直しました。"), "good")
    return redirect(url_for("agreements.agreements"), 303)


@bp.post("/agreements/<uuid:signed_id>/end")
@keepers_only
def end(signed_id: uuid.UUID) -> ResponseReturnValue:
    """End one today."""
    _row(signed_id)
    try:
        with transaction() as session:
            held = queries.agreement(session, signed_id, held=True)
            service.end(session, held, by=me().id, now=clock.now())
    except AgreementRefused as refused:
        flash(str(WHY[refused.fault]), "close")
    else:
        flash(_("協定を終わりにしました。きょうから、名前などは伝わりません。"), "good")
    return redirect(url_for("agreements.agreements"), 303)


def _row(agreement_id: uuid.UUID) -> "Agreement":
    try:
        return queries.agreement(reading(), agreement_id)
    except NoSuchAgreement:
        abort(404)


def _refused(
    form: AgreementForm, row: "Agreement | None", refused: AgreementRefused
) -> ResponseReturnValue:
    tell(form[PLACES[refused.fault]], WHY[refused.fault])
    return _form_page(form, row, status=UNPROCESSABLE)


def _form_page(
    form: AgreementForm, row: "Agreement | None", *, status: int = 200
) -> ResponseReturnValue:
    return render_page("agreements/form.html", "main", status=status, form=form, row=row)
