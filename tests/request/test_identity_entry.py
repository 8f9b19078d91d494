"""Signing in and out, and the demo's cards, as a browser sees it."""

import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.config import Settings
from app.identity import rules, service
from app.identity.models import User
from app.identity.service import NewCard, NewUser
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.identity import (
    NOW,
    PASSWORD,
    a_clerk,
    a_user,
    is_in,
    sign_in,
)


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Settings:
    """Return settings; a test asks for more with ``@pytest.mark.parametrize("settings", …)``."""
    more = getattr(request, "param", {})
    return settings_for(tmp_path / "instance", database_url, **more)


DEMO = pytest.mark.parametrize("settings", [{"demo": True}], indirect=True)
HTTPS = pytest.mark.parametrize(
    "settings", [{"public_url": "https://learn.example.jp"}], indirect=True
)


def test_the_door_speaks_plainly(client: PageClient) -> None:
    page = client.see("/sign-in")
    assert page.heading == "続きからはじめる"
    assert "ログイン" not in page.text


def test_somebody_signs_in_and_goes_where_they_wanted(
    client: PageClient, session: Session
) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    form = {"login": "haru", "password": PASSWORD, "next": "/settings?x=1"}
    response = client.post("/sign-in", data=form)
    assert (response.status_code, response.location) == (303, "/settings?x=1")
    assert is_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", ""]
)
def test_no_way_on_leads_out_of_the_site(
    client: PageClient, session: Session, target: str
) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    page = client.see("/sign-in", query_string={"next": target})
    (kept,) = (one for one in page.all("input") if one.get("id") == "next")
    assert kept.get("value") == ""
    form = {"login": "haru", "password": PASSWORD, "next": target}
    assert client.post("/sign-in", data=form).location == "/"


def test_the_answer_does_not_tell_whether_an_account_exists(
    client: PageClient, session: Session
) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    gone = a_user(session, login_id="gone", password=PASSWORD)
    service.disable_user(session, gone.id, now=NOW)
    texts = set()
    for login, password in (("haru", "wrong"), ("nobody", "wrong"), ("gone", PASSWORD)):
        response = client.post("/sign-in", data={"login": login, "password": password})
        assert response.status_code == 422
        texts.add(client.page.text)
        assert f'value="{login}"' in response.get_data(as_text=True)
        assert password not in response.get_data(as_text=True)
    assert len(texts) == 1


def test_missing_words_are_asked_for_at_their_fields(client: PageClient) -> None:
    assert client.post("/sign-in", data={}).status_code == 422
    assert "パスワードを入れてください。" in client.page.text
    assert client.page.links["パスワードを入れてください。"] == "#password"


def test_after_ten_failures_the_door_asks_to_wait(client: PageClient, session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    for _ in range(10):
        client.post("/sign-in", data={"login": "haru", "password": "wrong"})
    assert client.post("/sign-in", data={"login": "haru", "password": PASSWORD}).status_code == 429
    assert "15分ほど待ってから" in client.page.text


@pytest.mark.usefixtures("cheap_hash")
def test_a_spray_is_stopped_and_written_down_once_while_the_known_come_in(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SPRAYED_ACCOUNTS", 12)
    a_user(session, login_id="regular", password=PASSWORD)
    a_user(session, login_id="newcomer", password=PASSWORD)
    known = {"login": "regular", "password": PASSWORD}
    client.post("/sign-in", data=known)
    client.post("/sign-out")
    statuses = [
        client.post("/sign-in", data={"login": f"pupil{n}", "password": "summer2026"}).status_code
        for n in range(15)
    ]
    assert statuses == [422] * 12 + [429] * 3
    new = {"login": "newcomer", "password": PASSWORD}
    assert client.post("/sign-in", data=new).status_code == 429
    assert client.post("/sign-in", data=known).status_code == 303
    client.post("/sign-out")
    elsewhere = {"REMOTE_ADDR": "198.51.100.4"}
    assert client.post("/sign-in", data=new, environ_base=elsewhere).status_code == 303
    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.details) == ("sign_in.limited", {"limit": "spray"})


def test_signing_in_starts_a_new_session(client: PageClient, session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    client.post("/sign-in", data={"login": "haru", "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_the_cookie_is_for_this_site_alone(client: PageClient, session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    response = client.post("/sign-in", data={"login": "haru", "password": PASSWORD})
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


@HTTPS
def test_under_https_the_cookie_never_travels_in_the_clear(
    client: PageClient, session: Session
) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    response = client.post("/sign-in", data={"login": "haru", "password": PASSWORD})
    assert "Secure" in response.headers["Set-Cookie"]


def test_a_post_without_a_token_is_refused(app: Flask, session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    session.commit()
    form = {"login": "haru", "password": PASSWORD}
    for path in ("/sign-in", "/sign-in/demo", "/sign-up", "/sign-out", "/settings/view"):
        client = app.test_client()
        app.config["WTF_CSRF_ENABLED"] = True
        response = FlaskClient.open(client, path, method="POST", data=form)
        assert response.status_code == 400, path


def test_signing_out_works_and_twice_as_well(client: PageClient, session: Session) -> None:
    sign_in(client, a_clerk(session))
    assert is_in(client)
    assert client.post("/sign-out").status_code == 303
    assert not is_in(client)
    assert client.post("/sign-out").status_code == 303


def test_whoever_is_in_already_is_sent_on(client: PageClient, session: Session) -> None:
    sign_in(client, a_clerk(session))
    assert client.get("/sign-in?next=/settings").location == "/settings"
    assert client.get("/sign-up").location == "/"


# --- the demo's cards --------------------------------------------------------------------------


def _yui(session: Session, *, is_demo: bool = True) -> User:
    card = NewCard(1, "学ぶ人", "ゆいさん", "小学3年生", "bag", "kusa")
    new = NewUser("架空", "ゆい", grade=3, card=card)
    return service.create_user(session, new, now=NOW, is_demo=is_demo)


@DEMO
def test_a_demo_shows_its_people_as_cards(client: PageClient, session: Session) -> None:
    yui = _yui(session)
    page = client.see("/sign-in?next=/settings")
    assert page.heading == "だれになって、はじめますか"
    assert "ゆいさん" in page.text
    assert client.see("/sign-in?own=1").heading == "続きからはじめる"
    form = {"user": str(yui.id), "next": "/settings"}
    assert client.post("/sign-in/demo", data=form).location == "/settings"
    assert client.see("/settings").audience == "child"


@DEMO
def test_a_demo_card_opens_nobody_else(client: PageClient, session: Session) -> None:
    joined = a_user(session, is_demo=True)
    real = _yui(session, is_demo=False)
    for user_id in (str(joined.id), str(real.id), str(uuid.uuid4()), "x", ""):
        assert client.post("/sign-in/demo", data={"user": user_id}).status_code == 404
    assert not is_in(client)


def test_outside_a_demo_there_are_no_cards(client: PageClient, session: Session) -> None:
    yui = _yui(session)
    assert client.see("/sign-in").heading == "続きからはじめる"
    assert client.post("/sign-in/demo", data={"user": str(yui.id)}).status_code == 404
