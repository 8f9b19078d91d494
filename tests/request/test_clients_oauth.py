"""Tokens for programs: the client-credentials grant, its refusals, and the document about it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.clients import calls, queries, rules
from app.clients.service import Issued
from tests.factories.clients import a_client, basic, basic_of

GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
def program(app: Flask) -> FlaskClient:
    """Return a client that is no browser: it checks no pages and holds no cookie."""
    app.config["WTF_CSRF_ENABLED"] = True
    return FlaskClient(app, use_cookies=False)


def a_known_client(session: Session, *scopes: str, per_minute: int = 6000) -> Issued:
    issued = a_client(session, *scopes, per_minute=per_minute)
    session.commit()
    calls.forget()
    return issued


def ask(
    program: FlaskClient, issued: Issued | None = None, /, header: str | None = None, **form: str
) -> TestResponse:
    shown = basic_of(issued) if issued else header
    headers = {"Authorization": shown} if shown else {}
    return program.post("/oauth/token", data={**GRANT, **form}, headers=headers)


def told(response: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = response.get_json()
    return found


@pytest.mark.parametrize("way", ["header", "form"])
def test_a_client_gets_a_token_for_its_secret(
    program: FlaskClient, session: Session, way: str
) -> None:
    issued = a_known_client(session, "statements/write", "state")
    response = (
        ask(program, issued)
        if way == "header"
        else ask(program, client_id=issued.key, client_secret=issued.secret)
    )
    assert response.status_code == 200
    answer = told(response)
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    assert answer["scope"] == "statements/write state"
    caller = calls.authenticate(f"Bearer {answer['access_token']}", now=clock.now())
    assert caller.key == issued.key
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Pragma"] == "no-cache"


def test_a_token_can_carry_less(program: FlaskClient, session: Session) -> None:
    issued = a_known_client(session, "all")
    answer = told(ask(program, issued, scope="statements/write profile"))
    assert answer["scope"] == "statements/write profile"
    caller = calls.authenticate(f"Bearer {answer['access_token']}", now=clock.now())
    assert not caller.may("statements/read")


@pytest.mark.parametrize("scope", ["all", "statements/read", "everything", "", "state all"])
def test_a_token_never_carries_more(program: FlaskClient, session: Session, scope: str) -> None:
    issued = a_known_client(session, "state", "statements/write")
    response = ask(program, issued, scope=scope)
    assert response.status_code == 400
    assert told(response)["error"] == "invalid_scope"


def test_nobody_elses_secret_gets_a_token(program: FlaskClient, session: Session) -> None:
    mine, other = a_known_client(session), a_known_client(session)
    for response in (
        ask(program),
        ask(program, header=basic(mine.key, other.secret)),
        ask(program, header=basic("admin", "admin")),
        ask(program, header="Bearer x"),
        ask(program, header="Digest x"),
        ask(program, client_id=mine.key, client_secret=other.secret),
        ask(program, client_id=mine.key),
        ask(program, mine, client_id=other.key),
    ):
        assert response.status_code == 401
        assert told(response)["error"] == "invalid_client"
        assert response.headers["WWW-Authenticate"].startswith("Basic ")
        assert response.headers["Cache-Control"] == "no-store"


def test_a_request_that_cannot_be_read_is_told_why(program: FlaskClient, session: Session) -> None:
    issued = a_known_client(session)
    headers = {"Authorization": basic_of(issued)}
    for data, error in (
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ["client_credentials"] * 2}, "invalid_request"),
        ({**GRANT, "scope": ["state", "profile"]}, "invalid_request"),
        ({**GRANT, "client_id": issued.key, "client_secret": issued.secret}, "invalid_request"),
    ):
        response = program.post("/oauth/token", data=data, headers=headers)
        assert response.status_code == 400
        assert told(response)["error"] == error
    in_json = program.post("/oauth/token", json=GRANT, headers=headers)
    assert told(in_json)["error"] == "invalid_request"
    in_address = program.post("/oauth/token?grant_type=client_credentials", headers=headers)
    assert told(in_address)["error"] == "invalid_request"


def test_tokens_are_counted_and_have_the_clients_pace(
    program: FlaskClient, session: Session
) -> None:
    issued = a_known_client(session, "state", per_minute=4)
    assert [ask(program, issued).status_code for _ in range(2)] == [200, 200]
    response = ask(program, issued)
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 30
    now = clock.now()
    calls.keep_sums(now=now, at_once=True)
    session.rollback()
    row = queries.client(session, issued.client_id, now=now)
    assert (row.requests, row.refused) == (3, 1)


def test_the_secret_is_in_no_log_and_no_answer(
    program: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    issued = a_known_client(session)
    with caplog.at_level("DEBUG"):
        for response in (ask(program, issued), ask(program, issued, scope="nothing")):
            assert issued.secret not in response.get_data(as_text=True)
            assert issued.secret not in str(response.headers)
    assert issued.secret not in caplog.text


def test_the_document_says_where_tokens_are_and_how(program: FlaskClient) -> None:
    found = told(program.get("/.well-known/oauth-authorization-server"))
    assert found["issuer"] == "http://localhost"
    assert found["token_endpoint"] == "http://localhost/oauth/token"
    assert found["grant_types_supported"] == ["client_credentials"]
    assert found["response_types_supported"] == []
    assert found["scopes_supported"] == list(rules.SCOPES)
