"""What is made once in a run or a worker: its folder, and installations put back as made."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.db import db

if TYPE_CHECKING:
    import pytest

Told = TypeVar("Told")
DATABASE, FILES = "terakoya.db", "instance"


def of_the_run(tmp_path_factory: "pytest.TempPathFactory", worker: str) -> Path:
    """Return a folder that all parallel workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker == "main" else base.parent


class Begin(Protocol):
    """Brings this test's installation to where ``make`` brings one, and returns what it returned.

    ``make`` works on nothing but the installation: what it does to a client is not put back. Its
    name is the module's own.
    """

    def __call__(self, name: str, make: Callable[[], Told]) -> Told: ...


class Kept:
    """The installations of a worker, as they were when they had just been made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: dict[str, Any] = {}

    def begin(self, name: str, here: Path, make: Callable[[], Told]) -> Told:
        """Put back what is kept by this name, or make and keep it.

        Args:
            name: What it is called, in the whole run.
            here: The folder of the test's own installation, a SQLite database and its files.
            make: Makes it.
        """
        kept = self._folder / name
        if name in self._told:
            _leave()
            shutil.copy(kept / DATABASE, here / DATABASE)
            shutil.copytree(kept / FILES, here / FILES, dirs_exist_ok=True)
            told: Told = self._told[name]
            return told
        told = make()
        _leave()
        kept.mkdir(parents=True)
        with (
            closing(sqlite3.connect(here / DATABASE)) as now,
            closing(sqlite3.connect(kept / DATABASE)) as later,
        ):
            now.backup(later)
        shutil.copytree(here / FILES, kept / FILES)
        self._told[name] = told
        return told


def _leave() -> None:
    """Write everything, and close the database; what the session holds is read anew."""
    db.session.commit()
    db.session.expire_all()
    db.session.rollback()
    db.engine.dispose()
