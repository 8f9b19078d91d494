"""What departments did with proposals: open to everybody, as a page and as a table."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.adoption import queries, words
from app.adoption.forms.asked import year_of
from app.adoption.rules import Answer, Figures
from app.adoption.views.root import bp, today
from app.db import reading
from app.sheets.xlsx_writing import Sheet, written_sheets
from app.talent.queries import staff
from app.ui.page import render_page
from app.ui.strings import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/adoption/figures", endpoint="figures")
def show_figures() -> ResponseReturnValue:
    """Show what became of proposals, by department and fiscal year."""
    session = reading()
    tree = staff.departments(session)
    found = queries.sums(session, tree, year=year_of(request.args))
    return render_page(
        "adoption/figures.html", "main", found=found, words=words, answers=Answer, today=today()
    )


@bp.get("/adoption/figures.xlsx")
def figures_file() -> ResponseReturnValue:
    """Give the same figures as a table, a row for each year and department."""
    session = reading()
    tree = staff.departments(session)
    lines = [_heads()]
    for one in queries.sums(session, tree, year=None).years:
        of_year = queries.sums(session, tree, year=one.year)
        name = words.fiscal_year(one.year)
        lines += [_line(name, it.department.path, it.figures) for it in of_year.departments]
        lines.append(_line(name, _("合計"), one.figures))
    sheet = Sheet(_("提案と市の答え"), lines, widths=(14, 28, 14), frozen=(1, 2))
    response = Response(written_sheets([sheet]), content_type=XLSX)
    day = today().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="teian-{day}.xlsx"'
    return response


def _heads() -> list[str | int | None]:
    heads = (
        *(_("年度"), _("所属"), _("届いた提案"), _("答えた"), _("約束の日までに答えた")),
        *(str(words.ANSWERS[one]) for one in Answer),
        *(_("予算がついた"), _("決まった額（円）"), _("使いはじめた"), _("効き目を確かめた")),
        _("答えまでの日数（中央の値）"),
    )
    return [str(one) for one in heads]


def _line(year: str, place: str, found: Figures) -> list[str | int | None]:
    return [
        *(str(year), str(place), found.submitted, found.settled, found.in_time),
        *(found.answers[one] for one in Answer),
        *(found.budgeted, found.yen, found.used, found.measured, found.days),
    ]
