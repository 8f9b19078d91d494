"""Tables as CSV files that Excel opens without running anything."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from flask import Response, stream_with_context

MARK = "\ufeff"
"""UTF-8's mark, by which Excel knows it."""

_GUARDED = frozenset("=+-@\t\r")


def guarded(cell: str) -> str:
    """Keep a program that opens the table from taking a cell for a formula.

    Source:
        OWASP, "CSV Injection".
    """
    return f"'{cell}" if cell[:1] in _GUARDED else cell


def csv_file(name: str, rows: Iterable[Iterable[str]]) -> Response:
    """Answer with a table as a file called ``name``, row by row as they come."""
    response = Response(stream_with_context(csv_lines(rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a table as the lines of a CSV file, its mark first."""
    yield MARK
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([guarded(cell) for cell in row])
        yield line.getvalue()
