"""A mentor's own page: what waits, and the minutes that are left."""

from flask.typing import ResponseReturnValue

from app.db import reading
from app.identity.login import me
from app.mentoring import queries
from app.mentoring.forms import STATES
from app.mentoring.queries.desk import is_ending
from app.mentoring.views.root import adults, bp, today
from app.projects import queries as projects
from app.ui.page import render_page


@bp.get("/my/tickets", endpoint="mine")
@adults
def show_mine() -> ResponseReturnValue:
    """Show the tickets that came to whoever looks, in all projects."""
    session = reading()
    return render_page(
        "mentoring/mine.html",
        "main",
        found=queries.own(session, me().id, on=today()),
        accounts=queries.accounts(session, [me().id], on=today()).get(me().id, []),
        shut_out=projects.shut_out(session, me().id, on=today()),
        today=today(),
        is_ending=is_ending,
        states=STATES,
    )
