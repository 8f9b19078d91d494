"""Signing in, up and out, as a browser sees it."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.identity import service
from app.identity.models import OneTimeLink, Post, Role, User
from app.identity.service import NewCard, NewUser
from app.outbox.models import OutboxEvent
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.identity import (
    NOW,
    PASSWORD,
    a_child,
    a_city,
    a_clerk,
    a_user,
    an_administrator,
    sign_in,
)

HARU = {
    "family_name": "髙橋",
    "given_name": "ハル",
    "login": "haru",
    "password": PASSWORD,
    "birth_year": "昭和29年",
    "is_adult": "y",
}


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Settings:
    """Return settings; a test asks for more with ``@pytest.mark.parametrize("settings", …)``."""
    more = getattr(request, "param", {})
    return settings_for(tmp_path / "instance", database_url, **more)


DEMO = pytest.mark.parametrize("settings", [{"demo": True}], indirect=True)
MAIL = pytest.mark.parametrize("settings", [{"smtp_url": "smtp://localhost"}], indirect=True)
HTTPS = pytest.mark.parametrize(
    "settings", [{"public_url": "https://learn.example.jp"}], indirect=True
)


def count(session: Session, table: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def is_in(client: PageClient) -> bool:
    """Say whether the client's cookie still opens a page for the signed-in only."""
    return client.get("/admin/people").status_code != 302


# --- signing in --------------------------------------------------------------------------------


def test_the_door_speaks_plainly(client: PageClient) -> None:
    page = client.see("/sign-in")
    assert page.heading == "続きから はじめる"
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


# --- the session -------------------------------------------------------------------------------


def test_visitors_are_sent_to_the_door_and_back(client: PageClient) -> None:
    response = client.get("/admin/people?q=%E6%A3%AE")
    assert response.status_code == 302
    assert response.location == "/sign-in?next=/admin/people?q%3D%25E6%25A3%25AE"


def test_a_fragment_sends_the_whole_page_to_the_door(client: PageClient) -> None:
    response = client.fragment("GET", "/admin/people")
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in?next=/admin/people"


def test_a_post_goes_back_to_the_page_it_stood_on(client: PageClient) -> None:
    response = client.post("/settings/password", headers={"Referer": "http://localhost/settings"})
    assert response.location == "/sign-in?next=/settings"
    foreign = client.post("/settings/password", headers={"Referer": "http://localhost.evil/x"})
    assert foreign.location == "/sign-in"


def test_signing_out_everywhere_ends_every_session(
    app: Flask, client: PageClient, session: Session
) -> None:
    clerk = a_clerk(session)
    other = app.test_client()
    assert isinstance(other, PageClient)
    for one in (client, other):
        sign_in(one, clerk)
        assert is_in(one)
    client.post("/settings/sign-out-everywhere")
    assert not is_in(client)
    assert not is_in(other)


def test_disabling_an_account_ends_its_sessions(client: PageClient, session: Session) -> None:
    clerk = a_clerk(session)
    sign_in(client, clerk)
    assert is_in(client)
    service.disable_user(session, clerk.id, now=NOW)
    assert not is_in(client)


@pytest.mark.parametrize("value", ["", "x", "x:0", f"{uuid.uuid4()}:0", f"{uuid.uuid4()}"])
def test_a_strange_cookie_opens_nothing(client: PageClient, value: str) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = value
    assert not is_in(client)


def test_a_session_with_a_post_ends_after_twelve_hours(
    client: PageClient, session: Session
) -> None:
    for user, hours, stays in (
        (a_clerk(session), 11, True),
        (a_clerk(session), 13, False),
        (a_child(session), 13, False),
        (a_user(session), 13, True),
        (a_user(session), 31 * 24, False),
    ):
        sign_in(client, user)
        with client.session_transaction() as cookie:
            cookie["since"] = int((clock.now() - timedelta(hours=hours)).timestamp())
        assert is_in(client) is stays


def test_a_page_costs_one_query_to_know_its_reader(client: PageClient, session: Session) -> None:
    sign_in(client, a_clerk(session))
    client.see("/settings")
    assert len(client.queries) == 1
    client.post("/sign-out")
    client.see("/settings")
    assert client.queries == []


# --- signing up --------------------------------------------------------------------------------


