"""The bare insert: what the same rows cost without anything around them.

One connection, the bare driver, one transaction a batch, nothing but rows that were made
beforehand: SQLite's ``executemany`` and PostgreSQL's ``COPY``. The rows are those that the store
itself has written for such statements (with their reference rows, without dictionaries), into the
same tables with the same indexes, on a connection with the same settings.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import orjson
import sqlalchemy as sa

from app import clock
from app.db import Base, db, transaction
from app.factory import create_app
from app.lrs.models import StatementActivity, StatementAgent, StoredStatement
from app.lrs.service import record_all
from benchmarks.lrs.server import Installation
from benchmarks.lrs.world import World

TABLES = [it.__tablename__ for it in (StoredStatement, StatementAgent, StatementActivity)]
SAMPLES = 2000
AUTHORITY = {
    "objectType": "Agent",
    "name": "benchmark",
    "account": {"homePage": "http://127.0.0.1:8000", "name": "client:0123456789abcdef"},
}

Rows = list[tuple[Any, ...]]
Batch = list[Rows]
"""For each of ``TABLES``, the rows to insert."""


class Ceiling:
    """The bare driver on a database of its own.

    Attributes:
        synchronous: How the database waits for the disk, in its own words.
        rows: Rows per statement; one of them is the statement.
        size: Bytes of a stored statement's text, on average.
    """

    def __init__(self, connection: Any, samples: "_Samples", *, is_sqlite: bool) -> None:  # noqa: ANN401  a driver's own class
        """Take over a connection of the bare driver."""
        self._connection = connection
        self._samples = samples
        self._is_sqlite = is_sqlite
        self._seqs = count(10 * SAMPLES)
        self._turn = count()
        self.rows = sum(map(len, samples.one(0)))
        self.size = samples.size
        self.synchronous = _synchronous(connection, is_sqlite=is_sqlite)

    def batches(self, statements: int, size: int) -> list[Batch]:
        """Make rows for ``statements`` statements in batches of ``size``."""
        return [self._batch(size) for _ in range(statements // size)]

    def insert(self, batches: Sequence[Batch]) -> float:
        """Insert batches, each in a transaction; return the seconds."""
        one = self._insert_sqlite if self._is_sqlite else self._copy
        began = time.perf_counter()
        for batch in batches:
            one(batch)
        return time.perf_counter() - began

    def _batch(self, size: int) -> Batch:
        batch: Batch = [[] for _ in TABLES]
        for _ in range(size):
            seq, id_ = next(self._seqs), uuid.uuid4()
            renewed = self._samples.renewed(next(self._turn), seq, id_)
            for rows, more in zip(batch, renewed, strict=True):
                rows.extend(more)
        return batch

    def _insert_sqlite(self, batch: Batch) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for table, columns, rows in zip(TABLES, self._samples.columns, batch, strict=True):
            marks = ", ".join("?" * len(columns))
            into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  our names
            self._connection.executemany(into, rows)
        self._connection.execute("COMMIT")

    def _copy(self, batch: Batch) -> None:
        with self._connection.cursor() as cursor:
            for table, columns, rows in zip(TABLES, self._samples.columns, batch, strict=True):
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as into:
                    for row in rows:
                        into.write_row(row)
        self._connection.commit()


@contextmanager
def ceiling_on(installation: Installation) -> Iterator[Ceiling]:
    """Open the ceiling on an installation that nobody serves."""
    app = create_app(installation.settings)
    with app.app_context():
        _store_samples()
        raw = db.engine.raw_connection()
        try:
            connection = raw.driver_connection
            is_sqlite = installation.engine == "sqlite"
            yield Ceiling(connection, _Samples(connection), is_sqlite=is_sqlite)
        finally:
            raw.close()
            db.session.remove()
            db.engine.dispose()


def _store_samples() -> None:
    statements = [orjson.loads(sent.body) for sent in World(0).statements(SAMPLES)]
    for start in range(0, SAMPLES, 500):
        with transaction() as session:
            piece = statements[start : start + 500]
            record_all(session, piece, now=clock.now(), authority=AUTHORITY)


class _Samples:
    """Rows as the store has written them, by statement."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401  a driver's own class
        self.columns = [[c.name for c in Base.metadata.tables[name].columns] for name in TABLES]
        self._seq_at = [columns.index("seq") for columns in self.columns]
        self._id_at = self.columns[0].index("id")
        by_seq: dict[int, Batch] = {}
        for place, (table, columns) in enumerate(zip(TABLES, self.columns, strict=True)):
            cursor = connection.cursor()
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  our names
            for row in cursor.fetchall():
                seq = row[self._seq_at[place]]
                by_seq.setdefault(seq, [[] for _ in TABLES])[place].append(tuple(row))
            cursor.close()
        if hasattr(connection, "rollback"):
            connection.rollback()
        self._statements = list(by_seq.values())
        doc_at = self.columns[0].index("doc")
        sizes = [len(it[0][0][doc_at].encode()) for it in self._statements]
        self.size = sum(sizes) // len(sizes)

    def one(self, turn: int) -> Batch:
        """Return the rows of one statement."""
        return self._statements[turn % len(self._statements)]

    def renewed(self, turn: int, seq: int, id_: uuid.UUID) -> Batch:
        """Return the rows of one statement under another number and id."""
        return [
            [self._renew(place, row, seq, id_) for row in rows]
            for place, rows in enumerate(self.one(turn))
        ]

    def _renew(
        self, place: int, row: tuple[Any, ...], seq: int, id_: uuid.UUID
    ) -> tuple[Any, ...]:
        values = list(row)
        values[self._seq_at[place]] = seq
        if place == 0:
            is_text = isinstance(values[self._id_at], str)
            values[self._id_at] = id_.hex if is_text else id_
        return tuple(values)


def _synchronous(connection: Any, *, is_sqlite: bool) -> str:  # noqa: ANN401  a driver's own class
    if is_sqlite:
        level = connection.execute("PRAGMA synchronous").fetchone()[0]
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return f"{mode.upper()} {('OFF', 'NORMAL', 'FULL', 'EXTRA')[level]}"
    commit = connection.execute("SHOW synchronous_commit").fetchone()[0]
    fsync = connection.execute("SHOW fsync").fetchone()[0]
    connection.rollback()
    return f"synchronous_commit {commit}, fsync {fsync}"


def stored_ids() -> list[uuid.UUID]:
    """Return the id of every stored statement, as often as it is stored."""
    return list(db.session.scalars(sa.select(StoredStatement.id)))
