"""The page with the answers to the city's 外部サービス利用 sheet."""

from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.identity.login import city_administrators_only
from app.ops import sheet
from app.ops.views.root import bp
from app.ui.csv_files import csv_file
from app.ui.page import render_page
from app.ui.site import site


@bp.get("/admin/sheet")
@city_administrators_only
def service_sheet() -> ResponseReturnValue:
    """Show what is stored where, what leaves, what is logged, and who has an account."""
    found = sheet.sheet(reading(), site().settings, now=clock.now())
    return render_page("ops/sheet.html", "main", sections=found)


@bp.get("/admin/sheet.csv")
@city_administrators_only
def service_sheet_csv() -> ResponseReturnValue:
    """Answer with the same as a table."""
    found = sheet.sheet(reading(), site().settings, now=clock.now())
    return csv_file("sheet.csv", sheet.table(found))
