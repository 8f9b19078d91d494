"""The skills matrix by keys alone, as an officer who has no hand for the mouse reads it."""

from playwright.sync_api import expect

from tests.browser.checks import look_over
from tests.browser.conftest import Opens
from tests.browser.journeys import DESK, come_in


def test_the_matrix_is_walked_by_keys_and_what_is_open_closes_by_escape(people: Opens) -> None:
    officer = people(viewport=DESK)
    come_in(officer, "桜井")
    officer.goto("/talent/matrix?framework=dss-l@1.2+digcomp@3.0")
    look_over(officer)
    rows = officer.locator(".matrix tbody tr")
    heads = rows.locator("th a")
    expect(officer.locator('.matrix a[tabindex="0"]')).to_have_count(1)
    heads.first.focus()
    officer.keyboard.press("ArrowDown")
    expect(heads.nth(1)).to_be_focused()
    officer.keyboard.press("Home")
    expect(heads.nth(1)).to_be_focused()
    officer.keyboard.press("ArrowUp")
    expect(heads.first).to_be_focused()
    officer.keyboard.press("Control+End")
    expect(officer.locator(".matrix tbody a").last).to_be_focused()
    officer.keyboard.press("Control+Home")
    expect(heads.first).to_be_focused()
    expect(officer.locator('.matrix a[tabindex="0"]')).to_have_count(1)

    person = officer.locator(".matrix .hito th a").first.get_attribute("href") or ""
    officer.goto(f"/talent/matrix?person={person.rsplit('/', 1)[-1]}&item=T5&min=2")
    expect(officer.locator(".drawer")).to_be_visible()
    look_over(officer)
    officer.keyboard.press("Escape")
    expect(officer.locator(".drawer")).to_have_count(0)
    assert "min=2" in officer.url
