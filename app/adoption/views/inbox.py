"""What waits for a department, and all of its proposals."""

from flask import request
from flask.typing import ResponseReturnValue

from app.adoption import policy, queries, words
from app.adoption.forms import Address
from app.adoption.rules import SUBMITTED_STATES, Cue
from app.adoption.views.root import bp, staff_only, today
from app.db import reading
from app.i18n.dates import fiscal_year
from app.identity.login import me, person
from app.talent.queries import staff
from app.ui.page import render_page

FIRST_YEAR = 2026
"""The fiscal year in which the first proposals can have come."""


@bp.get("/adoption", endpoint="inbox")
@staff_only
def show_inbox() -> ResponseReturnValue:
    """Show what waits for the reader's departments, the most pressing first."""
    session, address = reading(), Address.read(request.args)
    tree = staff.departments(session)
    places = policy.scope_of(person(), tree)
    found = queries.inbox(
        session, tree, address.asked, places=places, reader_id=me().id, today=today()
    )
    return render_page(
        "adoption/inbox.html",
        "main",
        found=found,
        address=address,
        departments=[one for one in tree.within(places).ordered if one.parent_id or places],
        department=tree.find(address.asked.department_id),
        years=range(fiscal_year(today()), FIRST_YEAR - 1, -1),
        states=SUBMITTED_STATES,
        cues=Cue,
        words=words,
        today=today(),
        keeps_offers=policy.edits_offers(person()),
    )
