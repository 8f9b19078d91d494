"""One person's page: employments and posts over time, and what HR writes of them."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.personnel import queries, service
from app.personnel.errors import NoSuchEmployee, NumberTaken
from app.personnel.forms import KINDS, LEAVES, EmploymentForm, TransferForm
from app.personnel.rules import DaysDiffer
from app.personnel.views.root import bp, keepers_only
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/<uuid:person_id>")
@keepers_only
def one(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show one person's record."""
    return _page(person_id)


@bp.post("/<uuid:person_id>/employment")
@keepers_only
def keep(person_id: uuid.UUID) -> ResponseReturnValue:
    """Write what HR says of somebody's employment, or show what is to be mended."""
    record = _record(person_id)
    form = EmploymentForm.of(record, today=clock.day_of(clock.now()))
    if not form.validate():
        return _page(person_id, employment=form, status=422)
    try:
        with transaction() as session:
            service.keep_employment(session, person_id, form.edit(), by=me().id, now=clock.now())
    except NumberTaken:
        form.number.errors = [_("この職員番号は、ほかの人のものです。何も変わっていません。")]
    except DaysDiffer:
        form.hired_on.errors = [
            _("採用日と退職日が、前後しているか、前の在職と重なっています。何も変わっていません。")
        ]
    else:
        flash(_("名簿に書きました。前のことも、下の表に残っています。"), "good")
        return redirect(url_for("personnel.one", person_id=person_id), 303)
    return _page(person_id, employment=form, status=422)


@bp.post("/<uuid:person_id>/transfer")
@keepers_only
def move(person_id: uuid.UUID) -> ResponseReturnValue:
    """Write a transfer, or show what is to be mended."""
    _record(person_id)
    tree = queries.places(reading())
    form = TransferForm.among(tree, today=clock.day_of(clock.now()))
    if not form.validate():
        return _page(person_id, transfer=form, status=422)
    with transaction() as session:
        service.transfer(session, person_id, form.move(), by=me().id, now=clock.now())
    flash(_("異動を書きました。"), "good")
    return redirect(url_for("personnel.one", person_id=person_id), 303)


def _record(person_id: uuid.UUID) -> queries.Record:
    session = reading()
    try:
        return queries.record_of(session, queries.places(session), person_id)
    except NoSuchEmployee:
        abort(404)


def _page(
    person_id: uuid.UUID,
    *,
    employment: EmploymentForm | None = None,
    transfer: TransferForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    today, session = clock.day_of(clock.now()), reading()
    tree = queries.places(session)
    try:
        record = queries.record_of(session, tree, person_id)
    except NoSuchEmployee:
        abort(404)
    return render_page(
        "personnel/person.html",
        "main",
        status=status,
        record=record,
        today=today,
        kinds=KINDS,
        leaves=LEAVES,
        employment=employment or EmploymentForm.of(record, today=today),
        transfer=transfer or TransferForm.among(tree, today=today),
    )
