"""The city's budget calendar, entered by its administrators."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.i18n.dates import fiscal_year
from app.identity.login import city_administrators_only, me
from app.projects import queries
from app.projects.forms.days import BudgetForm, budget_form
from app.projects.service import budget as service
from app.projects.views.root import UNPROCESSABLE, bp, today
from app.projects.words import told, year_words
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _

YEARS = 2
"""How many years to come can be entered."""


@bp.get("/admin/budget-calendar", endpoint="budget")
@city_administrators_only
def show_budget() -> ResponseReturnValue:
    """Show the calendar of a fiscal year's budget."""
    year = _year()
    return _page(year, budget_form(queries.calendars(reading(), year)[year]))


@bp.post("/admin/budget-calendar")
@city_administrators_only
def take_budget() -> ResponseReturnValue:
    """Keep the calendar of a fiscal year's budget."""
    year = _year()
    form = budget_form(queries.calendars(reading(), year)[year])
    if not form.validate():
        return _page(year, form, status=UNPROCESSABLE)
    with transaction() as session:
        service.keep_calendar(session, year, form.entered(), by=me().id, now=clock.now())
    flash(_("予算の暦を書きました。それぞれの企画のページに出ます。"), "good")
    return redirect(url_for("projects.budget", year=year), 303)


def _years() -> list[int]:
    now = fiscal_year(today())
    return list(range(now, now + YEARS + 1))


def _year() -> int:
    """Return the fiscal year of the address; next year's for any other."""
    asked = whole_number(request.values.get("year"))
    return asked if asked in _years() else fiscal_year(today()) + 1


def _page(year: int, form: BudgetForm, *, status: int = 200) -> ResponseReturnValue:
    steps = queries.calendars(reading(), year)[year]
    return render_page(
        "projects/budget.html",
        "main",
        status=status,
        year=year,
        years=_years(),
        steps=steps,
        form=form,
        told=told,
        year_words=year_words,
    )
