"""The whole plan down to people, courses and credentials: on one page to print, and as a file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Response, abort
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.sheets.xlsx_writing import written_workbook
from app.ui.csv_files import csv_file
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.workforce.queries import plans as queries
from app.workforce.queries.profiles import all_versions, as_on
from app.workforce.service import plans as service
from app.workforce.views.root import bp, frame_of, planner, today

if TYPE_CHECKING:
    from app.workforce.models import PlanItem
    from app.workforce.queries.plans import Trace

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Whole = list[tuple["PlanItem", str, "tuple[Trace, ...]"]]
"""Each item with its department in words, and what it needs."""


@bp.get("/workforce/plan/whole", endpoint="whole_plan")
@planner
def show_whole() -> ResponseReturnValue:
    """Show every item with all that it needs, made to be printed."""
    return render_page("workforce/whole_plan.html", "main", rows=_whole(), on=today())


@bp.get("/workforce/plan/files/<form>", endpoint="plan_file")
@planner
def file(form: str) -> ResponseReturnValue:
    """Give the plan, a row for each need of each item, as ``csv`` or ``xlsx``."""
    if form not in {"csv", "xlsx"}:
        abort(404)
    with transaction() as session:
        service.note_export(session, by=me().id, now=clock.now())
    table = [_heads(), *_lines(_whole())]
    name = f"dx-keikaku-{today().isoformat()}.{form}"
    if form == "csv":
        return csv_file(name, table)
    response = Response(written_workbook(_("DX推進計画の項目"), table), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _whole() -> Whole:
    session, on = reading(), today()
    rows, profiles = queries.plan_items(session), as_on(all_versions(session), on)
    frame = frame_of(on)
    found = queries.whole_plan(session, rows, profiles, frame)
    names = {one.id: one.path for one in frame.tree.ordered}
    places = (names.get(row.owner_id, "") if row.owner_id else "" for row in rows)
    return [(row, place, found[row.id]) for row, place in zip(rows, places, strict=True)]


def _heads() -> list[str]:
    heads = (
        *(_("番号"), _("項目の名前"), _("分野"), _("担当する所属"), _("始まりの年度")),
        *(_("終わりの年度"), _("状態"), _("すること"), _("いる力"), _("レベル"), _("持つ人")),
        *(_("まだの人"), _("教える講座"), _("出た証明")),
    )
    return [str(one) for one in heads]


def _lines(whole: Whole) -> Iterator[list[str]]:
    """Yield a row for each need; an item without one has a row as well."""
    for row, place, needs in whole:
        state = str(_("終わり") if row.closed_on else _("進めている"))
        head = [
            *(row.code, row.title, row.field, place, str(row.from_year), str(row.to_year)),
            *(state, row.text),
        ]
        for one in needs:
            item = one.wanted.item
            yield [
                *head,
                f"{item.code} {item.label.of(reader().locale)}",
                f"{one.wanted.level} {one.wanted.level_name}",
                *(str(one.have), str(one.people - one.have)),
                "、".join(course.title for course in one.courses),
                str(one.proofs),
            ]
        if not needs:
            yield [*head, *[""] * 6]
