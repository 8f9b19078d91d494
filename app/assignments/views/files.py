"""The people of an assignment as a file to take along."""

import uuid

from flask import Response, abort
from flask.typing import ResponseReturnValue

from app import clock
from app.assignments import queries, service
from app.assignments.board import STATES
from app.assignments.forms import EXEMPTIONS
from app.assignments.views.root import assigners_only, bp, desk
from app.db import reading, transaction
from app.identity.login import me
from app.sheets.xlsx_writing import written_workbook
from app.ui.csv_files import csv_file
from app.ui.strings import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/assignments/<uuid:assignment_id>/files/<form>")
@assigners_only
def people_file(assignment_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """Give everybody of an assignment in 建制順, as ``csv`` or ``xlsx``: days, never hours."""
    here = desk()
    if form not in {"csv", "xlsx"}:
        abort(404)
    with transaction() as session:
        row = here.detail(assignment_id).row
        service.note_export(session, row, by=me().id, now=clock.now())
    people = queries.people_of(
        reading(), here.tree, row, scope=here.scope, today=here.today, limit=None
    )
    table = [_heads(), *(_line(one) for one in people)]
    name = f"kenshu-{here.today.isoformat()}.{form}"
    if form == "csv":
        return csv_file(name, table)
    response = Response(written_workbook(_("研修"), table), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _heads() -> list[str]:
    heads = (
        _("所属"),
        _("職名"),
        _("氏名"),
        _("状態"),
        _("その日"),
        _("免除の理由"),
        _("くわしく"),
    )
    return [str(one) for one in heads]


def _line(one: "queries.Person") -> list[str]:
    why = str(EXEMPTIONS[one.exemption]) if one.exemption else ""
    state = str(STATES[one.state])
    return [one.place, one.title, one.name, state, one.day.isoformat(), why, one.reason]
