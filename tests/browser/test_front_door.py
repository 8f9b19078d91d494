"""The pages a stranger meets first."""

from playwright.sync_api import Page

from tests.browser.checks import WIDTHS, axe, look_over, overflow, small_targets
from tests.browser.conftest import Opens, Watch


def test_the_front_page_is_well_on_every_screen(page: Page) -> None:
    page.goto("/")
    look_over(page)
    page.set_viewport_size({"width": WIDTHS[0], "height": 810})
    assert axe(page) == []


def test_buttons_are_large_enough_for_a_finger(page: Page) -> None:
    page.goto("/")
    assert small_targets(page) == []


def test_the_front_page_works_without_javascript(people: Opens) -> None:
    page = people(java_script_enabled=False)
    page.goto("/")
    assert page.locator("h1").count() == 1


def test_the_first_press_of_tab_offers_to_skip_to_the_text(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_page_that_does_not_exist_answers_kindly(page: Page, watch: Watch) -> None:
    watch.expected.append("404")
    answer = page.goto("/no-such-page")
    assert answer is not None
    assert answer.status == 404
    assert axe(page) == []
    assert overflow(page) == []
