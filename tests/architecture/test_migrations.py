"""The migrations: forth, back and forth again, on both engines; and equal to the models."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app

from app.db import db
from app.factory import create_app
from tests import postgres
from tests.architecture.source import ROOT
from tests.conftest import CLUSTER_HOST, settings_for

HOW = 'make one: .venv/bin/python -m flask --app wsgi db migrate --rev-id NNNN -m "add …"'


@pytest.fixture
def empty(
    request: pytest.FixtureRequest, engine: str, worker: str, tmp_path: Path
) -> Iterator[Flask]:
    """Return the application on a database without any table."""
    if engine == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = postgres.create(request.config.stash[CLUSTER_HOST], f"empty_{worker}")
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _alembic() -> Config:
    config: Config = current_app.extensions["migrate"].migrate.get_config(str(ROOT / "migrations"))
    return config


def _tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.mark.usefixtures("empty")
def test_migrations_go_forth_and_back_and_forth() -> None:
    command.upgrade(_alembic(), "head")
    assert _tables() == set(db.metadata.tables)
    command.downgrade(_alembic(), "base")
    assert _tables() == set()
    command.upgrade(_alembic(), "head")
    assert _tables() == set(db.metadata.tables)


@pytest.mark.usefixtures("empty")
def test_the_newest_schema_is_the_models() -> None:
    command.upgrade(_alembic(), "head")
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == [], HOW


@pytest.mark.usefixtures("empty")
def test_the_migrations_keep_every_check_of_the_models() -> None:
    command.upgrade(_alembic(), "head")
    found = sa.inspect(db.engine)
    for table in db.metadata.tables.values():
        wanted = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        there = {c["name"] for c in found.get_check_constraints(table.name)}
        assert wanted - there == set(), table.name


@pytest.mark.usefixtures("empty")
def test_migrations_are_numbered_in_one_line() -> None:
    scripts = ScriptDirectory.from_config(_alembic())
    assert len(scripts.get_heads()) == 1
    names = [Path(one.path).name for one in scripts.walk_revisions()][::-1]
    assert [n for n in names if not re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", n)] == []
    assert [int(n[:4]) for n in names] == list(range(1, len(names) + 1))


@pytest.mark.usefixtures("empty")
def test_a_person_is_deleted_without_reading_a_whole_table() -> None:
    command.upgrade(_alembic(), "head")
    found = sa.inspect(db.engine)
    unled = [
        (name, column)
        for name in sorted(_tables())
        for key in found.get_foreign_keys(name)
        for column in key["constrained_columns"]
        if key["referred_table"] == "user" and column not in _led(found, name)
    ]
    assert unled == [], "each deletion of a guest looks there"


def _led(found: sa.Inspector, table: str) -> set[str | None]:
    """Return the columns of a table that some index begins with."""
    unique = [one["column_names"][0] for one in found.get_unique_constraints(table)]
    primary = found.get_pk_constraint(table)["constrained_columns"][:1]
    return {*unique, *primary, *(one["column_names"][0] for one in found.get_indexes(table))}