def test_a_citizen_joins_and_is_in(client: PageClient, session: Session) -> None:
    client.see("/sign-up")
    response = client.post("/sign-up", data={**HARU, "next": "/settings"})
    assert (response.status_code, response.location) == (303, "/settings")
    user = session.scalars(sa.select(User)).one()
    assert (user.name, user.login_id, user.grade, user.is_demo) == (
        "髙橋 ハル",
        "haru",
        None,
        False,
    )
    assert count(session, Post) == 0
    assert "髙橋 ハル" in client.see("/settings").text or is_in(client)


@pytest.mark.parametrize(
    "forged",
    [
        {"role": "administrator"},
        {"organization": str(uuid.uuid4())},
        {"organization_id": "1"},
        {"grade": "3"},
        {"is_demo": "1"},
        {"password_hash": "x"},
    ],
)
def test_forged_fields_are_refused_and_nothing_is_stored(
    client: PageClient, session: Session, forged: dict[str, str]
) -> None:
    assert client.post("/sign-up", data={**HARU, **forged}).status_code == 400
    assert count(session, User) == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"birth_year": "2015"}, "18歳になっていない方は"),
        ({"birth_year": "来年"}, "「1954」か「昭和29年」"),
        ({"is_adult": None}, "しるしを付けてください"),
        ({"password": "short"}, "もう少し長い"),
        ({"password": "髙橋の庭に来る鳥たち"}, "お名前やID"),
        ({"login": "はる"}, "半角の英字と数字"),
        ({"family_name": " "}, "姓を入れてください"),
        ({"given_name": "あ" * 61}, "60文字まで"),
    ],
)
def test_each_fault_is_told_beside_its_field_and_the_rest_is_kept(
    client: PageClient, session: Session, change: dict[str, str | None], told: str
) -> None:
    sent = {name: value for name, value in {**HARU, **change}.items() if value is not None}
    response = client.post("/sign-up", data=sent)
    body = response.get_data(as_text=True)
    assert response.status_code == 422
    assert told in client.page.text
    assert sent["password"] not in re.sub(r"髙橋の庭.*?鳥たち", "", body) or "髙橋の庭" not in body
    assert f'value="{HARU["birth_year"]}"' in body or "birth_year" in change
    assert count(session, User) == 0


def test_a_taken_id_is_told_and_nothing_changes(client: PageClient, session: Session) -> None:
    a_user(session, login_id="haru")
    assert client.post("/sign-up", data=HARU).status_code == 422
    assert "このIDは使えません" in client.page.text
    assert count(session, User) == 1


@DEMO
def test_whoever_joins_a_demo_is_marked(client: PageClient, session: Session) -> None:
    client.post("/sign-up", data=HARU)
    assert session.scalars(sa.select(User.is_demo)).one() is True


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
    assert client.see("/sign-in?own=1").heading == "続きから はじめる"
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
    assert client.see("/sign-in").heading == "続きから はじめる"
    assert client.post("/sign-in/demo", data={"user": str(yui.id)}).status_code == 404


# --- a forgotten password ----------------------------------------------------------------------


def test_without_mail_the_page_says_whom_to_ask(client: PageClient) -> None:
    assert "担任の先生か、学校の管理者" in client.see("/password/reset").text
    assert client.post("/password/reset", data={"email": "haru@example.jp"}).status_code == 422


@MAIL
def test_known_and_unknown_addresses_get_the_same_answer(
    client: PageClient, session: Session
) -> None:
    a_user(session, email="haru@example.jp")
    client.see("/password/reset")
    texts = set()
    for email in ("haru@example.jp", "nobody@example.jp"):
        assert client.post("/password/reset", data={"email": email}).status_code == 200
        texts.add(client.page.text)
    assert len(texts) == 1
    assert count(session, OutboxEvent) == 1


@MAIL
def test_too_many_requests_from_one_address_wait(client: PageClient) -> None:
    answers = [
        client.post("/password/reset", data={"email": f"n{n}@example.jp"}).status_code
        for n in range(21)
    ]
    assert answers == [200] * 20 + [429]


