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

__all__ = [
    "FaultyRow",
    "FindingsPage",
    "ImportRow",
    "UndoForecast",
    "faulty_rows",
    "findings_page",
    "imports_page",
    "one_import",
    "undo_forecast",
]
