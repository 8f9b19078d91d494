"""The real server on a scratch installation, on either engine, with a client that may do all."""

import base64
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import psycopg

from app import clock
from app.clients import service as clients
from app.clients.service import Permissions
from app.config import Settings
from app.db import db, transaction
from app.start.prepare import prepare
from app.start.serve import web_command
from benchmarks.web import free_port
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")
SECONDS_TO_START = 30
PER_MINUTE = 6_000_000
"""The rate limit stays switched on, and is never reached."""


@dataclass(frozen=True)
class Credentials:
    """A client's key and secret."""

    key: str
    secret: str

    @property
    def header(self) -> str:
        """The value of Authorization."""
        return "Basic " + base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()


@dataclass(frozen=True)
class Installation:
    """A scratch installation: ``environment`` is what starts it."""

    engine: str
    port: int
    environment: dict[str, str]
    client: Credentials

    @property
    def endpoint(self) -> str:
        """Where the store answers."""
        return f"http://127.0.0.1:{self.port}/xapi"

    @property
    def settings(self) -> Settings:
        """The same settings as the server reads."""
        return Settings.from_env(self.environment, root=ROOT)

    def headers(self, version: str = "2.0.0") -> dict[str, str]:
        """Return what every request has to send."""
        return {"Authorization": self.client.header, "X-Experience-API-Version": version}


@dataclass
class Server:
    """A running server: gunicorn's master, with its workers below it."""

    process: "subprocess.Popen[bytes]"

    def all(self) -> list[psutil.Process]:
        """Return the master and the workers."""
        master = psutil.Process(self.process.pid)
        return [master, *master.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        """Return the workers."""
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def stop(self) -> None:
        """End it, gently if possible."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """Return the CPU time that processes have used so far."""
    total = 0.0
    for one in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system
    return total


@contextlib.contextmanager
def durable_postgresql() -> Iterator[postgres.Cluster]:
    """Run a PostgreSQL of its own that waits for the disk, as a city's does."""
    cluster = postgres.start()
    try:
        with psycopg.connect(
            f"host={cluster.host} user=postgres dbname=postgres", autocommit=True
        ) as connection:
            connection.execute("ALTER SYSTEM RESET ALL")
            connection.execute("SELECT pg_reload_conf()")
        yield cluster
    finally:
        cluster.stop()


@contextlib.contextmanager
def installed(engine: str, *, database_url: str = "", **more: str) -> Iterator[Installation]:
    """Prepare an installation with an empty database, and a client with every scope.

    Args:
        engine: ``sqlite`` or ``postgresql``.
        database_url: An empty database to use; without it, one is made.
        more: Further environment variables.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="terakoya-lrs-")))
        if engine == "postgresql" and not database_url:
            cluster = stack.enter_context(durable_postgresql())
            database_url = postgres.create(cluster.host, "lrs")
        for inside in ("courses", "instance"):
            (folder / inside).mkdir()
        port = free_port()
        environment = {
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "INSTANCE_DIR": str(folder / "instance"),
            "COURSES_DIR": str(folder / "courses"),
            "DATABASE_URL": database_url,
            "SECRET_KEY": secrets.token_hex(32),
            "DEMO": "0",
            "WEB_WORKERS": "2",
            **more,
        }
        settings = Settings.from_env(environment, root=ROOT)
        yield Installation(engine, port, environment, _prepared(settings))


@contextlib.contextmanager
def running(installation: Installation) -> Iterator[Server]:
    """Serve an installation, as ``make run`` does, until the block ends."""
    server = start(installation)
    try:
        yield server
    finally:
        server.stop()


def start(installation: Installation, *, quiet: bool = False) -> Server:
    """Start the server and wait until it answers.

    Args:
        installation: What to serve.
        quiet: Whether what it complains about is thrown away.

    Raises:
        SystemExit: It does not answer in time.
    """
    process = subprocess.Popen(
        web_command(installation.settings),
        cwd=ROOT,
        env={**os.environ, **installation.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
    )
    server = Server(process)
    until = time.monotonic() + SECONDS_TO_START
    while not _answers(installation.port):
        if time.monotonic() > until or process.poll() is not None:
            server.stop()
            sys.exit("the server does not start")
        time.sleep(0.1)
    return server


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/xapi/about")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def _prepared(settings: Settings) -> Credentials:
    """Do what a first start does, and let a client in."""
    app = prepare(settings, root=ROOT, say=lambda _: None)
    with app.app_context():
        with transaction() as session:
            may = Permissions("benchmark", frozenset({"all"}), per_minute=PER_MINUTE)
            issued = clients.add_client(session, may, now=clock.now())
        db.session.remove()
        db.engine.dispose()
    return Credentials(issued.key, issued.secret)
