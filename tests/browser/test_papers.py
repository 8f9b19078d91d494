"""Papers for those who teach: one side of A4, for every reader."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import look_over
from tests.browser.conftest import Opens
from tests.browser.journeys import choose, come_in

PAPERS = [
    f"/courses/{slug}/{kind}" for slug in ("kojin-joho", "kinpaku") for kind in ("plan", "family")
]


def sides(page: Page) -> int:
    """Print a page, and count the sides of paper."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("reader", ["", "ゆいさん", "all", "xl"])
def test_a_paper_fits_on_one_side_whatever_its_reader_has_set(people: Opens, reader: str) -> None:
    page = people()
    if reader == "all":
        choose(page, ruby="all")
    elif reader == "xl":
        choose(page, size="xl")
    elif reader:
        come_in(page, reader)
    for address in PAPERS:
        page.goto(address)
        assert sides(page) == 1, address


def test_a_paper_is_well_on_the_screen_and_leads_back(people: Opens) -> None:
    page = people()
    for address in PAPERS:
        page.goto(address)
        look_over(page)
    page.get_by_role("link", name="講座のページにもどる").click()
    expect(page).to_have_url(re.compile(r"/courses/kinpaku$"))
    expect(page.get_by_role("link", name="45分の指導案")).to_be_visible()
