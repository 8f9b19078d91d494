"""The pages about the site itself, as children and adults read them."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import look_over
from tests.browser.conftest import Opens
from tests.browser.journeys import come_in

PAGES = ("/help", "/about", "/privacy", "/accessibility")
OPEN = (
    *("/sign-in", "/sign-in?own=1", "/sign-up", "/password/reset", "/settings", "/v"),
    *("/courses", "/courses?q=メール", "/frameworks/", "/frameworks/digcomp@3.0"),
    "/frameworks/digcomp@3.0/courses",
)
"""What a stranger may open besides; no journey leads through all of it."""


@pytest.mark.parametrize("card", ["", "ゆいさん", "森"])
def test_the_pages_about_the_site_are_well_for_everybody(people: Opens, card: str) -> None:
    page = people()
    if card:
        come_in(page, card)
    for address in PAGES:
        page.goto(address)
        look_over(page)


def test_what_a_stranger_may_open_is_well(people: Opens) -> None:
    page = people()
    for address in OPEN:
        page.goto(address)
        look_over(page)


def test_a_stranger_finds_what_was_tested_by_the_foot_of_every_page(people: Opens) -> None:
    page = people()
    page.goto("/")
    page.locator("footer").get_by_role("link", name="アクセシビリティ").click()
    expect(page.locator("h1")).to_have_text("アクセシビリティ")
    expect(page.locator("main table tbody tr")).not_to_have_count(0)
    expect(page.locator("main")).to_contain_text("NVDA")
