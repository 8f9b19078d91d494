"""The one blueprint of this package, who opens its pages, and what they share."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, abort

from app import clock
from app.db import reading
from app.identity.login import let_in
from app.sheets.text import guarded, written_csv
from app.sheets.xlsx_writing import written_workbook
from app.talent import telling
from app.talent.rules import Source
from app.training import board, policy, queries
from app.training.models import TrainingSource

if TYPE_CHECKING:
    from collections.abc import Iterable


bp = Blueprint("training", "app.training", template_folder="templates")

UNPROCESSABLE = 422
MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def init_app(app: Flask) -> None:
    """Let the evidence pages of ``app`` tell of training outside."""
    telling.offer(app, Source.EXTERNAL_TRAINING, board.tell)


bringer = let_in(policy.can_bring)
"""Lets in HR and who runs the city; for everybody else the page does not exist."""

people_reader = let_in(policy.can_read_people)
"""Lets in managers as well; whose people they may read, the registry's scope says."""


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def source_here(source_id: uuid.UUID) -> TrainingSource:
    """Return a source, or end in 404."""
    return reading().get(TrainingSource, source_id) or abort(404)


def import_here(training_id: uuid.UUID) -> queries.ImportRow:
    """Return an import, or end in 404."""
    return queries.one_import(reading(), training_id) or abort(404)


def table_file(name: str, title: str, form: str, rows: "Iterable[Iterable[str]]") -> Response:
    """Return a table as a file, ``csv`` or ``xlsx``, that comes in again as it went out."""
    cells = [[guarded(cell) for cell in row] for row in rows]
    data = written_csv(cells) if form == "csv" else written_workbook(title, cells)
    response = Response(data, content_type=MIMETYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
