"""A database file that is deleted or replaced under a running site is noticed at once.

SQLite goes on reading and writing a file that has no name any more, and makes a new, empty one
for whoever connects next. Both would look like a working site that forgets. So every loan of a
connection first looks whether the file is still the one that was opened.
"""

import os
import sqlite3
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import event

from app.db import db

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

Identity = tuple[int, int]


def watch_database_file(app: Flask) -> None:
    """Let a lost database answer as a database that cannot be reached (``OperationalError``)."""
    with app.app_context():
        engine = db.engine
    path = engine.url.database
    if engine.url.get_backend_name() != "sqlite" or not path:
        return
    opened: list[Identity] = []

    @event.listens_for(engine, "do_connect")
    def _connect(dialect: "Dialect", _record: object, given: Any, more: Any) -> object:  # noqa: ANN401  a driver's own arguments
        if opened:
            _refuse_lost(path, opened[0])
        connection = dialect.connect(*given, **more)
        if not opened:
            opened.append(_identity(path))
        return connection

    @event.listens_for(engine, "checkout")
    def _lend(*_: object) -> None:
        _refuse_lost(path, opened[0])


def _refuse_lost(path: str, opened: Identity) -> None:
    try:
        is_same = _identity(path) == opened
    except OSError:
        is_same = False
    if not is_same:
        raise sqlite3.OperationalError(
            f"{path} が、消えたか、別のファイルに変わりました。"
            "寺子屋を止めてから、確かめてください"
        )


def _identity(path: str) -> Identity:
    found = os.stat(path)  # noqa: PTH116  a hot path: once a request
    return found.st_dev, found.st_ino
