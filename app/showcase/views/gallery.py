"""What projects became, for everybody."""

from flask import request
from flask.typing import ResponseReturnValue

from app.db import reading
from app.showcase import queries
from app.showcase.forms import FIELDS, fiscal_year
from app.showcase.views.root import bp, now_asked
from app.ui.page import render_page, whole_number


@bp.get("/showcase", endpoint="gallery")
def show_gallery() -> ResponseReturnValue:
    """Show the pages that are public: what the city took over first, then the newest."""
    asked = _asked()
    found = queries.gallery(reading(), asked, now_asked())
    return render_page(
        "showcase/gallery.html",
        "main",
        found=found,
        asked=asked,
        fields=FIELDS,
        fiscal_year=fiscal_year,
    )


def _asked() -> queries.Asked:
    """Return what the address asks for; what it says of something unknown narrows nothing."""
    return queries.Asked(
        year=whole_number(request.args.get("year")),
        field=request.args.get("field", "")[:16],
        taken_over=request.args.get("city") == "yes",
        page=max(1, whole_number(request.args.get("page")) or 1),
    )
