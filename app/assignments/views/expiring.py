"""The calendar of credentials that end, and their renewal."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.assignments import queries, service
from app.assignments.errors import AssignmentRefused
from app.assignments.forms import WHY
from app.assignments.queries import Whom
from app.assignments.queries.expiring import SOON
from app.assignments.views.root import Desk, assigners_only, bp, desk
from app.db import reading, transaction
from app.identity.login import me
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.assignments.queries import Renewal

LEAST = timedelta(days=14)
"""A renewal leaves at least so much time."""


@bp.get("/assignments/expiring")
@assigners_only
def expiring() -> ResponseReturnValue:
    """Show whose credential of a required course ends soon, by course and in 建制順."""
    here = desk()
    found = queries.ending(reading(), here.tree, scope=here.scope, today=here.today)
    return render_page(
        "assignments/expiring.html", "main", found=found, today=here.today, until=here.today + SOON
    )


@bp.post("/assignments/expiring/<slug>")
@assigners_only
def renew(slug: str) -> ResponseReturnValue:
    """Assign the renewal to everybody of the list who has not got it yet."""
    here = desk()
    everything = queries.ending(reading(), here.tree, scope=here.scope, today=here.today)
    found = next((one for one in everything if one.slug == slug and one.to_assign), None)
    if found is None:
        flash(_("いま割り当てる更新はありません。何も変わっていません。"), "note")
        return redirect(url_for("assignments.expiring"), 303)
    try:
        assignment_id = _assign(here, found)
    except AssignmentRefused as refused:
        flash(WHY[refused.fault], "note")
        return redirect(url_for("assignments.expiring"), 303)
    flash(_("更新を割り当てました。期限は、この画面で変えられます。"), "good")
    return redirect(url_for("assignments.one", assignment_id=assignment_id), 303)


def _assign(here: Desk, found: "Renewal") -> uuid.UUID:
    with transaction() as session:
        return service.assign(
            session,
            found.slug,
            Whom(people=frozenset(one.person_id for one in found.to_assign)),
            due_on=max(found.first_end, here.today + LEAST),
            purpose=str(_("「%(title)s」の証明の更新", title=found.title)),
            by=me().id,
            now=clock.now(),
            scope=here.scope,
            terms=service.Terms(prior_months=0),
        ).id
