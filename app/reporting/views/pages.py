"""The list of reports, one of them, the people behind a figure, and the definitions."""

import uuid

from flask import abort, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.reporting import queries, service
from app.reporting.defined import Definition, definition, definitions, label, newest
from app.reporting.finding import find
from app.reporting.forms import FigureAddress
from app.reporting.models import Report
from app.reporting.rules import signed
from app.reporting.shown import shown
from app.reporting.views.root import bp, reporter, today
from app.ui.page import render_page
from app.ui.reader import reader


@bp.get("", endpoint="reports")
@reporter
def show_list() -> ResponseReturnValue:
    """List the reports, the newest day first."""
    return render_page("reporting/reports.html", "main", rows=queries.listed(reading()))


@bp.get("/definitions")
@reporter
def show_definitions() -> ResponseReturnValue:
    """Show what each figure counts, in every version."""
    return render_page("reporting/definitions.html", "main", rows=definitions(), newest=newest())


@bp.get("/<uuid:report_id>", endpoint="report")
@reporter
def show_report(report_id: uuid.UUID) -> ResponseReturnValue:
    """Show a report as it was frozen."""
    found = queries.one_report(reading(), report_id)
    return render_page(
        "reporting/report.html",
        "main",
        found=found,
        shown=shown(found.content),
    )


@bp.get("/<uuid:report_id>/people", endpoint="people")
@reporter
def show_people(report_id: uuid.UUID) -> ResponseReturnValue:
    """Show the people behind a figure, and note that they were opened."""
    session, address = reading(), FigureAddress.read(request.args)
    found = queries.one_report(session, report_id)
    try:
        told = find(found.content, address.at)
    except (LookupError, TypeError):
        abort(404)
    page = queries.behind(session, found, told, page=address.page, today=today())
    version = found.content["definitions"][told.figure]
    answer = render_page(
        "reporting/people.html",
        "main",
        found=found,
        told=told,
        page=page,
        address=address,
        defined=definition(told.figure, version),
    )
    _note(report_id, told.figure, page.count)
    return answer


def _note(report_id: uuid.UUID, figure: str, people: int) -> None:
    with transaction() as session:
        row = session.get_one(Report, report_id)
        service.note_opened(
            session, row, figure=figure, people=people, by=me().id, now=clock.now()
        )


bp.add_app_template_global(signed)


@bp.app_template_global()
def kind_of_figure(defined: Definition) -> str:
    """Return what sort of number a figure is, in the reader's language."""
    return label("kinds_of_figures", defined.kind).of(reader().locale)
