"""``flask credentials``: what an operator does, and what is said when something is wrong."""

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.credentials.cli import cli
from app.credentials.models import Credential, CredentialState
from app.identity.service import ensure_installation
from app.outbox.models import OutboxEvent
from tests.factories.credentials import BASE, NOW, a_credential, an_issuer_on_record
from tests.factories.identity import a_clerk


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(cli, words)


@pytest.fixture
def _started(session: Session) -> None:
    ensure_installation(session, BASE, NOW)
    session.commit()


@pytest.mark.usefixtures("_started")
def test_keys_are_made_once_and_then_there(app: Flask, settings: Settings) -> None:
    assert run(app, "keys", "check").exit_code == 1
    made = run(app, "keys", "make")
    assert made.exit_code == 0
    assert made.output.count("作りました:") == 2
    assert run(app, "keys", "make").output.count("あります:") == 2
    assert run(app, "keys", "check").exit_code == 0
    assert len(list((settings.instance_dir / "keys").iterdir())) == 2


@pytest.mark.usefixtures("_started")
def test_a_lost_key_is_told_and_not_replaced(app: Flask, settings: Settings) -> None:
    run(app, "keys", "make")
    (settings.instance_dir / "keys" / "rs-1.pem").unlink()
    for command in ("make", "check"):
        told = run(app, "keys", command)
        assert told.exit_code == 1
        assert "rs-1.pem が見つかりません" in told.output
    assert not (settings.instance_dir / "keys" / "rs-1.pem").exists()


def test_before_the_first_start_the_commands_say_what_comes_first(app: Flask) -> None:
    for command in ("make", "check"):
        told = run(app, "keys", command)
        assert told.exit_code == 1
        assert "make run" in told.output


def test_what_waits_is_sent_on(app: Flask, session: Session, settings: Settings) -> None:
    signers = an_issuer_on_record(session, settings.instance_dir)
    a_credential(session, a_clerk(session), signers, is_signed=False)
    a_credential(session, a_clerk(session), signers)
    session.commit()
    before = session.scalars(sa.select(OutboxEvent)).all()
    assert "1件の修了証" in run(app, "retry").output
    assert len(session.scalars(sa.select(OutboxEvent)).all()) == len(before) + 1


def test_a_credential_is_revoked_by_its_number(
    app: Flask, session: Session, settings: Settings
) -> None:
    signers = an_issuer_on_record(session, settings.instance_dir)
    credential = a_credential(session, a_clerk(session), signers)
    session.commit()
    assert run(app, "revoke", "R8-0001", "--reason", "まちがい").exit_code == 0
    session.expire_all()
    row = session.get_one(Credential, credential.id)
    assert (row.state, row.revoked_reason) == (CredentialState.REVOKED, "まちがい")
    assert run(app, "revoke", "R8-0001", "--reason", "もう一度").exit_code == 1
    assert "という番号の修了証はありません" in run(app, "revoke", "R8-9", "--reason", "x").output
