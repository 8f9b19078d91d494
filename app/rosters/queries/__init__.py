"""What pages and services ask."""

from app.rosters.queries.imports import (
    FaultyRow,
    FindingsPage,
    ImportRow,
    UndoForecast,
    faulty_rows,
    findings_page,
    imports_page,
    one_import,
    undo_forecast,
)
from app.rosters.queries.origins import made_by_roster

__all__ = [
    "FaultyRow",
    "FindingsPage",
    "ImportRow",
    "UndoForecast",
    "faulty_rows",
    "findings_page",
    "imports_page",
    "made_by_roster",
    "one_import",
    "undo_forecast",
]
