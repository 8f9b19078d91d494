"""Finding a figure in a content, and what it is called. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.frameworks.wording import Label
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


@dataclass(frozen=True, slots=True)
class Scale:
    """The rule of letters of some targets. ``letter``: which one it is, where it is of one."""

    names: tuple[Label, ...]
    grades: tuple[tuple[str, int], ...]
    letter: str


A_FEW_SCALES: Final = 3
"""So many targets have their rule each; of more, those that share one are put together."""


def scales(table: Mapping[str, Any]) -> list[Scale]:
    """Return the rules of the letters of a table's targets."""
    rows = [row for row in table["rows"] if "grades" in row]
    found: dict[object, list[Mapping[str, Any]]] = {}
    for place, row in enumerate(rows):
        rule = tuple((letter, least) for letter, least in row["grades"])
        found.setdefault(rule if len(rows) > A_FEW_SCALES else place, []).append(row)
    return [
        Scale(
            tuple(Label(**row["name"]) for row in some),
            tuple((letter, least) for letter, least in some[0]["grades"]),
            _letter(some[0]) if len(some) == 1 else "",
        )
        for some in found.values()
    ]


def _letter(row: Mapping[str, Any]) -> str:
    return next((str(one["letter"]) for one in row["cells"] if "letter" in one), "")


def name_of(column: Mapping[str, Any], versions: Mapping[str, int]) -> Label:
    """Return what a column, or a figure that is told first, is called."""
    if "name" in column:
        return Label(**column["name"])
    return definition(column["figure"], versions[column["figure"]]).name
