"""Rows of a dry run: mended, left out, taken in again; titles of which the hours alone count."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.identity.login import me
from app.training import service
from app.training.models import TrainingSource
from app.training.rules import LONGEST_TITLE
from app.training.service import Attests
from app.training.views.root import bp, bringer, import_here
from app.ui.page import whole_number


@bp.post("/training/imports/<uuid:training_id>/mend", endpoint="mend")
@bringer
def mend(training_id: uuid.UUID) -> ResponseReturnValue:
    """Put something in place of cells of a row, or leave the row out."""
    import_here(training_id)
    line, now = whole_number(request.form.get("line")) or 0, clock.now()
    values = {
        name.removeprefix("cell:"): value
        for name, value in request.form.items()
        if name.startswith("cell:")
    }
    with transaction() as session:
        if "aside" in request.form:
            service.set_row_aside(session, training_id, line, now=now)
        else:
            service.mend_row(session, training_id, line, values, now=now)
    return _back(training_id)


@bp.post("/training/imports/<uuid:training_id>/rows-back", endpoint="take_rows_back")
@bringer
def take_rows_back(training_id: uuid.UUID) -> ResponseReturnValue:
    """Take in again the rows that were left out."""
    import_here(training_id)
    with transaction() as session:
        service.take_rows_back(session, training_id, now=clock.now())
    return _back(training_id)


@bp.post("/training/imports/<uuid:training_id>/hours-only", endpoint="hours_only")
@bringer
def hours_only(training_id: uuid.UUID) -> ResponseReturnValue:
    """Let a title attest nothing: its hours alone count."""
    found, now = import_here(training_id), clock.now()
    title = " ".join(request.form.get("title", "").split())[:LONGEST_TITLE]
    with transaction() as session:
        source = session.get_one(TrainingSource, found.source_id)
        if title:
            told = Attests(title, (), None)
            service.keep_rule(session, source, told, by=me().id, now=now)
        service.reread(session, training_id, now=now)
    return _back(training_id)


def _back(training_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("training.one_import", training_id=training_id), 303)
