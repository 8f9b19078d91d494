"""``flask lrs erase``: asks first, erases, and says what stays where."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db
from app.identity.service import disable_user, ensure_installation
from app.lrs import service
from app.lrs.cli import cli
from app.lrs.models import Erasure, StoredStatement
from tests.factories.identity import a_user
from tests.factories.lrs import HOME, NOW, a_statement, an_actor

NAME = uuid.UUID("5d4e1a52-8a4c-4f6e-9a33-52bd3e1f8c11")
PERSON = an_actor(NAME)


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(cli, words)


@pytest.fixture(autouse=True)
def _started(session: Session) -> None:
    ensure_installation(session, HOME, NOW)
    session.commit()


def put(session: Session, **changes: object) -> uuid.UUID:
    """Store a statement, the person's unless ``changes`` say otherwise."""
    statement = a_statement(**{"actor": PERSON, **changes})
    statement_id = service.record(session, statement, now=NOW, authority=an_actor("terakoya"))
    session.commit()
    return statement_id


def left(session: Session) -> set[uuid.UUID]:
    session.rollback()
    return set(session.scalars(sa.select(StoredStatement.id)))


def test_a_dry_run_counts_and_changes_nothing(app: Flask, session: Session) -> None:
    put(session)
    put(session, actor=an_actor("other"), context={"instructor": PERSON})
    told = run(app, "erase", "--person", str(NAME), "--dry-run")
    assert told.exit_code == 0
    assert "消す記録 1件" in told.output
    assert "人の記録 1件" in told.output
    assert len(left(session)) == 2
    assert session.scalars(sa.select(Erasure)).all() == []


def test_the_command_asks_first_and_says_what_stays(app: Flask, session: Session) -> None:
    statement_id = put(session)
    no = app.test_cli_runner().invoke(cli, ["erase", "--person", str(NAME)], input="n\n")
    assert no.exit_code == 1
    assert statement_id in left(session)
    mention = put(session, actor=an_actor("other"), result={"response": f"thanks to {NAME}"})
    told = run(app, "erase", "--person", str(NAME), "--yes")
    assert told.exit_code == 0, told.output
    assert statement_id not in left(session)
    assert f"まだ残っています: {mention}" in told.output
    assert "バックアップ" in told.output
    assert "修了証" in told.output


def test_a_person_of_the_house_is_named_by_login_once_their_account_is_closed(
    app: Flask, session: Session
) -> None:
    user = a_user(session, login_id="sakura", email="sakura@example.jp")
    statement_id = put(session, actor=an_actor(user.actor_name))
    by_mail = put(session, actor={"mbox": "mailto:sakura@example.jp"})
    session.commit()
    told = run(app, "erase", "--person", "sakura", "--yes")
    assert told.exit_code == 1
    assert "先に" in told.output
    assert run(app, "erase", "--person", "sakura", "--dry-run").exit_code == 0
    disable_user(session, user.id, now=datetime(2026, 10, 2, tzinfo=UTC))
    assert run(app, "erase", "--person", "Sakura", "--yes").exit_code == 0
    assert statement_id not in left(session)
    assert by_mail not in left(session)
    assert run(app, "erase", "--person", "nobody", "--yes").exit_code == 1


def test_no_byte_of_the_database_file_holds_the_name(
    session: Session, engine: str, app: Flask, settings: Settings
) -> None:
    if engine != "sqlite":
        pytest.skip("PostgreSQL's files are its own business")
    for _ in range(50):
        put(session, result={"response": "何も言わない" * 200})
    put(session, actor=an_actor("other"), context={"instructor": PERSON})
    path = session.get_bind().url.database  # type: ignore[union-attr]
    assert path is not None
    assert run(app, "erase", "--person", str(NAME), "--yes").exit_code == 0
    session.rollback()
    found = [
        suffix for suffix in ("", "-wal") if str(NAME).encode() in Path(path + suffix).read_bytes()
    ]
    assert found == []
