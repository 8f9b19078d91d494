"""Results as a file to take along: what is hatched on the page is a sentence here."""

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.sheets.xlsx_writing import written_workbook
from app.surveys import queries, rules, service
from app.surveys.models import GroupKind, SurveyRound
from app.surveys.rules import BOUNDS, LEVELS, Phase
from app.surveys.views.root import bp, found, result_reader, scope
from app.surveys.wording import LEVEL_NAMES
from app.ui.csv_files import csv_file
from app.ui.reader import reader
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem
    from app.surveys.queries import Group, Results

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/surveys/<uuid:round_id>/files/<form>", endpoint="file")
@result_reader
def give_file(round_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """Give the results of a round that has closed, as ``csv`` or ``xlsx``: no more than shown."""
    row = found(round_id)
    if form not in {"csv", "xlsx"}:
        abort(404)
    if rules.phase(row.opened_on, row.closed_on) is not Phase.CLOSED:
        return redirect(url_for("surveys.one", round_id=round_id), 303)
    with transaction() as session:
        kept = session.get_one(SurveyRound, round_id)
        service.note_export(session, kept, by=me().id, now=clock.now())
    results = queries.results(reading(), row, scope())
    table = [_heads(), *_lines(results)]
    name = f"jiko-check-{row.year}.{form}"
    if form == "csv":
        return csv_file(name, table)
    response = Response(written_workbook(_("自己チェック"), table), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _heads() -> list[str]:
    first = (_("区分"), _("所属か職級"), _("項目"), _("名前"), _("対象の人"), _("答えた人"))
    shares = (_("「%(level)s」以上（％）", level=LEVEL_NAMES[bound].now()) for bound in BOUNDS)
    counts = (_("%(level)s（人）", level=LEVEL_NAMES[level].now()) for level in LEVELS)
    return [str(one) for one in (*first, *shares, *counts)]


def _lines(results: "Results") -> Iterator[list[str]]:
    everybody = (results.city,) if results.city else ()
    for group in (*everybody, *results.sections, *results.grades):
        if group.is_shown:
            yield from (_line(results, group, item) for item in results.items)
        else:
            hidden = _("5人より少ないか、ほかの数から分かるので出しません")
            yield [*_place(group), "", "", str(group.invited), str(hidden)]


def _line(results: "Results", group: "Group", item: "FrameworkItem") -> list[str]:
    counts = results.counts[group.id, item.ref]
    shares = [str(rules.share(counts, bound)) for bound in BOUNDS]
    levels = [str(one) for one in counts]
    told = [item.code, item.label.of(reader().locale), str(group.invited), str(group.answered)]
    return [*_place(group), *told, *shares, *levels]


def _place(group: "Group") -> list[str]:
    kinds = {
        GroupKind.CITY: _("市全体"),
        GroupKind.SECTION: _("所属"),
        GroupKind.GRADE: _("職級"),
    }
    nameless = {GroupKind.CITY: _("市全体"), GroupKind.GRADE: _("職級の記録がない人")}
    return [str(kinds[group.kind]), group.name or str(nameless.get(group.kind, ""))]
