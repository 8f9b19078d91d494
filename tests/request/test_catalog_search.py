"""The list of courses: everything in the address, every option counted, nothing needs a script."""

import re

import pytest
from flask import Flask

from app.db import transaction
from tests.client import PageClient
from tests.factories.catalog import COURSE, OBJECTIVES, a_version, course_files
from tests.factories.identity import a_child, a_citizen, a_clerk, sign_in
from tests.page import Page

NAMES = ("守る", "見分ける", "暮らし・手続き")


@pytest.fixture
def offered(app: Flask) -> None:
    """Publish three courses of citizens and one of children."""
    with transaction() as session:
        for slug, title, field, minutes, item in (
            ("mail", "メール", "protect", 8, "digcomp@3.0/4.2"),
            ("shashin", "しゃしん", "protect", 25, "digcomp@3.0/2.3"),
            ("tetsuzuki", "てつづき", "live", 25, "digcomp@3.0/2.3"),
            ("kodomo", "メールのこども", "discern", 8, "digcomp@3.0/4.2"),
        ):
            course = COURSE.replace("{試|ため}しの{講座|こうざ}", title).replace("protect", field)
            if slug == "kodomo":
                course = course.replace('"citizen"', '"child"\ngrades = [3]')
            files = course_files(
                course=course, objectives=OBJECTIVES.replace("digcomp@3.0/4.2", item)
            )
            for path in ("010-jibun/010-nani.md", "010-jibun/020-matome.md"):
                text = re.sub(r"minutes = \d+", f"minutes = {minutes}", files[path].decode())
                files[path] = text.encode()
            a_version(session, files, slug=slug)


def found(page: Page) -> list[str]:
    """Return the slugs of what the page lists, in order."""
    rows = (one for one in page.all("a") if one.get("class") == "rowlink")
    return [one.get("href").removeprefix("/courses/") for one in rows]


def facet(page: Page, name: str) -> list[str]:
    """Return the options of a facet as they are read."""
    (one,) = re.findall(rf'aria-labelledby="f-{name}">.*?</section>', page.html, flags=re.DOTALL)
    return [Page(option).text for option in re.findall(r"<li>.*?</li>", one, flags=re.DOTALL)]


@pytest.mark.usefixtures("offered")
def test_each_option_tells_how_many_there_would_be_and_none_is_said(client: PageClient) -> None:
    page = client.see("/courses")
    assert found(page) == ["mail", "shashin", "tetsuzuki"]
    assert facet(page, "field") == ["守る2つ", "暮らし・手続き1つ"]
    assert facet(page, "minutes") == ["5分までなし", "10分まで1つ", "15分まで1つ", "30分まで3つ"]
    page = client.see("/courses?field=live")
    assert facet(page, "minutes")[1] == "10分までなし"
    empty = [one for one in page.all("span") if one.get("class") == "none"]
    assert empty
    assert all("a" not in one.inside for one in empty), "what finds nothing leads nowhere"


@pytest.mark.usefixtures("offered")
def test_every_link_of_the_facets_finds_what_it_promised(client: PageClient) -> None:
    page = client.see("/courses?q=し")
    links = re.findall(
        r'<li><a href="([^"]+)"><span>[^<]*</span><small>(\d+)つ', page.html.replace("&amp;", "&")
    )
    assert links
    for address, count in links:
        assert len(found(client.see(address))) == int(count), address


@pytest.mark.usefixtures("offered")
def test_what_is_chosen_stands_in_the_address_and_can_be_taken_back(client: PageClient) -> None:
    page = client.see(
        "/courses?for=citizen&field=protect&minutes=10&item=digcomp@3.0/4.2&q=メール"
    )
    assert found(page) == ["mail"]
    chips = [one for one in page.all("span") if one.get("class") == "chip"]
    assert len(chips) == 3
    kept = {one.get("name"): one.get("value") for one in page.all("input")}
    assert kept["field"] == "protect"
    assert (kept["minutes"], kept["for"]) == ("10", "citizen")
    removals = [one.get("href") for one in page.all("a") if "やめる" in one.get("aria-label")]
    assert len(removals) == 3
    for address in removals:
        assert found(client.see(address)) == ["mail"]
    assert found(client.see("/courses?for=citizen&q=メール")) == ["mail"]


@pytest.mark.usefixtures("offered")
def test_an_empty_list_tells_what_to_do(client: PageClient) -> None:
    page = client.see("/courses?field=live&minutes=10")
    assert found(page) == []
    assert "えらんだものを、どれかやめてみましょう" in page.text
    assert "もっと長い講座も見る（あと1つ）" in page.text
    page = client.see("/courses?for=staff&q=メール")
    assert "「メール」は、「市民」の講座にも1つあります" in page.text


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize(
    "nonsense",
    [
        "field=x",
        "minutes=7",
        "minutes=-1",
        "minutes=9" * 9,
        "item=../etc",
        "for=nobody",
        "short=2",
    ],
)
def test_nonsense_in_the_address_narrows_nothing(client: PageClient, nonsense: str) -> None:
    assert len(found(client.see(f"/courses?{nonsense}"))) == 3


@pytest.mark.usefixtures("offered")
def test_the_search_of_the_front_page_still_finds_what_is_short(client: PageClient) -> None:
    page = client.see("/courses?q=&short=1")
    assert found(page) == ["mail"]
    assert [
        one
        for one in page.all("input")
        if one.get("name") == "short" and "checked" in one.attributes
    ]


@pytest.mark.usefixtures("offered")
def test_children_see_their_own_courses_only(client: PageClient, app: Flask) -> None:
    with transaction() as session:
        child = a_child(session)
    sign_in(client, child)
    assert found(client.see("/courses?for=citizen")) == ["kodomo"]


@pytest.mark.usefixtures("offered")
def test_a_course_leads_to_those_near_it_that_its_reader_may_take(client: PageClient) -> None:
    page = client.see("/courses/mail")
    near = page.html.split('id="h-similar"')[1].split("</section>")[0]
    assert re.findall(r'href="/courses/([a-z]+)"', near) == ["kodomo", "shashin", "tetsuzuki"]
    with transaction() as session:
        people = a_citizen(session), a_clerk(session), a_child(session)
    for person in people:
        sign_in(client, person)
        page = client.see("/courses/kodomo")
        assert ("/courses/mail" in page.html) == (person is not people[2])
