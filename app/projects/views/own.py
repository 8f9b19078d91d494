"""わたしたちの企画: the projects that somebody is in."""

from flask.typing import ResponseReturnValue

from app.challenges import beside
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
    who, session = person(), reading()
    former = beside.ways_to(session, queries.former_projects(session, who.id, on=today()))
    return render_page(
        "projects/mine.html",
        "main",
        rows=queries.own_projects(session, who.id, on=today()),
        former=sorted(former.values(), key=lambda one: one.title),
        may_start=policy.may_start(who),
        roles=ROLES,
        fields=FIELDS,
    )
