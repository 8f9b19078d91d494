"""The registry's door for other installations: the Open Badges 3.0 API and its refusals."""

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.clients import calls
from app.config import Settings
from app.exchange import rules
from app.identity.service import ensure_installation
from app.outbox.relay import drain
from app.talent.models import ReceivedCredential
from app.wiring import SUBSCRIBERS
from tests.acceptance import acceptance
from tests.factories.clients import a_client, basic_of
from tests.factories.exchange import Elsewhere, an_issuer_elsewhere, trusted
from tests.factories.identity import NOW

BASE = "/ims/ob/v3p0"
SCOPE = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
READ, UPSERT, PROFILE = (
    SCOPE + name for name in ("credential.readonly", "credential.upsert", "profile.readonly")
)
SUBJECT = uuid.UUID(int=0x5EED)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: issuers may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def program(app: Flask, session: Session) -> FlaskClient:
    """Return a client that is no browser."""
    ensure_installation(session, "http://localhost", NOW)
    session.commit()
    app.config["WTF_CSRF_ENABLED"] = True
    return FlaskClient(app, use_cookies=False)


@pytest.fixture
def issuer(app: Flask, session: Session) -> Iterator[Elsewhere]:
    assert app
    with an_issuer_elsewhere() as running:
        trusted(session, running, now=clock.now())
        session.commit()
        yield running


def a_token(program: FlaskClient, session: Session, *scopes: str, **more: Any) -> str:  # noqa: ANN401
    issued = a_client(session, *(scopes or (READ, UPSERT, PROFILE)), **more)
    session.commit()
    calls.forget()
    answer = program.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": basic_of(issued)},
    )
    return f"Bearer {answer.get_json()['access_token']}"


@pytest.fixture
def token(program: FlaskClient, session: Session) -> str:
    return a_token(program, session)


def bring(
    program: FlaskClient, token: str, document: bytes, kind: str = "text/plain"
) -> TestResponse:
    headers = {"Authorization": token, "Content-Type": kind}
    return program.post(f"{BASE}/credentials", data=document, headers=headers)


def read(
    program: FlaskClient, token: str, query: str = "", path: str = "credentials"
) -> TestResponse:
    return program.get(f"{BASE}/{path}{query}", headers={"Authorization": token})


def expect_imsx(answer: TestResponse, status: int, code: str) -> str:
    """Check the shape of a refusal; return its words."""
    told = answer.get_json()
    assert answer.status_code == status
    assert (told["imsx_codeMajor"], told["imsx_severity"]) == ("failure", "error")
    (field,) = told["imsx_codeMinor"]["imsx_codeMinorField"]
    assert field == {
        "imsx_codeMinorFieldName": "TargetEndSystem",
        "imsx_codeMinorFieldValue": code,
    }
    words: str = told["imsx_description"]
    return words


def work() -> None:
    drain(SUBSCRIBERS, now=clock.now)


# -- discovery ------------------------------------------------------------------------------------


