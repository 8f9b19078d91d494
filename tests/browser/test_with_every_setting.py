"""Axe is clean, and nothing scrolls sideways on the smallest phone, in every display setting."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.checks import axe, overflow
from tests.browser.conftest import Opens
from tests.browser.journeys import choose, come_in, has_begun_now

SMALLEST: ViewportSize = {"width": 320, "height": 640}

USUAL: Mapping[str, str] = {
    "ruby": "none",
    "spaced": "auto",
    "plain": "off",
    "size": "m",
    "spacing": "m",
    "contrast": "m",
    "motion": "m",
    "font": "m",
    "locale": "ja",
}

SETTINGS: tuple[Mapping[str, str], ...] = (
    {"ruby": "2", "spaced": "on", "font": "school", "size": "l"},
    {"ruby": "5", "plain": "on", "motion": "off", "font": "easy"},
    {"locale": "en", "spacing": "wide"},
    {"size": "xl", "spacing": "wide", "contrast": "high", "ruby": "all", "spaced": "on"},
)
"""Every setting is changed in some row; the last row is the widest a page can be.

Large letters and high contrast by themselves: test_every_kind.py, on every kind of page.
"""

READERS = {
    "child": ("ゆいさん", "kojin-joho", ("/", "/courses/kojin-joho")),
    "citizen": ("髙橋", "ayashii-mail", ("/", "/help")),
    "clerk": ("森", "seisei-ai", ("/courses/seisei-ai",)),
}


def faults(page: Page, places: tuple[str, ...]) -> Iterator[str]:
    for place in places:
        page.goto(place)
        yield from axe(page)
        page.set_viewport_size(SMALLEST)
        yield from (f"{place}: {one}" for one in overflow(page))
        page.set_viewport_size({"width": 1080, "height": 810})


in_each_row = pytest.mark.parametrize(
    "row",
    [*(pytest.param(row, marks=pytest.mark.matrix) for row in SETTINGS[:-1]), SETTINGS[-1]],
    ids=" ".join,
)


@pytest.mark.parametrize("who", READERS)
@in_each_row
def test_every_setting_is_clean(people: Opens, who: str, row: Mapping[str, str]) -> None:
    card, slug, places = READERS[who]
    page = people()
    come_in(page, card)
    if has_begun_now(page, slug):
        player = page.url
    else:
        page.goto(f"/courses/{slug}")
        page.locator(".lessons a").first.click()
        player = page.url
    choose(page, **{**USUAL, "ruby": "grade" if who == "child" else "none", **row})
    assert list(faults(page, (*places, player))) == []


@in_each_row
def test_a_visitor_finds_every_setting_too(people: Opens, row: Mapping[str, str]) -> None:
    page = people()
    choose(page, **{**USUAL, **row})
    assert list(faults(page, ("/", "/sign-in"))) == []
