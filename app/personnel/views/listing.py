"""The list of staff of a day, its counts, and both as files."""

from collections.abc import Iterator

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.identity.models import Role
from app.personnel import queries, service
from app.personnel.forms import KINDS, LEAVES, Address, kind_options, place_options
from app.personnel.queries.listing import A_PAGE
from app.personnel.rules import EmploymentKind
from app.personnel.views.root import bp, keepers_only
from app.sheets.text import guarded, written_csv
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
        may_import=person().has_role(Role.ADMINISTRATOR),
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
    rows = _rows(found)
    data = written_csv(rows) if form == "csv" else written_workbook("職員の名簿", rows)
    response = Response(data, content_type=MIMETYPES[form])
    name = f"shokuin-{asked.on.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(found: queries.Listing) -> Iterator[list[str]]:
    """Yield the list as people read it; the roster's own export is what is taken in again."""
    yield [
        *("職員番号", "氏名", "カナ", "所属", "職名", "兼務", "任用形態", "職級", "職位"),
        *("採用日", "休みなど"),
    ]
    for one in found.lines:
        cells = [
            *(one.number, one.name, one.kana, one.place, one.title, "、".join(one.others)),
            *("" if one.kind is None else str(KINDS[one.kind]), one.grade, one.rank),
            "" if one.hired_on is None else one.hired_on.isoformat(),
            "" if one.leave is None else str(LEAVES[one.leave]),
        ]
        yield [guarded(cell) for cell in cells]


@bp.app_template_global()
def staff_address(filters: dict[str, str], **more: object) -> str:
    """Return the address of the list with its filters."""
    return url_for("personnel.staff", **{**filters, **more})  # type: ignore[arg-type]
