"""What may be asked of training outside: sources, imports, records and sums."""

from app.training.queries.imports import (
    FaultyRow,
    FindingsPage,
    ImportRow,
    UndoForecast,
    findings_page,
    imports_page,
    one_import,
    sample_of,
    undo_forecast,
    unmapped,
)
from app.training.queries.records import (
    Line,
    PeoplePage,
    PersonPage,
    RecordRow,
    grounds,
    lines,
    people_page,
    person_page,
)
from app.training.queries.sources import SourcePage, SourceRow, is_taken, source_page, sources
from app.training.queries.sums import Sum, YearSums, year_sums, years

__all__ = [
    "FaultyRow",
    "FindingsPage",
    "ImportRow",
    "Line",
    "PeoplePage",
    "PersonPage",
    "RecordRow",
    "SourcePage",
    "SourceRow",
    "Sum",
    "UndoForecast",
    "YearSums",
    "findings_page",
    "grounds",
    "imports_page",
    "is_taken",
    "lines",
    "one_import",
    "people_page",
    "person_page",
    "sample_of",
    "source_page",
    "sources",
    "undo_forecast",
    "unmapped",
    "year_sums",
    "years",
]
