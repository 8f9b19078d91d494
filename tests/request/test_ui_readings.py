"""What children see: readings and phrases on every page, and plain words where nothing else fits.

The client checks each of these pages for readings that slip into attributes and titles.
"""

import re

import pytest
from flask import Flask

from app import clock
from app.db import transaction
from app.i18n.counters import counted
from app.identity.models import User
from app.identity.service import ensure_installation
from tests.client import PageClient
from tests.factories.catalog import COURSE, a_version, course_files
from tests.factories.identity import NOW, a_child, a_user, sign_in
from tests.page import GAP, Page

PAGES = (
    *("/", "/courses", "/courses/tameshi", "/my/data", "/my/credentials"),
    *("/help", "/about", "/settings", "/accessibility"),
)
FOR_CHILDREN = COURSE.replace('"citizen"', '"child"\ngrades = [2, 4, 6]')


@pytest.fixture
def pupils(app: Flask) -> dict[int, User]:
    """Return a pupil of each of three years, in a city with one course for children."""
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOW)
        a_version(session, course_files(course=FOR_CHILDREN))
        return {grade: a_child(session, grade=grade) for grade in (2, 4, 6)}


def _visible(page: Page) -> str:
    return page.one("body").text


@pytest.mark.parametrize("address", PAGES)
def test_a_second_grader_gets_readings_and_phrases(
    client: PageClient, pupils: dict[int, User], address: str
) -> None:
    sign_in(client, pupils[2])
    page = client.see(address)
    assert page.readings
    assert GAP.search(_visible(page))
    assert not GAP.search(page.title)


@pytest.mark.parametrize("address", PAGES)
def test_a_fourth_grader_gets_fewer_readings_and_no_gaps(
    client: PageClient, pupils: dict[int, User], address: str
) -> None:
    sign_in(client, pupils[2])
    more = {word for word, _ in client.see(address).readings}
    sign_in(client, pupils[4])
    page = client.see(address)
    assert {word for word, _ in page.readings} <= more
    for said in page.all("h1", "h2", "button"):
        assert not GAP.search(said.text), said


def test_what_is_told_after_a_redirect_has_its_readings(
    client: PageClient, pupils: dict[int, User]
) -> None:
    sign_in(client, pupils[2])
    client.post("/settings/view", data={"size": "l", "next": "/help"}, follow_redirects=True)
    told = next(one.text for one in client.page.all("div") if one.get("class") == "flashes")
    assert "見え方を 変えました。" in told
    assert ("変", "か") in client.page.readings


def test_a_page_that_is_not_there_is_explained_with_readings(
    client: PageClient, pupils: dict[int, User]
) -> None:
    sign_in(client, pupils[2])
    page = client.see("/nowhere", status=404)
    assert page.readings
    assert "アドレスが 変わったか、ほかの 人の ページかもしれません。" in _visible(page)


def test_a_date_is_read_as_it_is_said(client: PageClient, pupils: dict[int, User]) -> None:
    sign_in(client, pupils[2])
    client.post("/settings/view", data={"ruby": "all"})
    spoken = counted(clock.day_of(clock.now()).day, "日")
    said = {(one.surface, one.kana) for one in spoken if one.kana}  # 1日, 20日: one sound
    assert said
    assert said <= set(client.see("/").readings)


def test_what_statements_quote_is_shown_with_the_readings_of_the_course(
    client: PageClient, pupils: dict[int, User]
) -> None:
    sign_in(client, pupils[2])
    client.query_budget = 12  # the first look at a lesson also writes
    client.post("/courses/tameshi/start", follow_redirects=True)
    page = client.see("/my/data")
    assert "「個人情報って なに？」を 始めた" in _visible(page)
    assert ("始", "はじ") in page.readings
    assert "個人情報" in {word for word, _ in page.readings}


def test_names_of_people_are_never_markup_and_never_formats(client: PageClient) -> None:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOW)
        odd = a_user(session, family_name="<b>%(city)s", given_name="%s{0}", grade=2)
    sign_in(client, odd)
    client.checks_words = False
    page = client.get("/").text
    assert "&lt;b&gt;%(city)s" in page or "%s{0}さん" in page
    assert "<b>%" not in page


def test_english_pages_have_no_ruby_no_gaps_and_english_dates(
    client: PageClient, pupils: dict[int, User]
) -> None:
    sign_in(client, pupils[2])
    client.post("/settings/view", data={"locale": "en"})
    page = client.see("/help")
    assert page.one("html").get("lang") == "en"
    assert not re.search("[ぁ-ん]", page.heading)
    assert re.search(r"[A-Z][a-z]+ \d+, \d{4}", client.see("/").text)
