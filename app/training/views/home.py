"""The first page: sums by department and year, sources, the latest imports; and the files."""

from collections.abc import Iterator

from flask import abort, request
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import service as audit
from app.db import reading, transaction
from app.identity.login import me
from app.talent.queries import staff
from app.training import labels, queries
from app.training.board import bars, fiscal_year_name, hours
from app.training.forms.by_hand import SumsAddress, page_of
from app.training.rules import fiscal_year, hours_text
from app.training.views.root import MIMETYPES, bp, bringer, table_file, today
from app.ui.page import render_page
from app.ui.strings import gettext as _

LATEST = 5


@bp.get("/training", endpoint="home")
@bringer
def show_home() -> ResponseReturnValue:
    """Show how much was learned outside in a year, who sends lists, and what came last."""
    session, day = reading(), today()
    year = SumsAddress.read(request.args).year or fiscal_year(day)
    sums = queries.year_sums(session, staff.departments(session), year, today=day)
    imports, has_more = queries.imports_page(session, size=LATEST)
    return render_page(
        "training/home.html",
        "main",
        sums=sums,
        bars=bars(sums),
        years=queries.years(session),
        sources=queries.sources(session),
        imports=imports,
        has_more=has_more,
        words={"hours": hours, "year": fiscal_year_name, "states": labels.STATES},
        day_of=clock.day_of,
    )


@bp.get("/training/people", endpoint="people")
@bringer
def show_people() -> ResponseReturnValue:
    """Show the people behind a figure, each with the hours of the year."""
    session, day, address = reading(), today(), SumsAddress.read(request.args)
    tree, year = staff.departments(session), address.year or fiscal_year(day)
    page = queries.people_page(
        session,
        tree,
        year,
        department_id=address.department,
        left=address.left,
        today=day,
        page=address.page,
    )
    return render_page(
        "training/people.html",
        "main",
        page=page,
        address=address,
        year=year,
        department=tree.find(address.department),
        words={"hours": hours, "year": fiscal_year_name},
    )


@bp.get("/training/imports", endpoint="imports")
@bringer
def show_imports() -> ResponseReturnValue:
    """List the imports, newest first."""
    number = page_of(request.args)
    rows, has_more = queries.imports_page(reading(), page=number)
    return render_page(
        "training/imports.html",
        "main",
        imports=rows,
        number=number,
        has_more=has_more,
        words={"states": labels.STATES},
        day_of=clock.day_of,
    )


@bp.get("/training/files/<form>", endpoint="year_file")
@bringer
def give_year(form: str) -> ResponseReturnValue:
    """Give the records of a year, of all sources, as ``csv`` or ``xlsx``: days, never hours."""
    if form not in MIMETYPES:
        abort(404)
    day = today()
    year = SumsAddress.read(request.args).year or fiscal_year(day)
    with transaction() as session:
        audit.record(session, "training.exported", now=clock.now(), by=me().id)
    return table_file(f"gaibu-kenshu-{year}", _("外部研修"), form, _table(year))


def _table(year: int) -> Iterator[list[str]]:
    session = reading()
    yield [
        *(_("提供元"), _("所属"), _("職員番号"), _("氏名")),
        *(_("研修の名前"), _("修了した日"), _("時間"), _("取り込み")),
    ]
    for one in queries.lines(session, staff.departments(session), year=year, today=today()):
        yield [
            *(one.source, one.place, one.number, one.name),
            *(one.title, one.completed_on.isoformat(), hours_text(one.minutes), one.import_name),
        ]
