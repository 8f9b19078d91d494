"""After a factor was added: the numbers on paper, and on to where somebody wanted to go."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import proof
from app.identity.factors import queries, service
from app.identity.login import me, way_to
from app.ui.page import render_page
from app.ui.site import site


def after_adding(told: str) -> ResponseReturnValue:
    """Show numbers on paper to who has none yet, and lead on whoever was held back."""
    way = url_for("factors.overview")
    if proof.is_held_back():
        way = way_to(proof.let_on())
    flash(told, "good")
    if queries.factors_of(reading(), me().id, now=clock.now()).codes == 0:
        return codes_page(way)
    return redirect(way, 303)


def codes_page(way: str) -> ResponseReturnValue:
    """Make ten numbers and show them, this once; ``way`` is where to go on."""
    with transaction() as session:
        made = service.make_codes(
            session, me().id, secret_key=site().settings.secret_key, now=clock.now()
        )
    return render_page("factors/codes.html", "main", codes=made, way=way)
