"""A page's card, to stand in other sites."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.db import reading
from app.showcase import queries
from app.showcase.errors import NoSuchShowcase
from app.showcase.forms import fiscal_year
from app.showcase.views.root import bp, now_asked
from app.ui.page import render_page
from app.ui.security import stand_in_any_frame


@bp.get("/showcase/<key>/embed", endpoint="embed")
def show_embed(key: str) -> ResponseReturnValue:
    """Show the card alone; it leads to the page, and nothing can be done in it."""
    try:
        card = queries.card_of(reading(), key, now_asked())
    except NoSuchShowcase:
        abort(404)
    stand_in_any_frame()
    return render_page("showcase/embed.html", "main", one=card, fiscal_year=fiscal_year)
