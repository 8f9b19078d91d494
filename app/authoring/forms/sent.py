"""What a browser sends of a form → its values; rows added, removed and moved. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import normalize

from app.authoring.forms.schema import Field, Rows, Schema
from app.authoring.forms.tree import KEY_NAME, Path, Values

ORIGIN: Final = "from"
"""The name under which a row tells which one of the source it is."""

DO: Final = "do"
"""The name under which a button tells what to do with the rows: "add:options"."""

_DONE: Final = ("add", "remove", "up", "down")
_TICKS: Final = ("tick", "right", "objectives")
"""Controls of which a browser sends nothing when they are not ticked; what else is not sent was
not asked, and stays as it is."""

_MOST_ROWS: Final = 200
_NUMBER: Final = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the values, and under which name each list and row was."""

    values: Values
    places: Mapping[str, Path]


def sent_values(schema: Schema, data: Mapping[str, str]) -> Sent:
    """Read what was sent; rows come in the order in which they stood on the page."""
    reader = _Reader({name: text.replace("\r\n", "\n") for name, text in data.items()}, {}, {})
    return Sent(reader.values(schema, "", (), {}), reader.places)


@dataclass(slots=True)
class _Reader:
    data: Mapping[str, str]
    places: dict[str, Path]
    used: dict[str, set[int]]
    """Rows of the source that are there, of lists of which the rows are shared."""

    def values(self, schema: Schema, prefix: str, path: Path, marks: Mapping[str, str]) -> Values:
        """Read the values under a prefix; ``marks`` are those that its list has for all rows."""
        said = {
            field.name: marks.get(field.name, self._said(field, f"{prefix}{field.name}"))
            for field in schema.fields
            if field.control in _TICKS or f"{prefix}{field.name}" in self.data
        }
        rows = {each.name: self._rows(each, prefix, path) for each in schema.rows}
        return Values(said, rows)

    def _said(self, field: Field, name: str) -> str:
        if field.control == "objectives":
            keys = (
                each.removeprefix(f"{name}.") for each in self.data if each.startswith(f"{name}.")
            )
            return "\n".join(keys)
        text = self.data.get(name, "")
        number = normalize("NFKC", text).strip()
        return number if field.control == "number" and number.isdecimal() else text

    def _rows(self, rows: Rows, prefix: str, path: Path) -> tuple[Values, ...]:
        name = f"{prefix}{rows.name}"
        self.places[name] = (*path, rows.name)
        shape = re.compile(rf"{re.escape(name)}\.(\d{{1,6}})\.{ORIGIN}")
        tokens = [match.group(1) for key in self.data if (match := shape.fullmatch(key))]
        found: list[Values] = []
        used = self.used.setdefault(rows.name, set()) if rows.is_shared else set[int]()
        for number, token in enumerate(tokens[:_MOST_ROWS]):
            here = f"{name}.{token}"
            self.places[here] = (*path, rows.name, number)
            marks = self._marks(rows.schema.fields, name, token)
            row = self.values(rows.schema, f"{here}.", self.places[here], marks)
            key = self.data.get(f"{here}.{KEY_NAME}", "")
            said = {**row.said, **({KEY_NAME: key} if rows.stem else {})}
            found.append(replace(row, said=said, origin=self._origin(here, used)))
        return tuple(found)

    def _marks(self, fields: Sequence[Field], name: str, token: str) -> dict[str, str]:
        """Return the marks of a row of which the list has one for all: which row is right."""
        return {
            field.name: "1" if self.data[f"{name}.{field.name}"] == token else ""
            for field in fields
            if field.control == "right" and f"{name}.{field.name}" in self.data
        }

    def _origin(self, here: str, used: set[int]) -> int | None:
        """Return which row of the source one is; none is two rows."""
        text = self.data.get(f"{here}.{ORIGIN}", "")
        origin = int(text) if _NUMBER.fullmatch(text) and text.isascii() else None
        if origin is None or origin in used:
            return None
        used.add(origin)
        return origin


def is_about_rows(data: Mapping[str, str]) -> bool:
    """Whether a row is to be added, removed or moved, and nothing saved."""
    return data.get(DO, "").partition(":")[0] in _DONE


def with_rows_changed(schema: Schema, sent: Sent, do: str) -> Values:
    """Do what a button of the form says; what it cannot mean changes nothing.

    Args:
        schema: What the form asks.
        sent: What was sent.
        do: ``add:`` and the name of a list, or ``remove:``, ``up:``, ``down:`` and that of a row.
    """
    what, _, name = do.partition(":")
    path = sent.places.get(name)
    is_list = path is not None and isinstance(path[-1], str)
    if path is None or is_list != (what == "add"):
        return sent.values
    return _changed(schema, sent.values, path, what)


def _changed(schema: Schema, values: Values, path: Path, what: str) -> Values:
    name = str(path[0])
    rows = next(each for each in schema.rows if each.name == name)
    own = list(values.rows[name])
    at = path[1] if len(path) > 1 else None
    if isinstance(at, int) and len(path) > 2:  # noqa: PLR2004  a list inside of this row
        if not _has_gone_on(rows.schema, own, path, what):
            own[at] = _changed(rows.schema, own[at], path[2:], what)
    elif not isinstance(at, int):
        own.append(blank(rows.schema))
    elif what == "remove":
        del own[at]
    else:
        to = at - 1 if what == "up" else at + 1
        if 0 <= to < len(own):
            own[at], own[to] = own[to], own[at]
    return replace(values, rows={**values.rows, name: tuple(own)})


def _has_gone_on(schema: Schema, own: list[Values], path: Path, what: str) -> bool:
    """Move a row past the edge of its list into the one beside; whether it is one that can.

    Args:
        schema: What is asked of each of ``own``.
        own: The rows whose lists those are.
        path: Where the row is: the name of the outer list, a number, a name, a number.
        what: What is to be done with it.
    """
    _, outer, name, *rest = path
    if not rest or what not in {"up", "down"} or not isinstance(outer, int):
        return False
    at, to = int(rest[0]), outer + (-1 if what == "up" else 1)
    is_shared = any(each.name == name and each.is_shared for each in schema.rows)
    here = own[outer].rows[str(name)]
    is_at_edge = at == (0 if what == "up" else len(here) - 1)
    if not (is_shared and is_at_edge and 0 <= to < len(own)):
        return False
    there = own[to].rows[str(name)]
    there = (*there, here[at]) if what == "up" else (here[at], *there)
    for n, rows in ((outer, (*here[:at], *here[at + 1 :])), (to, there)):
        own[n] = replace(own[n], rows={**own[n].rows, str(name): rows})
    return True


def blank(schema: Schema) -> Values:
    """Return a row in which nothing is said yet; a list of which the number stays has one row."""
    return Values(
        {field.name: "" for field in schema.fields},
        {each.name: (blank(each.schema),) if each.is_fixed else () for each in schema.rows},
    )
