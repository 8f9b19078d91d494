"""A demo on its pages: a band on each, a mark on everybody; and without DEMO neither."""

import dataclasses
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from app import clock
from app.config import Settings
from app.db import transaction
from app.identity.models import User
from app.identity.service import ensure_installation
from app.ops import demo
from tests.client import PageClient
from tests.factories.catalog import a_version
from tests.factories.credentials import BASE, a_credential, an_issuer_on_record
from tests.factories.identity import NOW, a_user, sign_in

BAND = 'class="demo"'
NEW = {
    "family_name": "髙橋",
    "given_name": "ハル",
    "login": "haru",
    "password": "kumo no ue no sakana",
    "birth_year": "1954",
    "is_adult": "y",
    "next": "",
}


@pytest.fixture
def settings(database_url: str, settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """Return the settings of a demo, unless the test is marked as about none."""
    return dataclasses.replace(settings, demo=getattr(request, "param", True))


NO_DEMO = pytest.mark.parametrize("settings", [False], indirect=True)


def somebody(session: Session, login: str) -> User:
    return session.scalars(sa.select(User).filter_by(login_id=login)).one()


@pytest.fixture
def city(app: Flask, session: Session) -> Session:
    """Fill the demo city as a start does, with the little course."""
    with transaction() as inner:
        ensure_installation(inner, BASE, NOW)
        demo.add_demo_people(inner, now=NOW)
        a_version(inner)
    return session


def test_the_band_is_on_every_kind_of_page(
    city: Session, client: PageClient, settings: Settings
) -> None:
    client.query_budget = 20  # the very first look at a lesson also writes
    for path in ("/", "/sign-in", "/sign-in?own=1", "/sign-up", "/about", "/courses", "/v"):
        assert BAND in client.get(path).get_data(as_text=True), path
    for login in ("yui", "hanako", "misaki", "sakura", "kanri"):
        sign_in(client, somebody(city, login))
        for path in ("/", "/settings", "/courses/tameshi", "/my/credentials"):
            assert BAND in client.get(path).get_data(as_text=True), (login, path)
    for path in ("/admin/people", "/admin/deliveries"):
        assert BAND in client.get(path).get_data(as_text=True), path


def test_the_band_is_on_the_player_and_on_a_certificate(
    city: Session, client: PageClient, settings: Settings
) -> None:
    client.query_budget = 20  # the very first look at a lesson also writes
    hanako = somebody(city, "hanako")
    signers = an_issuer_on_record(city, settings.instance_dir)
    credential = a_credential(city, hanako, signers)
    sign_in(client, hanako)
    step = client.post("/courses/tameshi/start").location
    for path in (step, f"/my/credentials/{credential.id}", "/my/data"):
        assert BAND in client.get(path).get_data(as_text=True), path


def test_the_band_is_on_the_pages_of_what_went_wrong(app: Flask, client: PageClient) -> None:
    def breaks() -> str:
        raise RuntimeError("a fault of ours")

    def too_large() -> str:
        raise RequestEntityTooLarge

    app.add_url_rule("/breaks", view_func=breaks)
    app.add_url_rule("/large", view_func=too_large)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for path, status in (("/nowhere", 404), ("/large", 413), ("/breaks", 500)):
        client.see(path, status=status)
        assert BAND in client.get(path).get_data(as_text=True), path
    assert client.delete("/sign-in").status_code == 405


def test_whoever_signs_up_in_a_demo_is_marked(client: PageClient, session: Session) -> None:
    assert client.post("/sign-up", data=NEW).status_code == 303
    assert somebody(session, "haru").is_demo


def test_whoever_is_invited_in_a_demo_is_marked(city: Session, client: PageClient) -> None:
    sign_in(client, somebody(city, "kanri"))
    place = somebody(city, "misaki").posts[0].organization_id
    sent = {
        "family_name": "髙木",
        "given_name": "智子",
        "family_kana": "たかぎ",
        "given_kana": "ともこ",
        "organization": str(place),
        "role": "learner",
    }
    assert client.post("/admin/people/invite", data=sent).status_code == 200
    assert city.scalars(sa.select(User.is_demo)).unique().all() == [True]


def test_one_press_on_a_card_is_enough(city: Session, client: PageClient) -> None:
    for login, _text in demo.cards():
        response = client.post("/sign-in/demo", data={"user": str(somebody(city, login).id)})
        assert response.status_code == 303, login


@NO_DEMO
def test_without_demo_there_is_no_card_and_no_band(
    session: Session, client: PageClient, settings: Settings
) -> None:
    with transaction() as inner:  # people of an earlier demo, as a careless move would leave them
        demo.add_demo_people(inner, now=clock.now())
    page = client.get("/sign-in").get_data(as_text=True)
    assert "ゆいさん" not in page
    assert BAND not in page
    for login, _text in demo.cards():
        sent = {"user": str(somebody(session, login).id)}
        assert client.post("/sign-in/demo", data=sent).status_code == 404, login
    assert client.get("/my/credentials").status_code == 302


@NO_DEMO
def test_without_demo_nobody_is_marked(
    session: Session, client: PageClient, settings: Settings
) -> None:
    client.post("/sign-up", data=NEW)
    assert not somebody(session, "haru").is_demo


def test_a_real_person_has_no_card_even_in_a_demo(client: PageClient, session: Session) -> None:
    user = a_user(session)
    user.settings = {"card": {"place": 1}}
    assert client.post("/sign-in/demo", data={"user": str(user.id)}).status_code == 404


def test_every_page_stands_on_the_layout_that_has_the_band() -> None:
    """A page is whatever a view renders whole; each must reach the layout."""
    root = Path(__file__).resolve().parents[2] / "app"
    bare = [
        path.name
        for path in root.glob("*/templates/**/*.html")
        if "<html" in path.read_text(encoding="utf-8") and path.name != "layout.html"
    ]
    assert bare == []
