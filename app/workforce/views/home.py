"""The first page: what is asked for, and how far the city has come."""

from flask.typing import ResponseReturnValue

from app.db import reading
from app.identity.login import person
from app.ui.page import render_page
from app.workforce import policy, queries
from app.workforce.views.root import bp, frame_of, gap_reader, today


@bp.get("/workforce", endpoint="home")
@gap_reader
def show_home() -> ResponseReturnValue:
    """Show what roles ask for, and how far their people have come."""
    session, on = reading(), today()
    found = queries.profiles(session, on=on)
    asking = [one for one in found if one.closed_on is None]
    progress = queries.progress(session, asking, frame_of(on))
    return render_page(
        "workforce/home.html",
        "main",
        found=found,
        progress=progress,
        on=on,
        may_plan=policy.can_plan(person()),
    )
