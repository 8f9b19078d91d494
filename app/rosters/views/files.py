"""Files to take home: the empty form, and the roster as it stands."""

import uuid

from flask import abort, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import me, person
from app.rosters import service
from app.rosters.policy import can_import, offered_places, own_place
from app.rosters.reading import MIMETYPES, FileForm
from app.rosters.simple.headings import EXAMPLE, SHEET
from app.rosters.views.root import administrators_only, bp, file_of, reach
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook
from app.ui.page import render_page


@bp.get("/form.csv")
@administrators_only
def form_csv() -> ResponseReturnValue:
    """Give the form of the simple table as CSV."""
    return file_of("meibo-mihon.csv", written_csv(EXAMPLE), MIMETYPES[FileForm.CSV])


@bp.get("/form.xlsx")
@administrators_only
def form_xlsx() -> ResponseReturnValue:
    """Give the form of the simple table as an Excel workbook."""
    data = written_workbook(SHEET, EXAMPLE)
    return file_of("meibo-mihon.xlsx", data, MIMETYPES[FileForm.XLSX])


@bp.get("/export")
@administrators_only
def choose_export() -> ResponseReturnValue:
    """Ask what to export, and as what."""
    places = offered_places(reach(), identity.organization_tree(reading()))
    return render_page(
        "rosters/export.html",
        "main",
        places=[(str(one.id), "　" * one.depth + one.name) for one in places],
        chosen=str(own_place(person())),
    )


@bp.post("/export")
@administrators_only
def export() -> ResponseReturnValue:
    """Give the roster of a place as a file."""
    try:
        place = uuid.UUID(request.form.get("place", ""))
        form = FileForm(request.form.get("form", ""))
    except ValueError:
        abort(400)
    if not can_import(reach(), place):
        abort(404)
    now = clock.now()
    with transaction() as session:
        service.prepare_export(session, place, form, by=me().id, now=now)
    data = service.export_roster(reading(), place, form, now=now)
    name = f"meibo-{clock.day_of(now).isoformat()}.{form.value}"
    return file_of(name, data, MIMETYPES[form])
