"""The same part of the city from year to year."""

from flask import request
from flask.typing import ResponseReturnValue

from app.db import reading
from app.surveys import board, queries
from app.surveys.forms.rounds import bound_of, choice_of, short_year
from app.surveys.rules import BOUNDS
from app.surveys.views.root import bp, result_reader, scope
from app.surveys.wording import LEVEL_NAMES
from app.ui.page import render_page


@bp.get("/surveys/years", endpoint="years")
@result_reader
def show_years() -> ResponseReturnValue:
    """Compare rounds that have closed, for the city, a section or a grade."""
    bound = bound_of(request.args)
    found = queries.years(reading(), scope(), choice_of(request.args), bound=bound)
    return render_page(
        "surveys/years.html",
        "main",
        found=found,
        chart=board.ways(found),
        levels=LEVEL_NAMES,
        year_names=[short_year(one.row.year) for one in found.years],
        bounds=BOUNDS,
        part=request.args.get("part", ""),
        is_whole=scope().department_ids is None,
    )
