"""The page /accessibility: policy, result, what is open, whom to tell; short for children."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.home.accessibility import CHECKS, GROUPS, report
from tests.client import PageClient, sign_in
from tests.conftest import settings_for
from tests.factories.identity import a_child, a_clerk

ADDRESS = "/accessibility"


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Settings:
    """Return settings with what a test asks for by an indirect parameter."""
    more = getattr(request, "param", {})
    return settings_for(tmp_path / "instance", database_url, **more)


def test_everybody_finds_the_page_by_the_foot_the_help_and_the_settings(
    client: PageClient, session: Session
) -> None:
    for address in ("/", "/help", "/settings"):
        assert f'href="{ADDRESS}"' in client.see(address).html
    sign_in(client, a_child(session))
    for address in ("/help", "/settings"):
        assert f'href="{ADDRESS}"' in client.see(address).html


def test_it_says_what_was_tested_and_names_what_is_open(client: PageClient) -> None:
    text = client.see(ADDRESS).one("main").text
    told = report()
    for part in ("JIS X 8341-3:2016", "WCAG 2.2", "「準拠」とは、まだ言いません", told.engine):
        assert part in text
    assert f"{told.pages}種類のページ" in text
    assert f"組み合わせは{told.looks}です" in text
    for title in GROUPS.values():
        assert str(title) in text
    for check in CHECKS:
        assert str(check.what) in text
    assert text.count("まだ") > sum(check.done_on is None for check in CHECKS)
    assert "2027年3月31日" in text
    assert "期限を過ぎました" not in text
    assert "市役所の窓口で" in text


def test_every_rule_it_names_is_said_in_words(client: PageClient) -> None:
    assert '<code lang="en">' not in client.see(ADDRESS).html


@pytest.mark.parametrize(
    "settings", [{"accessible_by": date(2026, 1, 1), "phone": "076-000-0000"}], indirect=True
)
def test_it_owns_up_to_a_date_that_has_passed_and_says_whom_to_ring(client: PageClient) -> None:
    page = client.see(ADDRESS)
    assert "期限を過ぎました" in page.one("main").text
    assert page.html.count('href="tel:0760000000"') == 2  # in the text, and in the foot


def test_children_get_a_few_friendly_sentences(client: PageClient, session: Session) -> None:
    sign_in(client, a_child(session))
    page = client.see(ADDRESS)
    assert "あなたのせいではありません" in page.one("main").text
    assert [e.tag for e in page.elements if e.tag == "table"] == []
    assert "WCAG" not in page.html


def test_staff_and_english_readers_get_the_whole_of_it(
    app: Flask, client: PageClient, session: Session
) -> None:
    sign_in(client, a_clerk(session))
    assert "WCAG 2.2" in client.see(ADDRESS).one("main").text
    stranger = app.test_client()
    assert isinstance(stranger, PageClient)
    stranger.post("/settings/view", data={"locale": "en"})
    text = stranger.see(ADDRESS).one("main").text
    assert "We do not claim conformance yet" in text
    assert "Checks that are still open" in text
