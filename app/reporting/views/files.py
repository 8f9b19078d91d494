"""A report as paper and as a workbook: made once, and the same bytes from then on."""

import uuid

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.press import CannotPrint, pressed
from app.reporting import paper, queries, service
from app.reporting.models import Report
from app.reporting.queries.reports import Listed
from app.reporting.rules import Form
from app.reporting.views.root import bp, reporter
from app.ui.strings import gettext as _

MIMETYPES = {
    Form.PDF: "application/pdf",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/<uuid:report_id>/files/<form>", endpoint="file")
@reporter
def give_file(report_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """Give a report as ``pdf`` or ``xlsx``, and note that it went out."""
    if form not in MIMETYPES:
        abort(404)
    asked, now = Form(form), clock.now()
    found = queries.one_report(reading(), report_id)
    try:
        made = queries.kept(reading(), report_id, asked) or printed(found, asked)
    except CannotPrint:
        flash(_("いま、紙を作れませんでした。少し待ってから、もう一度押してください。"), "stop")
        return redirect(url_for("reporting.report", report_id=report_id), 303)
    with transaction() as session:
        row = session.get_one(Report, report_id, with_for_update=True)  # the first counts
        data = service.keep(session, row, asked, made, now=now)
        service.note_taken(session, row, asked, by=me().id, now=now)
    return _answer(data, found.row, asked)


def printed(found: Listed, form: Form) -> bytes:
    """Make a file of a report, from what is frozen of it alone."""
    row = found.row
    edition = paper.Edition(row.number, row.sha256, row.reason)
    if form is Form.XLSX:
        return paper.workbook(found.content, edition)
    return pressed(paper.printed(found.content, edition, on=row.as_of))


def _answer(data: bytes, row: Report, form: Form) -> Response:
    response = Response(data, content_type=MIMETYPES[form])
    name = f"houkoku-{row.as_of.isoformat()}-{row.number}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
