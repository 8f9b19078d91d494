"""What a day was like, and the reports that were made; days, never instants."""

from app.reporting.queries.facts import facts_on
from app.reporting.queries.reports import (
    Behind,
    Line,
    Listed,
    before,
    behind,
    counted_in,
    kept,
    listed,
    one_report,
    standing_on,
)

__all__ = [
    "Behind",
    "Line",
    "Listed",
    "before",
    "behind",
    "counted_in",
    "facts_on",
    "kept",
    "listed",
    "one_report",
    "standing_on",
]
