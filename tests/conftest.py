"""What the tests stand on: an application with an empty database, and a client that checks pages.

``--engine postgresql`` (or ``TEST_DATABASE=postgresql``) runs them on an embedded PostgreSQL. Each
test has a database of its own: a copy of one that was migrated once.
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings as hypothesis
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db
from app.factory import create_app
from tests import kept, once, postgres, sockets
from tests.client import PageClient
from tests.verifier.independent import Independent

hypothesis.register_profile("house", deadline=None, max_examples=50, derandomize=True)
hypothesis.register_profile("fuzz", deadline=None, max_examples=500)
hypothesis.load_profile("house")
"""No test is timed: a busy machine says nothing about a property. ``make test`` tries the same
examples each time, so that what it says of a change is about the change; ``make fuzz`` looks for
new ones."""

ROOT = Path(__file__).resolve().parent.parent
COURSES = ROOT / "courses"
HOST = "localhost"
CLUSTER = pytest.StashKey[postgres.Cluster]()
CLUSTER_HOST = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=("sqlite", "postgresql"),
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="the database the tests run on (default: sqlite)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for all workers, when it is asked for."""
    if config.getoption("--engine") != "postgresql" or config.getoption("--collect-only"):
        return
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker is None:
        config.stash[CLUSTER] = postgres.start()
        config.stash[CLUSTER_HOST] = config.stash[CLUSTER].host
    else:
        config.stash[CLUSTER_HOST] = worker["postgres_host"]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401  xdist ships no types
    if CLUSTER_HOST in node.config.stash:
        node.workerinput["postgres_host"] = node.config.stash[CLUSTER_HOST]


def pytest_unconfigure(config: pytest.Config) -> None:
    if CLUSTER in config.stash:
        config.stash[CLUSTER].stop()


def pytest_collection_finish() -> None:
    """Let the collector leave alone what lives as long as the run: modules, and all the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


once.share()


@event.listens_for(Engine, "connect")
def _hurry(connection: Any, _record: object) -> None:  # noqa: ANN401  a driver's own class
    """Do not wait for the disk: these databases need not survive a power cut."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """Return ``sqlite`` or ``postgresql``."""
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Return a name that no other parallel worker of the tests has."""
    given: dict[str, Any] = getattr(request.config, "workerinput", {})
    return str(given.get("workerid", "main"))


def settings_for(folder: Path, database_url: str, **more: Any) -> Settings:  # noqa: ANN401  as Settings
    """Return settings for an installation in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    given: dict[str, Any] = {
        "secret_key": "a secret for tests only, long enough",
        "database_url": database_url,
        "public_url": f"http://{HOST}",
        "instance_dir": folder,
        "courses_dir": COURSES,
        **more,
    }
    return Settings(**given)


def build_schema(settings: Settings) -> None:
    """Bring an empty database to the newest schema, as a real start does."""
    app = create_app(settings)
    with app.app_context():
        if any((ROOT / "migrations" / "versions").glob("*.py")):
            upgrade(directory=str(ROOT / "migrations"))
        else:
            db.create_all()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def template(
    request: pytest.FixtureRequest,
    engine: str,
    worker: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Return a migrated, empty database: SQLite's is copied, PostgreSQL's swept for each test."""
    folder = tmp_path_factory.mktemp("template")
    if engine == "sqlite":
        path = folder / "terakoya.db"
        build_schema(settings_for(folder, f"sqlite:///{path}"))
        return str(path)
    name = f"test_{worker}"
    build_schema(settings_for(folder, postgres.create(request.config.stash[CLUSTER_HOST], name)))
    return name


@pytest.fixture(scope="session")
def broom(
    request: pytest.FixtureRequest, engine: str, template: str
) -> Iterator[postgres.Broom | None]:
    """Return what sweeps PostgreSQL's database; None for SQLite."""
    if engine == "sqlite":
        yield None
        return
    with closing(postgres.Broom(request.config.stash[CLUSTER_HOST], template)) as broom:
        yield broom


@pytest.fixture(scope="session")
def lent() -> Iterator[postgres.Lent]:
    """Return the connections to PostgreSQL that this worker's tests have one after the other."""
    with closing(postgres.Lent()) as lent:
        yield lent


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, template: str, tmp_path: Path, broom: postgres.Broom | None
) -> Iterator[str]:
    """Return the address of this test's own database."""
    if broom is None:
        shutil.copy(template, tmp_path / "terakoya.db")
        yield f"sqlite:///{tmp_path / 'terakoya.db'}"
        return
    yield postgres.url(request.config.stash[CLUSTER_HOST], template)
    broom.sweep()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return this test's settings; a module or test that needs others overrides this fixture."""
    return settings_for(tmp_path / "instance", database_url)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, worker: str) -> once.Compiled:
    """Return one store of compiled templates, so that each is compiled once in a run."""
    return once.Compiled(kept.of_the_run(tmp_path_factory, worker) / "templates")


@pytest.fixture
def app(
    settings: Settings, compiled: once.Compiled, engine: str, lent: postgres.Lent
) -> Iterator[Flask]:
    """Return the application, its context pushed, on an empty migrated database."""
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled
    app.test_client_class = PageClient
    with app.app_context():
        once.compile_statements(db.engine)
        if engine == "postgresql":
            lent.to(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def kept_ones(tmp_path_factory: pytest.TempPathFactory) -> kept.Kept:
    """Return the installations that this worker keeps for its tests."""
    return kept.Kept(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def begin(
    request: pytest.FixtureRequest, app: Flask, engine: str, kept_ones: kept.Kept, tmp_path: Path
) -> kept.Begin:
    """Return a function that begins where another test of the module began (tests/kept.py)."""
    assert app

    def began(name: str, make: Callable[[], kept.Told]) -> kept.Told:
        if engine != "sqlite":
            return make()
        return kept_ones.begin(f"{request.module.__name__}.{name}", tmp_path, make)

    return began


@pytest.fixture
def session(app: Flask) -> Session:
    """Return the session of this test's application context: the one ``transaction()`` gives."""
    session: Session = db.session()
    return session


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Return a client that checks every page it gets (tests/client.py)."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture(scope="session")
def independent() -> Iterator[Independent]:
    """Return the verifier that is not ours, one process for all tests of this worker."""
    with closing(Independent()) as independent:
        yield independent


@pytest.fixture
def no_sockets() -> Iterator[None]:
    """Let the test fail if anything in this process asks for the network."""
    with sockets.watched() as asked:
        yield
    assert asked == []
