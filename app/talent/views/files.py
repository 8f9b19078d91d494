"""The whole matrix and one person's sheet as files; that they went out is noted."""

import uuid
from typing import TYPE_CHECKING, Final

from flask import Response, abort, current_app, make_response, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person, signed_in
from app.press import CannotPrint, pressed
from app.talent import policy, queries, service
from app.talent.errors import UnknownCellError
from app.talent.forms import MatrixAddress
from app.talent.printing.matrix_paper import matrix_paper
from app.talent.printing.matrix_sheets import matrix_csv, matrix_workbook
from app.talent.printing.person import person_csv, person_paper, person_workbook
from app.talent.queries.whole import whole
from app.talent.views.root import bp, people_reader
from app.ui.page import render_page

if TYPE_CHECKING:
    from datetime import datetime

    from app.talent.queries.whole import Whole

MIMETYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
LATER_SECONDS: Final = "30"


@bp.get("/talent/matrix/files/<form>", endpoint="matrix_file")
@people_reader
def give_matrix(form: str) -> ResponseReturnValue:
    """Give the whole matrix under its filters, as ``xlsx``, ``pdf`` or ``csv``."""
    _know(form)
    now, address = clock.now(), MatrixAddress.read(request.args)
    asked = address.asked(queries.scope_of(reading(), person()), today=clock.day_of(now))
    found = whole(reading(), asked, department_id=address.department)
    try:
        made = _matrix_made(found, form)
    except CannotPrint as error:
        return _later(error)
    filters, people = address.filters(), len(found.people)
    with transaction() as session:
        service.note_matrix_export(
            session, by=me().id, form=form, filters=filters, people=people, now=now
        )
    return _attachment(made, f"skillmap-{asked.today.isoformat()}.{form}", form)


@bp.get("/talent/people/<uuid:person_id>/files/<form>", endpoint="person_file")
@people_reader
def give_sheet(person_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """Give one person's sheet to HR or to the unit's manager, and note that it was taken."""
    now = clock.now()
    sheet = _sheet(person_id, form, now=now)
    is_self = person_id == me().id
    if not is_self and not queries.scope_of(reading(), person()).holds(sheet.person.department_id):
        abort(404)
    try:
        answer = _sheet_made(sheet, form)
    except CannotPrint as error:
        return _later(error)
    with transaction() as session:
        service.note_sheet_export(session, person_id, by=me().id, form=form, now=now)
    return answer


@bp.get("/my/skills/files/<form>", endpoint="my_skills_file")
@signed_in
def give_own_sheet(form: str) -> ResponseReturnValue:
    """Give members of staff the very file that HR would get of them."""
    if not policy.has_own_sheet(person()):
        abort(404)
    try:
        return _sheet_made(_sheet(me().id, form, now=clock.now()), form)
    except CannotPrint as error:
        return _later(error)


def _matrix_made(found: "Whole", form: str) -> bytes:
    if form == "pdf":
        return pressed(matrix_paper(found))
    return matrix_csv(found) if form == "csv" else matrix_workbook(found)


def _know(form: str) -> None:
    if form not in MIMETYPES:
        abort(404)


def _sheet(person_id: uuid.UUID, form: str, *, now: "datetime") -> queries.PersonSheet:
    _know(form)
    try:
        return queries.person_sheet(reading(), person_id, today=clock.day_of(now))
    except UnknownCellError:
        abort(404)


def _sheet_made(sheet: queries.PersonSheet, form: str) -> Response:
    if form == "pdf":
        made = pressed(person_paper(sheet))
    else:
        made = person_csv(sheet) if form == "csv" else person_workbook(sheet)
    return _attachment(made, f"skills-{sheet.today.isoformat()}.{form}", form)


def _attachment(made: bytes, name: str, form: str) -> Response:
    response = Response(made, content_type=MIMETYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _later(error: CannotPrint) -> Response:
    current_app.logger.warning("a paper of the registry was not made: %s", error)
    response = make_response(render_page("talent/later.html", "main", status=503))
    response.headers["Retry-After"] = LATER_SECONDS
    return response