@acceptance("14a")
def test_the_description_names_the_calls_and_the_bilateral_profile(
    program: FlaskClient,
) -> None:
    answer = program.get(f"{BASE}/discovery")
    told = answer.get_json()
    assert told["openapi"].startswith("3.0")
    names = {call["operationId"] for path in told["paths"].values() for call in path.values()}
    assert names == {"getServiceDescription", "getCredentials", "upsertCredential", "getProfile"}
    scheme = told["components"]["securitySchemes"]["OAuth2CC"]
    assert "bilateral profile" in scheme["description"]
    assert set(scheme["flows"]["clientCredentials"]["scopes"]) == {READ, UPSERT, PROFILE}
    assert told["info"]["description"] == "Built to Open Badges 3.0; not certified."
    url = "http://localhost"
    assert rules.endpoints_in(told, f"{url}{BASE}/") == (
        f"{url}{BASE}/credentials",
        f"{url}/oauth/token",
    )
    assert "max-age" in answer.headers["Cache-Control"]
    again = program.get(f"{BASE}/discovery", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


# -- who is let in --------------------------------------------------------------------------------


def test_nobody_is_let_in_without_a_token_that_has_the_scope(
    program: FlaskClient, session: Session
) -> None:
    answer = program.get(f"{BASE}/credentials")
    expect_imsx(answer, 401, "unauthorizedrequest")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    issued = a_client(session, UPSERT)
    session.commit()
    calls.forget()
    secret = {"Authorization": basic_of(issued)}
    expect_imsx(program.get(f"{BASE}/profile", headers=secret), 401, "unauthorizedrequest")
    records = a_token(program, session, "all")
    writer = a_token(program, session, UPSERT)
    for given in (records, writer):
        expect_imsx(read(program, given), 403, "forbidden")
    expect_imsx(bring(program, records, b"x"), 403, "forbidden")


def test_a_program_that_asks_too_often_is_told_when_to_come_again(
    program: FlaskClient, session: Session
) -> None:
    token = a_token(program, session, per_minute=4)
    answers = [read(program, token) for _ in range(6)]
    expect_imsx(answers[-1], 429, "server_busy")
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_a_program_learns_who_it_is(program: FlaskClient, session: Session) -> None:
    token = a_token(program, session, PROFILE, name="となり市の学びの場")
    told = read(program, token, path="profile").get_json()
    assert (told["name"], told["type"]) == ("となり市の学びの場", ["Profile"])
    assert told["id"].startswith("urn:uuid:")


# -- upsert ---------------------------------------------------------------------------------------


def test_a_credential_is_created_echoed_unchanged_replaced_and_not_brought_back(
    program: FlaskClient, token: str, issuer: Elsewhere
) -> None:
    made = issuer.credential(SUBJECT)
    first, second = issuer.token(made), issuer.token(issuer.credential(SUBJECT, again=made))
    answer = bring(program, token, first)
    assert (answer.status_code, answer.data, answer.mimetype) == (201, first, "text/plain")
    work()
    answer = bring(program, token, first)
    assert (answer.status_code, answer.data) == (304, b"")
    answer = bring(program, token, second)
    assert (answer.status_code, answer.data) == (200, second)
    expect_imsx(bring(program, token, first), 409, "not_allowed")
    work()
    assert read(program, token).get_json() == {
        "credential": [],
        "compactJwsString": [second.decode()],
    }


@pytest.mark.parametrize("kind", ["application/json", "application/vc+ld+json"])
def test_the_json_form_is_taken_as_either_type(
    program: FlaskClient, token: str, issuer: Elsewhere, kind: str
) -> None:
    document = issuer.signed(issuer.credential(SUBJECT))
    answer = bring(program, token, json.dumps(document).encode(), kind)
    assert (answer.status_code, answer.get_json(), answer.mimetype) == (201, document, kind)
    work()
    assert read(program, token).get_json() == {"credential": [document], "compactJwsString": []}


@acceptance("13b")
def test_what_does_not_pass_is_refused_with_its_reason_and_kept_with_its_verdict(
    program: FlaskClient, token: str, issuer: Elsewhere, session: Session
) -> None:
    head, body, signature = issuer.token(issuer.credential(SUBJECT)).split(b".")
    answer = bring(program, token, b".".join((head, body, signature[:-4] + b"AAAA")))
    assert "中身が変わっています" in expect_imsx(answer, 400, "invalid_data")
    with an_issuer_elsewhere("知らない市") as stranger:
        answer = bring(program, token, stranger.token(stranger.credential(SUBJECT)))
    assert "登録簿にない発行者" in expect_imsx(answer, 400, "invalid_data")
    rows = session.scalars(sa.select(ReceivedCredential)).all()
    assert {one.state.value for one in rows} == {"quarantined"}
    assert read(program, token).get_json() == {"credential": [], "compactJwsString": []}


def test_bodies_of_another_kind_or_size_are_refused_at_once(
    program: FlaskClient, token: str
) -> None:
    expect_imsx(bring(program, token, b"x", "text/html"), 415, "not_acceptable")
    expect_imsx(bring(program, token, b"{}"), 400, "invalid_data")
    expect_imsx(bring(program, token, b"a.b.c", "application/json"), 400, "invalid_data")
    begun = time.monotonic()
    expect_imsx(bring(program, token, b"x" * 1_000_000), 413, "invalid_data")
    assert time.monotonic() - begun < 2


# -- reading back ---------------------------------------------------------------------------------


def test_pages_are_counted_and_linked_and_since_leaves_out(
    program: FlaskClient, token: str, issuer: Elsewhere
) -> None:
    tokens = [issuer.token(issuer.credential(SUBJECT, index=n)) for n in range(5)]
    for one in tokens:
        assert bring(program, token, one).status_code == 201
    work()
    answer = read(program, token, "?limit=2&offset=2")
    assert answer.get_json()["compactJwsString"] == [one.decode() for one in tokens[2:4]]
    assert answer.headers["X-Total-Count"] == "5"
    parts = [part.split("; rel=") for part in answer.headers["Link"].split(", ")]
    links = {rel: target for target, rel in parts}
    url = f"http://localhost{BASE}/credentials?limit=2&offset="
    assert links == {
        '"first"': f"<{url}0>",
        '"prev"': f"<{url}0>",
        '"next"': f"<{url}4>",
        '"last"': f"<{url}4>",
    }
    assert 'rel="next"' not in read(program, token, "?limit=2&offset=4").headers["Link"]
    tomorrow = (NOW + timedelta(days=1)).isoformat()
    assert read(program, token, f"?since={tomorrow}").headers["X-Total-Count"] == "0"
    assert read(program, token, "?since=2026-11-01T00:00:00Z").headers["X-Total-Count"] == "5"


@pytest.mark.parametrize("query", ["?limit=0", "?offset=-1", "?limit=x", "?since=yesterday"])
def test_queries_that_mean_nothing_are_refused(
    program: FlaskClient, token: str, query: str
) -> None:
    expect_imsx(read(program, token, query), 400, "invalid_query_parameter")


def test_a_program_reads_nothing_that_another_brought(
    program: FlaskClient, token: str, issuer: Elsewhere, session: Session
) -> None:
    bring(program, token, issuer.token(issuer.credential(SUBJECT)))
    other = a_token(program, session)
    assert read(program, other).headers["X-Total-Count"] == "0"
    assert read(program, token).headers["X-Total-Count"] == "1"
