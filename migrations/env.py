"""Bring a database to the schema of the models.

Every migration must work with the code that still runs (add → backfill → switch → drop). On
PostgreSQL a migration that cannot get its lock quickly gives up instead of queueing everybody
behind itself; on SQLite tables are rebuilt in batch mode.
"""

from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.db import UtcDateTime

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

LOCK_SECONDS = 4
STATEMENT_SECONDS = 60


def render_item(kind: str, item: object, autogen: "AutogenContext") -> str | Literal[False]:
    """Write our own column types as plain ones: a migration must outlive the code of today."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, sa.JSON):
        autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


def options(connection: sa.Connection | None) -> dict[str, Any]:
    """Return what online and offline runs share."""
    is_sqlite = connection is None or connection.dialect.name == "sqlite"
    return {
        "target_metadata": current_app.extensions["migrate"].db.metadata,
        "render_item": render_item,
        "render_as_batch": True,
        "compare_type": True,
        "transactional_ddl": True,  # on SQLite too: app/db.py begins transactions itself
        "transaction_per_migration": not is_sqlite,
    }


def run_offline() -> None:
    """Print the SQL instead of running it (``flask db upgrade --sql``)."""
    engine = current_app.extensions["migrate"].db.engine
    context.configure(
        url=engine.url.render_as_string(hide_password=False),
        literal_binds=True,
        **options(None),
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Run the migrations on the application's database."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text(f"SET lock_timeout = '{LOCK_SECONDS}s'"))
            connection.execute(sa.text(f"SET statement_timeout = '{STATEMENT_SECONDS}s'"))
            connection.commit()
        if connection.dialect.name == "sqlite":
            _sqlite_foreign_keys(connection, on=False)
        context.configure(connection=connection, **options(connection))
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            connection.rollback()
            _sqlite_foreign_keys(connection, on=True)
            if broken:
                raise RuntimeError(f"rows refer to nothing after this migration: {broken[:5]}")


def _sqlite_foreign_keys(connection: sa.Connection, *, on: bool) -> None:
    """Switch references off while tables are rebuilt: dropping one must not take rows along.

    SQLite ignores this inside a transaction, so the driver is told directly, before one begins.
    """
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  the connection is open
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
