"""The first page: what is wanted, what is asked for, and how far the city has come."""

from flask.typing import ResponseReturnValue

from app.db import reading
from app.identity.login import person
from app.ui.page import render_page
from app.workforce import policy, queries
from app.workforce.queries.profiles import all_versions, as_on
from app.workforce.queries.targets import progress_of, targets
from app.workforce.views.root import bp, frame_of, gap_reader, today


@bp.get("/workforce", endpoint="home")
@gap_reader
def show_home() -> ResponseReturnValue:
    """Show targets to who plans, and to all who may read what roles ask for."""
    session, on = reading(), today()
    versions, frame = all_versions(session), frame_of(on)
    found = as_on(versions, on)
    asking = [one for one in found if one.closed_on is None]
    may_plan = policy.can_plan(person())
    open_ones = [one for one in targets(session) if one.closed_on is None] if may_plan else []
    return render_page(
        "workforce/home.html",
        "main",
        found=found,
        progress=queries.progress(session, asking, frame),
        goals=progress_of(session, open_ones, versions, frame),
        places={one.id: one.path for one in frame.tree.ordered},
        on=on,
        may_plan=may_plan,
    )
