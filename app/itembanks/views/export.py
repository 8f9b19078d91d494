"""A bank for other programs: what would not be in the file, and the file."""

import uuid

from flask import abort
from flask.typing import ResponseReturnValue

from app.db import reading
from app.itembanks import queries
from app.itembanks.interchange.export import MIMETYPES, Form, exported
from app.itembanks.policy import Action
from app.itembanks.views.root import bank_here, bp, file_of, may
from app.ui.page import render_page


@bp.get("/<uuid:bank_id>/export")
@may(Action.SEE)
def export(bank_id: uuid.UUID) -> ResponseReturnValue:
    """Tell of each form of file which questions it cannot hold, before it is made."""
    found = queries.offered(reading(), bank_id)
    title = bank_here().title
    return render_page(
        "itembanks/export.html",
        "main",
        bank=bank_here(),
        gift=exported(Form.GIFT, found, title),
        table=exported(Form.CSV, found, title),
    )


@bp.get("/<uuid:bank_id>/export/<form>")
@may(Action.SEE)
def exported_file(bank_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """Give a bank as a file."""
    if form not in set(Form):
        abort(404)
    bank, wanted = bank_here(), Form(form)
    made = exported(wanted, queries.offered(reading(), bank_id), bank.title)
    return file_of(f"{bank.key}.{wanted}", made.data, MIMETYPES[wanted])