def test_a_link_sets_a_password_once(app: Flask, client: PageClient, session: Session) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    link = service.issue_reset_link(session, user.id, now=clock.now())
    path = link.url("")
    client.see(path)
    client.see(path)
    assert client.post(path, data={"new": "short"}).status_code == 422
    assert client.post(path, data={"new": "natsu no umi no iro"}).location == "/"
    assert is_in(client)
    stranger = app.test_client()
    assert stranger.get(path).status_code == 410
    assert stranger.post(path, data={"new": "fuyu no yama no ie"}).status_code == 410


def test_expired_and_invented_links_look_alike(client: PageClient, session: Session) -> None:
    user = a_user(session)
    old = service.issue_reset_link(session, user.id, now=clock.now() - timedelta(days=2))
    texts = set()
    for path in (old.url(""), "/password/reset/invented"):
        texts.add(client.see(path, status=410).text)
        assert client.post(path, data={"new": "fuyu no yama no ie"}).status_code == 410
    assert len(texts) == 1


def test_an_invited_person_chooses_a_login_and_comes_in(
    client: PageClient, session: Session
) -> None:
    link = service.invite(
        session, NewUser("髙木", "智子"), a_city(session), Role.HR, now=clock.now()
    )
    assert client.see(link.url("")).heading == "寺子屋へ ようこそ"
    assert client.post(link.url(""), data={"new": "natsu no umi no iro"}).status_code == 422
    sent = {"login": "Tomoko", "new": "natsu no umi no iro"}
    assert client.post(link.url(""), data=sent).location == "/"
    session.expire_all()
    assert session.get_one(User, link.user_id).login_id == "tomoko"


# --- settings ----------------------------------------------------------------------------------


def test_a_visitor_chooses_the_text_size_and_it_stays(client: PageClient) -> None:
    response = client.post("/settings/view", data={"size": "xl", "next": "/sign-up"})
    assert (response.status_code, response.location) == (303, "/sign-up")
    assert client.see("/sign-up").one("html").get("data-size") == "xl"
    client.post("/settings/view", data={"ruby": "all"})
    root = client.see("/sign-up").one("html")
    assert (root.get("data-size"), "data-ruby" in root.attributes) == ("xl", True)


def test_a_childs_choice_is_the_childs_on_every_device(
    app: Flask, client: PageClient, session: Session
) -> None:
    child = a_child(session)
    sign_in(client, child)
    assert "data-ruby" in client.see("/settings").one("html").attributes
    client.post("/settings/view", data={"ruby": "none"})
    other = app.test_client()
    assert isinstance(other, PageClient)
    session.expire_all()
    sign_in(other, child)
    assert "data-ruby" not in other.see("/settings").one("html").attributes


@pytest.mark.parametrize("sent", [{"size": "huge"}, {"ruby": "x"}, {"locale": "tlh"}])
def test_unknown_display_settings_are_refused(client: PageClient, sent: dict[str, str]) -> None:
    assert client.post("/settings/view", data=sent).status_code == 400


def test_the_way_back_from_settings_stays_on_the_site(client: PageClient) -> None:
    sent = {"size": "l", "next": "//evil.example"}
    assert client.post("/settings/view", data=sent).location == "/settings"


def test_changing_the_password_keeps_this_session_and_ends_the_others(
    app: Flask, client: PageClient, session: Session
) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    other = app.test_client()
    assert isinstance(other, PageClient)
    for one in (client, other):
        sign_in(one, user)
    wrong = {"current": "wrong", "new": "natsu no umi no iro"}
    assert client.post("/settings/password", data=wrong).status_code == 422
    weak = {"current": PASSWORD, "new": "short"}
    assert client.post("/settings/password", data=weak).status_code == 422
    good = {"current": PASSWORD, "new": "natsu no umi no iro"}
    assert client.post("/settings/password", data=good).status_code == 303
    assert is_in(client)
    assert not is_in(other)


def test_the_password_of_a_pupil_is_the_schools_to_change(
    client: PageClient, session: Session
) -> None:
    sign_in(client, a_child(session))
    assert "パスワードを変える" not in client.see("/settings").text
    sent = {"current": PASSWORD, "new": "natsu no umi no iro"}
    assert client.post("/settings/password", data=sent).status_code == 404


def test_nothing_secret_is_left_in_a_cache(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    assert client.get("/admin/people").headers["Cache-Control"] == "no-store"
    assert count(session, OneTimeLink) == 0
