"""What one person learned outside; the same page for HR and for the person."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person, signed_in
from app.talent.models import Look
from app.talent.queries import scope_of
from app.talent.service import note_look
from app.training import policy, queries, service
from app.training.board import came_by, claims_words, fiscal_year_name, hours
from app.training.models import TrainingRecord
from app.training.views.root import bp, bringer, people_reader, today
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/training/people/<uuid:person_id>", endpoint="person")
@people_reader
def show_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show somebody's trainings to HR or the unit's manager, and note that it was opened."""
    return _page(person_id)


@bp.get("/my/trainings", endpoint="mine")
@signed_in
def show_own() -> ResponseReturnValue:
    """Show members of staff their own, in the words that HR reads."""
    if not policy.has_own_records(person()):
        abort(404)
    return _page(me().id)


@bp.post("/training/records/<uuid:record_id>/remove", endpoint="remove_record")
@bringer
def remove(record_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a record that was wrong."""
    person_id = (reading().get(TrainingRecord, record_id) or abort(404)).person_id
    with transaction() as session:
        record = session.get_one(TrainingRecord, record_id)
        service.remove_record(session, record, by=me().id, now=clock.now())
    flash(_("記録を1つ消しました。証明していた力も、いっしょに外れました。"), "good")
    return redirect(url_for("training.person", person_id=person_id), 303)


def _page(person_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.person_page(reading(), person_id, today=today()) or abort(404)
    is_self = request.endpoint == "training.mine"
    if person_id != me().id:
        if not scope_of(reading(), person()).holds(found.person.department_id):
            abort(404)
        with transaction() as session:
            note_look(session, me().id, person_id, Look.SHEET, now=clock.now())
    return render_page(
        "training/person.html",
        "main",
        found=found,
        is_self=is_self,
        may_change=policy.can_bring(person()) and not is_self,
        words={
            "hours": hours,
            "year": fiscal_year_name,
            "claims": claims_words,
            "came_by": came_by,
        },
    )
