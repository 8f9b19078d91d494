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
from app.rosters.simple.headings import EXAMPLE, SHEET, STAFF_EXAMPLE
from app.rosters.views.root import bp, city_id, desk_only, file_of, of_staff, reach
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook
from app.ui.page import render_page


@bp.get("/form.csv")
@desk_only
def form_csv() -> ResponseReturnValue:
    """Give the form of the simple table as CSV."""
    return file_of("meibo-mihon.csv", written_csv(_example()), MIMETYPES[FileForm.CSV])


@bp.get("/form.xlsx")
@desk_only
def form_xlsx() -> ResponseReturnValue:
    """Give the form of the simple table as an Excel workbook."""
    data = written_workbook(SHEET, _example())
    return file_of("meibo-mihon.xlsx", data, MIMETYPES[FileForm.XLSX])


@bp.get("/export")
@desk_only
def choose_export() -> ResponseReturnValue:
    """Ask what to export, and as what."""
    is_hr = of_staff()
    places = [] if is_hr else offered_places(reach(), identity.organization_tree(reading()))
    return render_page(
        "rosters/export.html",
        "main",
        of_staff=is_hr,
        places=[(str(one.id), "　" * one.depth + one.name) for one in places],
        chosen="" if is_hr else str(own_place(person())),
    )


@bp.post("/export")
@desk_only
def export() -> ResponseReturnValue:
    """Give the roster of a place as a file."""
    place, form = _wanted()
    if not can_import(reach(), place):
        abort(404)
    now = clock.now()
    with transaction() as session:
        service.prepare_export(session, place, form, by=me().id, now=now)
    data = service.export_roster(reading(), place, form, now=now, of_staff=of_staff())
    name = f"meibo-{clock.day_of(now).isoformat()}.{form.value}"
    return file_of(name, data, MIMETYPES[form])


def _example() -> tuple[tuple[str, ...], ...]:
    """Return the form that whoever asks can fill in."""
    return STAFF_EXAMPLE if of_staff() else EXAMPLE


def _wanted() -> tuple[uuid.UUID, FileForm]:
    """Return what was asked for, or end in 400."""
    try:
        form = FileForm(request.form.get("form", ""))
        place = city_id() if of_staff() else uuid.UUID(request.form.get("place", ""))
    except ValueError:
        abort(400)
    if of_staff() and form is FileForm.ONEROSTER:
        abort(400)
    return place, form
