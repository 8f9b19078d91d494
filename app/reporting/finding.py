"""Finding a figure in a content, and what it is called. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.frameworks.models import Label
from app.reporting.contents import Cell, Content
from app.reporting.defined import definition


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a content: which, of what, and its cell."""

    figure: str
    name: Label
    row: Label | None
    cell: Cell


def find(content: Content, at: Sequence[int]) -> Told:
    """Return a figure that has people behind it.

    Args:
        content: What a report says.
        at: Table, row and column, from 0; or the place alone of a figure that is told first.

    Raises:
        LookupError: There is none, or nobody may be told of.
    """
    versions = content["definitions"]
    if min(at, default=-1) < 0:
        raise LookupError
    if len(at) == 1:
        column = content["main"][at[0]]
        row, cell = None, column["cell"]
    else:
        table = content["tables"][at[0]]
        line, column = table["rows"][at[1]], table["columns"][at[2]]
        row, cell = Label(**line["name"]), line["cells"][at[2]]
    if "list" not in cell:
        raise LookupError
    return Told(column["figure"], name_of(column, versions), row, cell)


def name_of(column: Mapping[str, Any], versions: Mapping[str, int]) -> Label:
    """Return what a column, or a figure that is told first, is called."""
    if "name" in column:
        return Label(**column["name"])
    return definition(column["figure"], versions[column["figure"]]).name
