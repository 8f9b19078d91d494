"""A lesson on paper, a mistake told of, the list narrowed: on every screen, without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.answers import lessons
from tests.browser.checks import WIDTHS, look_over, overflow, small_targets
from tests.browser.conftest import Opens, Watch

SLUG = "kojin-joho"
PAPER = f"/courses/{SLUG}/lessons/{lessons(SLUG)[0].key}/print"
A4_WIDTH = 794
"""CSS pixels, at 96 to the inch."""


@pytest.mark.parametrize(
    "address",
    [PAPER, f"/courses/{SLUG}", f"/courses/{SLUG}/mistake", "/courses?for=staff&minutes=10"],
    ids=["paper", "course", "mistake", "list"],
)
def test_they_fit_every_screen(people: Opens, address: str) -> None:
    page = people()
    page.goto(address)
    look_over(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 810})
        assert small_targets(page) == [], f"{width} px"


def test_on_paper_there_is_the_lesson_alone_with_room_to_answer(people: Opens) -> None:
    page = people(viewport={"width": A4_WIDTH, "height": 1123})
    page.goto(PAPER)
    page.emulate_media(media="print")
    for gone in (".masthead", ".demo", ".foot", ".crumbs", ".screen-only"):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    asked = sum(1 for step in lessons(SLUG)[0].steps if step.question)
    expect(page.locator(".paper .card")).to_have_count(asked)
    for box in page.locator(".paper .card").all():
        assert box.locator(".blanks li, .blank").count() > 0
    assert overflow(page) == []


def test_a_mistake_is_told_without_a_script_and_one_is_back(people: Opens, watch: Watch) -> None:
    watch.expected.append("422")
    page = people(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto(f"/courses/{SLUG}")
    page.get_by_role("link", name="まちがいを知らせる").click()
    page.locator("main form .button--main").click()
    expect(page.locator(".faults")).to_contain_text("一つえらんでください")
    page.locator("input[value=reading]").check()
    page.locator("main form .button--main").click()
    expect(page).to_have_url(re.compile(f"/courses/{SLUG}$"))
    expect(page.locator(".flashes")).to_contain_text("ありがとうございます")


def test_the_list_is_narrowed_and_widened_by_the_keyboard(people: Opens) -> None:
    page = people()
    page.goto("/courses?for=staff")
    page.locator(".facets summary").focus()
    page.keyboard.press("Enter")
    page.locator(".facet a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip a").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(0)
