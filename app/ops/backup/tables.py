"""Tables as the database describes them, and their rows as lines of JSON.

What is known of a column is its kind, one of nine; both engines agree on these, so rows move from
one to the other.
"""

import base64
from collections.abc import Generator, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from graphlib import TopologicalSorter
from typing import Any, Self
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from app.db import UtcDateTime

Row = dict[str, Any]

CHUNK = 500
SCHEMA_VERSION = "alembic_version"
UUID_CHARACTERS = 32

KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "uuid": sa.Uuid(),
    "instant": UtcDateTime(),
    "day": sa.Date(),
    "json": sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"),
    "bytes": sa.LargeBinary(),
    "truth": sa.Boolean(),
    "integer": sa.BigInteger(),
    "number": sa.Double(),
    "text": sa.Text(),
}

READ: dict[str, Any] = {
    "uuid": UUID,
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "bytes": partial(base64.b64decode, validate=True),
}
"""How a kind comes back from JSON; the others are JSON's own."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """What there is to know of a table to write its rows again.

    Attributes:
        name: The table.
        columns: Name → kind.
        key: The columns of the primary key.
        later: Nullable references to rows that may come later: set when everything is there.
    """

    name: str
    columns: dict[str, str]
    key: tuple[str, ...]
    later: tuple[str, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote.

        Raises:
            KeyError, TypeError, ValueError: It is something else.
        """
        columns = {str(name): str(kind) for name, kind in dict(data["columns"]).items()}
        if unknown := set(columns.values()) - set(KINDS):
            raise ValueError(f"no kind {unknown}")
        key, later = tuple(data["key"]), tuple(data["later"])
        if not columns or not {*key, *later} <= set(columns):
            raise ValueError("a key that is no column")
        return cls(str(data["name"]), columns, key, later)

    def as_json(self) -> dict[str, Any]:
        """Return the shape as the manifest holds it."""
        return asdict(self)

    def clause(self) -> sa.TableClause:
        """Return the table as SQL knows it."""
        columns = (sa.column(name, KINDS[kind]) for name, kind in self.columns.items())
        return sa.table(self.name, *columns)


def shapes(connection: sa.Connection) -> list[TableShape]:
    """Return every table of the database, each after those it needs."""
    found = sa.inspect(connection)
    names = set(found.get_table_names()) - {SCHEMA_VERSION}
    columns = {name: found.get_columns(name) for name in names}
    references = {
        name: [
            (key["referred_table"], column)
            for key in found.get_foreign_keys(name)
            for column in key["constrained_columns"]
        ]
        for name in names
    }
    nullable = {name: {c["name"] for c in columns[name] if c["nullable"]} for name in names}
    order = _ordered(references, nullable)
    return [
        TableShape(
            name=name,
            columns={c["name"]: kind_of(c["type"]) for c in columns[name]},
            key=tuple(found.get_pk_constraint(name)["constrained_columns"]),
            later=tuple(
                column
                for target, column in references[name]
                if column in nullable[name] and order.index(target) >= order.index(name)
            ),
        )
        for name in order
    ]


def _ordered(
    references: Mapping[str, list[tuple[str, str]]], nullable: Mapping[str, set[str]]
) -> list[str]:
    needed = {
        name: {target for target, column in references[name] if column not in nullable[name]}
        for name in sorted(references)
    }
    return list(TopologicalSorter(needed).static_order())


def kind_of(column: sa.types.TypeEngine[Any]) -> str:
    """Return the kind of a column's type, from a model or as the database tells it.

    Raises:
        LookupError: It is none of the nine.
    """
    if isinstance(column, sa.CHAR) and column.length == UUID_CHARACTERS:  # SQLite's way
        return "uuid"
    kinds: list[tuple[type[sa.types.TypeEngine[Any]], str]] = [
        (sa.Uuid, "uuid"),
        (UtcDateTime, "instant"),
        (sa.DateTime, "instant"),
        (sa.Date, "day"),
        (sa.JSON, "json"),
        (sa.LargeBinary, "bytes"),
        (sa.Boolean, "truth"),
        (sa.Integer, "integer"),
        (sa.Float, "number"),
        (sa.String, "text"),
    ]
    for family, kind in kinds:
        if isinstance(column, family):
            return kind
    raise LookupError(f"backup: a column of type {column!r} is of no kind that is known")


def lines(connection: sa.Connection, shape: TableShape) -> Generator[bytes]:
    """Yield the rows of a table, a line of JSON each."""
    table = shape.clause()
    asked = sa.select(*table.c).order_by(*(table.c[name] for name in shape.key))
    with connection.execute(asked.execution_options(yield_per=CHUNK)) as result:
        for row in result.mappings():
            yield orjson.dumps(dict(row), default=_as_text) + b"\n"


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def fill(connection: sa.Connection, shape: TableShape, read: Iterable[bytes]) -> list[Row]:
    """Insert the rows of a table, its later references left out.

    Returns:
        Those references: the key of each row and what its references are.

    Raises:
        KeyError, TypeError, ValueError: A line is none of this table's.
    """
    table, later, chunk = shape.clause(), list[Row](), list[Row]()
    for line in read:
        row = _row(orjson.loads(line), shape)
        if references := {name: row[name] for name in shape.later if row[name] is not None}:
            later.append({name: row[name] for name in shape.key} | references)
            row |= dict.fromkeys(references)
        chunk.append(row)
        if len(chunk) == CHUNK:
            connection.execute(sa.insert(table), chunk)
            chunk = []
    if chunk:
        connection.execute(sa.insert(table), chunk)
    return later


def _row(kept: Mapping[str, Any], shape: TableShape) -> Row:
    return {
        name: value if (value := kept[name]) is None or kind not in READ else READ[kind](value)
        for name, kind in shape.columns.items()
    }


def refer(connection: sa.Connection, shape: TableShape, later: Iterable[Row]) -> None:
    """Set the references that ``fill`` left out."""
    table = shape.clause()
    for row in later:
        where = [table.c[name] == row[name] for name in shape.key]
        values = {name: value for name, value in row.items() if name in shape.later}
        connection.execute(sa.update(table).where(*where).values(values))


def count_on(connection: sa.Connection, shape: TableShape) -> None:
    """Let PostgreSQL's own counters go on from the last row; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    table = shape.clause()
    for name in shape.key:
        if shape.columns[name] != "integer":
            continue
        counter = connection.scalar(
            sa.select(
                sa.func.pg_get_serial_sequence(
                    connection.dialect.identifier_preparer.quote(shape.name), name
                )
            )
        )
        last = connection.scalar(sa.select(sa.func.max(table.c[name])))
        if counter and last is not None:
            connection.execute(sa.select(sa.func.setval(counter, last)))


def is_empty(connection: sa.Connection) -> bool:
    """Whether no table holds a row; a database without tables is empty too."""
    return not any(
        connection.scalar(sa.select(sa.exists().select_from(sa.table(name))))
        for name in sa.inspect(connection).get_table_names()
        if name != SCHEMA_VERSION
    )


def schema_version(connection: sa.Connection) -> str | None:
    """Return the migration the database stands at; None before the first."""
    if not sa.inspect(connection).has_table(SCHEMA_VERSION):
        return None
    version = connection.scalar(
        sa.select(sa.column("version_num")).select_from(sa.table(SCHEMA_VERSION))
    )
    return None if version is None else str(version)


def snapshot(engine: sa.Engine) -> sa.Engine:
    """Return an engine whose transactions see one moment, however long they read."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine
