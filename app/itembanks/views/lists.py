"""Lists of questions from other programs: read, shown, taken in."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.frameworks.queries import exists
from app.identity.login import me
from app.itembanks import queries, service
from app.itembanks.forms import ListForm
from app.itembanks.interchange.example import EXAMPLE, SHEET
from app.itembanks.interchange.export import MIMETYPES, Form
from app.itembanks.interchange.files import read_list
from app.itembanks.listing import listing_of
from app.itembanks.policy import Action
from app.itembanks.views.root import authors_only, bank_here, bp, file_of, may
from app.items.kinds import KINDS
from app.sheets.errors import Unreadable
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import ngettext


@bp.get("/<uuid:bank_id>/import")
@may(Action.ADD)
def choose(bank_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001  the guard found the bank
    """Show the form for a file."""
    return _form_page()


@bp.post("/<uuid:bank_id>/import")
@may(Action.ADD)
def read(bank_id: uuid.UUID) -> ResponseReturnValue:
    """Read a file and keep what was found, until somebody takes it in."""
    file = request.files.get("file")
    name = (file.filename or "") if file else ""
    try:
        listing = listing_of(read_list(name, file.stream.read() if file else b""), exists)
    except Unreadable as error:
        return _form_page(str(error), status=422)
    with transaction() as session:
        kept = service.keep_list(session, name, listing, by=me().id, now=clock.now())
    return redirect(url_for("itembanks.preview", bank_id=bank_id, import_id=kept.id), 303)


@bp.get("/<uuid:bank_id>/import/<uuid:import_id>")
@may(Action.ADD)
def preview(bank_id: uuid.UUID, import_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001  as above
    """Show what was read, and what could not be."""
    return render_page(
        "itembanks/preview.html",
        "main",
        bank=bank_here(),
        found=queries.import_page(reading(), import_id, by=me().id),
        kinds=KINDS,
    )


@bp.post("/<uuid:bank_id>/import/<uuid:import_id>")
@may(Action.ADD)
def take(bank_id: uuid.UUID, import_id: uuid.UUID) -> ResponseReturnValue:
    """Take the chosen questions in, all of them or none."""
    rows = {whole_number(row) or 0 for row in request.form.getlist("row")}
    if not rows:
        flash(_("取り込む問題が選ばれていません。"), "note")
        return redirect(url_for("itembanks.preview", bank_id=bank_id, import_id=import_id), 303)
    with transaction() as session:
        taken = service.take_list(session, import_id, bank_id, rows, by=me().id, now=clock.now())
    told = ngettext(
        "%(num)s問を問題集に入れました。", "%(num)s問を問題集に入れました。", len(taken)
    )
    flash(told, "good")
    return redirect(url_for("itembanks.bank", bank_id=bank_id), 303)


@bp.get("/form.csv")
@authors_only
def form_csv() -> ResponseReturnValue:
    """Give the form for a list of questions as CSV."""
    return file_of("mondai.csv", written_csv(EXAMPLE), MIMETYPES[Form.CSV])


@bp.get("/form.xlsx")
@authors_only
def form_xlsx() -> ResponseReturnValue:
    """Give the form for a list of questions as an Excel workbook."""
    return file_of("mondai.xlsx", written_workbook(SHEET, EXAMPLE), MIMETYPES[Form.XLSX])


def _form_page(error: str = "", *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "itembanks/import.html",
        "main",
        status=status,
        bank=bank_here(),
        form=ListForm(formdata=None),
        error=error,
    )
