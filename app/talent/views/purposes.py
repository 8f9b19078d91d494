"""What the registry is for, and who sees what: for those in it, and for those who read it."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.identity.login import person, signed_in
from app.talent import policy
from app.talent.purposes import FEEDS
from app.talent.views.root import bp
from app.ui.page import render_page


@bp.get("/my/skills/purposes", endpoint="purposes")
@signed_in
def show_purposes() -> ResponseReturnValue:
    """Say of each feed what it is for, who sees it, how long it is kept, and on which ground."""
    if not policy.has_own_sheet(person()):
        abort(404)
    return render_page("talent/purposes.html", "main", feeds=FEEDS)
