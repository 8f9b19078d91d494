"""What is asked of one person and what is missing; the same page for HR and for the person."""

import uuid

from flask import abort, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person, signed_in
from app.talent.models import Look
from app.talent.service import note_look
from app.ui.page import render_page
from app.workforce import policy, queries
from app.workforce.board import chart
from app.workforce.views.root import bp, gap_reader, scope, today


@bp.get("/workforce/people/<uuid:person_id>", endpoint="person")
@gap_reader
def show_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is asked of somebody to HR or the unit's manager, and note that it was opened."""
    return _gaps(person_id)


@bp.get("/my/gaps", endpoint="my_gaps")
@signed_in
def show_own() -> ResponseReturnValue:
    """Show members of staff what is asked of them, in the words that HR reads."""
    if not policy.has_own_gaps(person()):
        abort(404)
    return _gaps(me().id)


def _gaps(person_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.person_gaps(reading(), person_id, today=today())
    if found is None:
        abort(404)
    if person_id != me().id:
        if not scope().holds(found.person.department_id):
            abort(404)
        with transaction() as session:
            note_look(session, me().id, person_id, Look.SHEET, now=clock.now())
    return render_page(
        "workforce/person.html",
        "main",
        found=found,
        charts=[chart(one) for one in found.roles],
        is_self=request.endpoint == "workforce.my_gaps",
    )
