"""The columns of a table: added, removed and moved, the text of each cell as it stands. Pure.

A browser sends of each column, in order, ``columns.3.from``, which one of the text it is, and
``columns.3.text``, its head; ``rows.0.c3`` is a cell in it. The form itself knows the columns by
their places, so what is sent is put in those terms, and the text in that order.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from app.authoring.forms.sent import DO, ORIGIN
from app.authoring.forms.texts import RULE, cells_of

COLUMNS: Final = "columns"
Order = tuple[int | None, ...]
"""Which column of the text each one is; None for a new one."""

_FROM: Final = re.compile(rf"{COLUMNS}\.(\d{{1,6}})\.{ORIGIN}")
_CELL: Final = re.compile(r"(rows\.\d{1,6}\.c)(\d{1,6})")
_NEW: Final = "new"
_MOST: Final = 12


def same_order(count: int) -> Order:
    """Return the order in which nothing has changed."""
    return tuple(range(count))


def sent_columns(data: Mapping[str, str], count: int) -> tuple[Order, dict[str, str]]:
    """Return the order of the columns, and what was sent in terms of their places.

    A button that adds, removes or moves one is taken at its word here.

    Args:
        data: What was sent.
        count: How many columns the text has.
    """
    tokens = [match.group(1) for key in data if (match := _FROM.fullmatch(key))][:_MOST]
    tokens = _done(tokens, data.get(DO, ""))
    places = {token: place for place, token in enumerate(tokens)}
    found: dict[str, str] = {}
    for key, value in data.items():
        cell = _CELL.fullmatch(key)
        if cell and cell.group(2) in places:
            found[f"{cell.group(1)}{places[cell.group(2)]}"] = value
        elif not (cell or key.startswith(f"{COLUMNS}.")):
            found[key] = value
    for token, place in places.items():
        found[f"h{place}"] = data.get(f"{COLUMNS}.{token}.text", "")
    return _order(data, tokens, count), found


def _done(tokens: list[str], do: str) -> list[str]:
    what, _, name = do.partition(":")
    token = name.removeprefix(f"{COLUMNS}.")
    if what == "add" and name == COLUMNS and len(tokens) < _MOST:
        return [*tokens, _NEW]
    if token == name or token not in tokens:
        return tokens
    at = tokens.index(token)
    rest = [one for one in tokens if one != token]
    if what == "remove":
        return rest or tokens
    to = at + {"up": -1, "down": 1}.get(what, 0)
    return [*rest[: max(0, to)], token, *rest[max(0, to) :]]


def _order(data: Mapping[str, str], tokens: Sequence[str], count: int) -> Order:
    found: list[int | None] = []
    for token in tokens:
        text = data.get(f"{COLUMNS}.{token}.{ORIGIN}", "")
        origin = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None  # noqa: PLR2004  digits
        is_known = origin is not None and origin < count and origin not in found
        found.append(origin if is_known else None)
    return tuple(found)


def rearranged(text: str, order: Order) -> str:
    """Return a table with its columns in an order; a new one is blank.

    Args:
        text: A table, as ``texts.table_tree`` reads it.
        order: Of its columns.
    """
    lines = []
    for line in text.split("\n"):
        before, cells, after = cells_of(line)
        blank = "  "
        if RULE.fullmatch(line):
            blank = " --- " if cells[0].startswith(" ") else "---"
        inside = "|".join(blank if one is None else cells[one] for one in order)
        lines.append(f"{before}|{inside}|{after}")
    return "\n".join(lines)
