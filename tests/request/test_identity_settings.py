"""Display, password, and what stays with whom."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.identity.models import OneTimeLink
from tests.client import PageClient
from tests.factories.identity import (
    PASSWORD,
    a_child,
    a_user,
    an_administrator,
    is_in,
    sign_in,
)


def count(session: Session, table: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


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
