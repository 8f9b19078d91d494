"""Statements for many rows, made ready before the write lock is taken.

What takes longest of writing many rows is to make of each value what the driver wants. SQLite lets
nobody else write meanwhile, so that is done first: what is left for the transaction is a text and
finished values, handed to the driver in one go.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql.schema import ScalarElementColumnDefault

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.compiler import SQLCompiler

Texts = dict[uuid.UUID, Any]
"""Ids as the driver wants them: one stands in several rows, and is kept once."""
ROWS_AT_ONCE = 2_000
"""Of one statement; more take more memory and no less time."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """One statement for many rows, in the driver's own terms.

    Attributes:
        text: The statement.
        rows: Its values, a row each.
        meets: Whether each of them has to meet a row that is there.
    """

    text: str
    rows: list[Any]
    meets: bool

    def write(self, session: "Session") -> bool:
        """Run it; say whether every row was met that had to be."""
        connection, done = session.connection(), 0
        for start in range(0, len(self.rows), ROWS_AT_ONCE):
            some = self.rows[start : start + ROWS_AT_ONCE]
            done += connection.exec_driver_sql(self.text, some).rowcount
        return not self.meets or done == len(self.rows)


def insertion(
    table: sa.Table, rows: Iterable[Mapping[str, Any]], dialect: "Dialect", texts: Texts
) -> Bulk:
    """Make ready that rows are added; all have the same columns.

    What they leave out has to be what the table gives by itself: nothing, or a plain default.
    """
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return Bulk("", [], meets=False)
    compiled = sa.insert(table).compile(dialect=dialect, column_keys=list(first))
    plain = {
        column.name: column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault) and column.name not in first
    }
    values = _values(compiled, chain((first,), waiting), dialect, texts, plain)
    return Bulk(str(compiled), values, meets=False)


def alteration(
    statement: sa.Update, rows: Iterable[Mapping[str, Any]], dialect: "Dialect"
) -> Bulk:
    """Make ready that rows are changed; each has to be there, as the statement says."""
    compiled = statement.compile(dialect=dialect)
    return Bulk(str(compiled), _values(compiled, rows, dialect, {}), meets=True)


def _values(
    compiled: "SQLCompiler",
    rows: Iterable[Mapping[str, Any]],
    dialect: "Dialect",
    texts: Texts,
    plain: Mapping[str, Any] = MappingProxyType({}),
) -> list[Any]:
    """Return rows as the driver wants them: in order, or by name where it takes names."""
    types = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
    names = compiled.positiontup or list(types)
    given = {**compiled.params, **plain}
    writers = [(name, given[name], _writer(types[name], dialect, texts)) for name in names]
    values = (
        [write(row.get(name, constant)) for name, constant, write in writers] for row in rows
    )
    if compiled.positional:
        return list(map(tuple, values))
    return [dict(zip(names, row, strict=True)) for row in values]


def _writer(
    kind: "sa.types.TypeEngine[Any]", dialect: "Dialect", texts: Texts
) -> Callable[[Any], Any]:
    """Return what makes of a value what the driver wants; of an id, the same text each time."""
    write = kind.bind_processor(dialect)
    if write is None:
        return _as_it_is
    if not isinstance(kind, sa.Uuid):
        return write

    def once(value: Any) -> Any:  # noqa: ANN401  an id or nothing
        found = texts.get(value)
        if found is None and value is not None:
            found = texts[value] = write(value)
        return found

    return once


def _as_it_is(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    return value
