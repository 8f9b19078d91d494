"""``flask lrs client``: the secret once, and an end to it."""

from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.clients import calls, rules, service
from app.clients.cli import client
from app.clients.errors import NotAuthenticated
from tests.factories.clients import a_client, basic, basic_of


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(client, words)


def shown(result: Result) -> tuple[str, str]:
    """Return the key and secret that a command printed."""
    words = result.output.split()
    (key,) = (word for word in words if rules.KEY.fullmatch(word))
    (secret,) = (word for word in words if rules.SECRET.fullmatch(word))
    return key, secret


@pytest.mark.usefixtures("session")
def test_a_new_clients_secret_is_printed_once(app: Flask) -> None:
    beginning, origin = "https://x.example.jp/c/", "https://app.example.jp"
    done = run(
        app,
        *("add", "図書館", "--scope", "statements/write,state", "--per-minute", "60"),
        *("--reports-on", beginning, "--origin", origin),
    )
    assert done.exit_code == 0, done.output
    key, secret = shown(done)
    caller = calls.authenticate(basic(key, secret), now=clock.now())
    assert caller.name == "図書館"
    assert caller.scopes == {"statements/write", "state"}
    assert caller.reports_on == (beginning,)
    assert caller.origins == {origin}
    assert caller.per_minute == 60
    listed = run(app, "list").output
    assert key in listed
    assert "statements/write,state" in listed
    assert secret not in listed


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    "words",
    [
        ("add", "図書館"),
        ("add", "図書館", "--scope", "everything"),
        ("add", "図書館", "--scope", ""),
        ("add", " ", "--scope", "all"),
        ("add", "あ" * 121, "--scope", "all"),
        ("add", "図書館", "--scope", "all", "--origin", "*"),
        ("add", "図書館", "--scope", "all", "--reports-on", "courses"),
        ("add", "図書館", "--scope", "all", "--per-minute", "0"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_made(app: Flask, words: tuple[str, ...]) -> None:
    assert run(app, *words).exit_code == 2
    assert "まだありません" in run(app, "list").output


def test_a_name_is_given_once(app: Flask, session: Session) -> None:
    a_client(session, name="図書館")
    session.commit()
    done = run(app, "add", "図書館", "--scope", "all")
    assert done.exit_code == 1
    assert "もうあります" in done.output


def test_a_rotation_prints_the_new_secret(app: Flask, session: Session) -> None:
    issued = a_client(session)
    session.commit()
    key, secret = shown(run(app, "rotate", issued.key, "--grace", "24"))
    assert key == issued.key
    now = clock.now()
    calls.authenticate(basic(key, secret), now=now)
    calls.authenticate(basic_of(issued), now=now)
    assert run(app, "rotate", issued.key, "--grace", "169").exit_code == 2
    _key, newest = shown(run(app, "rotate", issued.key))
    later = now + timedelta(seconds=6)
    calls.authenticate(basic(key, newest), now=later)
    for old in (secret, issued.secret):
        with pytest.raises(NotAuthenticated):
            calls.authenticate(basic(key, old), now=later)


def test_a_revoked_client_is_listed_as_such_and_gone(app: Flask, session: Session) -> None:
    issued = a_client(session)
    now = clock.now()
    service.add_usage(session, {(issued.client_id, clock.day_of(now)): (7, 9, 1)})
    session.commit()
    assert run(app, "revoke", issued.key).exit_code == 0
    with pytest.raises(NotAuthenticated):
        calls.authenticate(basic_of(issued), now=now)
    listed = run(app, "list").output
    assert "止めた日" in listed
    assert "30日に 7回（断った 1回）、記録 9件" in listed
    for command in ("revoke", "rotate"):
        told = run(app, command, issued.key)
        assert told.exit_code == 1
        assert "もう止めてあります" in told.output
