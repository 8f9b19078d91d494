"""The memos behind a sum as a file, in the city's own order of time: days, never hours."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.improvements import queries, rules, service
from app.improvements.forms import Address
from app.improvements.views.root import bp, readers_only, today
from app.sheets.xlsx_writing import written_workbook
from app.talent.queries import scope_of, staff
from app.ui.csv_files import csv_file
from app.ui.strings import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/improvements/files/<form>")
@readers_only
def file(form: str) -> ResponseReturnValue:
    """Give the memos that counted on a day, as ``csv`` or ``xlsx``, and note that they go out."""
    if form not in {"csv", "xlsx"}:
        abort(404)
    with transaction() as session:
        service.note_export(session, by=me().id, now=clock.now())
    asked, session = Address.read(request.args, today=today()).asked, reading()
    tree = staff.departments(session)
    scope = scope_of(session, person(), tree)
    found = queries.memos_behind(session, tree, asked, scope=scope, page=None)
    table = [_heads(), *(_line(one) for one in found.memos)]
    name = f"kaizen-memo-{asked.on.isoformat()}.{form}"
    if form == "csv":
        return csv_file(name, table)
    response = Response(written_workbook(_("改善メモ"), table), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _heads() -> list[str]:
    heads = (
        *(_("所属"), _("氏名"), _("講座"), _("仕事で試したこと"), _("前の分（1回）")),
        *(_("いまの分（1回）"), _("月の回数"), _("人数"), _("減った時間（年）"), _("書いた日")),
        *(_("確かめた日"), _("確かめた人")),
    )
    return [str(one) for one in heads]


def _line(one: queries.Memo) -> list[str]:
    row = one.row
    confirmed = row.confirmed_on.isoformat() if row.confirmed_on else ""
    return [
        *(one.place, one.name, row.course_title, row.tried, str(row.before), str(row.after)),
        *(str(row.times), str(row.people), str(rules.hours(row.effort.saved))),
        *(row.written_on.isoformat(), confirmed, one.confirmed_by),
    ]
