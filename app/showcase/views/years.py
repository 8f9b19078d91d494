"""The exhibition of a school year: on the screen, and with QR codes on paper."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.consents.printing import qr
from app.db import reading
from app.showcase import queries
from app.showcase.forms import fiscal_year
from app.showcase.views.root import address_of, bp, now_asked
from app.ui.page import render_page
from app.ui.strings import gettext as _

FIRST, LAST = 2000, 2999


@bp.get("/showcase/years/<int:year>", endpoint="year")
def show_year(year: int) -> ResponseReturnValue:
    """Show everything that became public of a school year."""
    cards = _cards(year)
    return render_page(
        "showcase/year.html",
        "main",
        cards=cards,
        year=year,
        title=_title(year),
        fiscal_year=fiscal_year,
    )


@bp.get("/showcase/years/<int:year>/sheet", endpoint="year_sheet")
def show_year_sheet(year: int) -> ResponseReturnValue:
    """Show the same to be printed: a QR code beside each."""
    cards = [
        (one, address, qr(address))
        for one in _cards(year)
        if (address := address_of("showcase.page", key=one.key))
    ]
    return render_page(
        "showcase/year_sheet.html", "sheet", cards=cards, year=year, title=_title(year)
    )


def _cards(year: int) -> tuple[queries.Card, ...]:
    if not FIRST <= year <= LAST:
        abort(404)
    return queries.exhibition(reading(), year, now_asked())


def _title(year: int) -> str:
    return _("%(year)sの展示室", year=fiscal_year(year))
