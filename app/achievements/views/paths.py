"""The paths that a learner may follow."""

from flask.typing import ResponseReturnValue

from app.achievements import queries
from app.achievements.views.root import bp
from app.catalog import queries as catalog
from app.db import reading
from app.identity.login import visitor
from app.ui.page import render_page
from app.ui.reader import reader


@bp.get("/paths")
def paths() -> ResponseReturnValue:
    """Show the paths of the reader's audience, and how far the reader has come."""
    who = visitor()
    found = queries.paths_for(
        reading(), reader().audience, user_id=None if who is None else who.id
    )
    cards = {card.slug: card for card in catalog.published_courses(reading())}
    return render_page(
        "achievements/paths.html", "main", paths=found, cards=cards, view=catalog.view_of_reader()
    )
