"""Display, password, and what stays with whom."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.identity.models import OneTimeLink, User
from tests.client import PageClient
from tests.factories.identity import (
    PASSWORD,
    a_child,
    a_clerk,
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


@pytest.mark.parametrize(("grade", "told"), [(3, "3年生"), (7, "中学生"), (11, "学年")])
def test_the_tools_below_say_for_whom_furigana_is_shown(
    client: PageClient, session: Session, grade: int, told: str
) -> None:
    sign_in(client, a_child(session, grade=grade))
    tools = [one.text for one in client.see("/settings").all("summary")]
    assert any("ふりがな" in one and one.endswith(told) for one in tools), tools


@pytest.mark.parametrize(
    "sent",
    [
        {"size": "huge"},
        {"ruby": "x"},
        {"ruby": "1"},
        {"locale": "tlh"},
        {"locale": "../../etc"},
        {"preset": "none"},
        {"font": "easy,m"},
        {"undo": "2"},
    ],
)
def test_unknown_display_settings_are_refused(client: PageClient, sent: dict[str, str]) -> None:
    assert client.post("/settings/view", data=sent).status_code == 400


def test_every_setting_stands_on_the_root_before_the_first_paint(client: PageClient) -> None:
    sent = {
        "spacing": "wide",
        "contrast": "high",
        "motion": "off",
        "font": "easy",
        "spaced": "on",
        "size": "l",
        "locale": "en",
        "ruby": "5",
    }
    client.post("/settings/view", data=sent)
    root = client.see("/sign-up").one("html").attributes
    assert {name: root[f"data-{name}"] for name in ("spacing", "contrast", "motion", "font")} == {
        name: sent[name] for name in ("spacing", "contrast", "motion", "font")
    }
    assert (root["data-size"], root["lang"]) == ("l", "en")
    assert {"data-spaced", "data-ruby"} <= root.keys()


def test_a_preset_sets_several_and_one_press_takes_them_back(client: PageClient) -> None:
    client.post("/settings/view", data={"ruby": "all"})
    client.post("/settings/view", data={"preset": "large"})
    page = client.see("/settings")
    pressed = {
        one.get("value")
        for one in page.all("button")
        if one.get("name") == "preset" and one.get("aria-pressed") == "true"
    }
    assert pressed == {"large"}
    assert page.one("html").get("data-size") == "xl"
    client.post("/settings/view", data={"undo": "1"})
    root = client.see("/settings").one("html").attributes
    assert "data-size" not in root
    assert "data-ruby" in root
    client.post("/settings/view", data={"undo": "1"})
    assert client.see("/settings").one("html").get("data-size") == "xl", "and back again"


def test_nothing_can_be_taken_back_before_anything_was_changed(client: PageClient) -> None:
    assert 'name="undo"' not in client.see("/settings").html
    client.post("/settings/view", data={"undo": "1"})
    assert 'name="undo"' not in client.see("/settings").html


def test_a_script_gets_no_page_back_and_a_plain_browser_a_sentence_with_the_way_back(
    client: PageClient,
) -> None:
    answer = client.fragment("POST", "/settings/view", data={"size": "l"})
    assert (answer.status_code, answer.text) == (204, "")
    assert "見え方を変えました" not in client.see("/sign-up").text
    answer = client.post("/settings/view", data={"size": "xl", "next": "/sign-up#b1"})
    assert answer.location == "/sign-up#b1"
    page = client.see("/sign-up")
    assert "見え方を変えました" in page.text
    assert 'id="view-undo"' in page.html


def test_what_a_visitor_chose_still_holds_after_joining_and_then_follows(
    app: Flask, client: PageClient, session: Session
) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    client.post("/settings/view", data={"size": "xl"})
    session.commit()
    client.post("/sign-in", data={"login": "haru", "password": PASSWORD})
    assert client.see("/settings").one("html").get("data-size") == "xl"
    client.post("/settings/view", data={"ruby": "all"})
    other = app.test_client()
    assert isinstance(other, PageClient)
    session.expire_all()
    sign_in(other, user)
    root = other.see("/settings").one("html").attributes
    assert (root.get("data-size"), "data-ruby" in root) == ("xl", True)


def test_the_next_person_on_a_tablet_starts_afresh(client: PageClient) -> None:
    client.post("/settings/view", data={"size": "xl"})
    client.post("/sign-out")
    assert "data-size" not in client.see("/sign-in").one("html").attributes


def test_a_pupil_may_read_as_another_school_year_does(
    client: PageClient, session: Session
) -> None:
    sign_in(client, a_child(session, grade=5))
    assert "data-spaced" not in client.see("/settings").one("html").attributes
    client.post("/settings/view", data={"ruby": "2"})
    assert "data-spaced" in client.see("/settings").one("html").attributes


def test_junk_that_is_kept_breaks_no_page(client: PageClient, session: Session) -> None:
    user = a_user(session)
    user.settings = {"display": {"ruby": ["x"], "size": None, "locale": {"a": 1}, "font": 7}}
    sign_in(client, user)
    assert client.see("/settings").one("html").get("lang") == "ja"


PLACES = ("/sign-in", "/sign-up", "/settings", "/courses", "/help", "/no-such-page", "/")


@pytest.mark.parametrize("make", [None, a_user, a_child, a_clerk])
def test_every_page_has_the_settings(
    client: PageClient, session: Session, make: Callable[[Session], User] | None
) -> None:
    if make is not None:
        sign_in(client, make(session))
    for place in PLACES:
        if client.get(place).status_code in {301, 302, 303}:
            continue
        ids = {one.get("id") for one in client.page.all("form")}
        assert "view" in ids, place


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
