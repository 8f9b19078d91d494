"""The list of staff of a day, its counts, and both as files."""

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.personnel import policy, queries, service
from app.personnel.forms import KINDS, LEAVES, Address, kind_options, place_options
from app.personnel.queries.listing import A_PAGE
from app.personnel.rules import EmploymentKind
from app.personnel.tables import SHEET, list_rows
from app.personnel.views.root import bp, keepers_only
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook
from app.ui.page import render_page
from app.ui.strings import gettext as _

MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("", endpoint="staff")
@keepers_only
def show_list() -> ResponseReturnValue:
    """List who is employed on a day, fifty a page, in 建制順."""
    today, session = clock.day_of(clock.now()), reading()
    address = Address.read(request.args, today=today)
    tree = queries.places(session)
    start = (address.page - 1) * A_PAGE
    return render_page(
        "personnel/staff.html",
        "main",
        found=queries.listing(session, tree, address.asked, offset=start),
        asked=address.asked,
        address=address,
        filters=address.filters(today=today),
        start=start,
        a_page=A_PAGE,
        departments=[("", _("すべて")), *place_options(tree)],
        kind_options=kind_options(),
        kinds=KINDS,
        leaves=LEAVES,
        may_import=policy.can_take_rosters_in(person()),
    )


@bp.get("/counts")
@keepers_only
def counts() -> ResponseReturnValue:
    """Count people by department and kind of employment, each once; made to be printed."""
    today, session = clock.day_of(clock.now()), reading()
    address = Address.read(request.args, today=today)
    rows = queries.counts(session, queries.places(session), address.asked)
    shown = [kind for kind in EmploymentKind if any(row.by_kind.get(kind) for row in rows)]
    return render_page(
        "personnel/counts.html",
        "main",
        rows=rows,
        shown=shown,
        has_unknown=any(row.by_kind.get(None) for row in rows),
        kinds=KINDS,
        asked=address.asked,
        filters=address.filters(today=today),
    )


@bp.post("/file")
@keepers_only
def file() -> ResponseReturnValue:
    """Give the list that is shown as a file, and note that it went out."""
    form, now = request.form.get("form", ""), clock.now()
    if form not in MIMETYPES:
        abort(400)
    asked = Address.read(request.form, today=clock.day_of(now)).asked
    with transaction() as session:
        service.note_export(session, by=me().id, on=asked.on, form=form, now=now)
    session = reading()
    found = queries.listing(session, queries.places(session), asked, limit=None)
    rows = list_rows(found)
    data = written_csv(rows) if form == "csv" else written_workbook(SHEET, rows)
    response = Response(data, content_type=MIMETYPES[form])
    name = f"shokuin-{asked.on.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.app_template_global()
def staff_address(filters: dict[str, str], **more: object) -> str:
    """Return the address of the list with its filters."""
    return url_for("personnel.staff", **{**filters, **more})  # type: ignore[arg-type]
