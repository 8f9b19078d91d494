"""The one blueprint of this package, who opens its pages, and what they share."""

from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.frameworks import queries as frameworks
from app.identity.login import let_in, person
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook
from app.staffing import policy
from app.staffing.errors import ListClosed
from app.talent.queries import scope_of, staff
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.workforce.queries import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable


bp = Blueprint("staffing", "app.staffing", template_folder="templates")

UNPROCESSABLE = 422
MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


finder = let_in(policy.can_find)
"""Lets in HR, and chiefs for their own unit; for everybody else the page does not exist."""

lister = let_in(policy.can_list)
"""Lets in HR and who runs the city."""

member_of_staff = let_in(policy.has_own_room)
"""Lets in the city's staff, to what is their own."""


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def frame() -> Frame:
    """Return whose people the signed-in person reads, today."""
    session, on = reading(), today()
    return Frame(staff.departments(session), scope_of(session, person()), on, on)


def framework_names() -> dict[str, str]:
    """Return what each framework is called, by its ref."""
    named = [(one, one.title.of(reader().locale)) for one in frameworks.frameworks()]
    return {
        one.ref: title if one.version in title else f"{title} {one.version}"
        for one, title in named
    }


def table_file(name: str, sheet: str, rows: "Iterable[list[str]]", form: str) -> Response:
    """Answer with a table as ``csv`` or ``xlsx``."""
    data = written_csv(rows) if form == "csv" else written_workbook(sheet, rows)
    response = Response(data, content_type=MIMETYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@bp.errorhandler(ListClosed)
def tell_closed(_fault: ListClosed) -> ResponseReturnValue:
    """Say that a list was closed meanwhile."""
    flash(_("この一覧は、もう終わりにしてあります。何も変わっていません。"), "note")
    return redirect(url_for("staffing.lists"), 303)
