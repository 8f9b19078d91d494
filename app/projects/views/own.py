"""わたしたちの企画: the projects that somebody is in."""

from flask.typing import ResponseReturnValue

from app.db import reading
from app.identity.login import person, signed_in
from app.projects import policy, queries
from app.projects.views.root import bp, today
from app.projects.words import FIELDS, ROLES
from app.ui.page import render_page


@bp.get("/projects", endpoint="mine")
@signed_in
def show_mine() -> ResponseReturnValue:
    """List one's projects, those that go on first."""
    who = person()
    return render_page(
        "projects/mine.html",
        "main",
        rows=queries.own_projects(reading(), who.id, on=today()),
        may_start=policy.may_start(who),
        roles=ROLES,
        fields=FIELDS,
    )
