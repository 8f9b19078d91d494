"""What people do on the site, step by step: shared by the journeys' tests and the pictures."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.catalog.lessons import LessonContent
from tests.browser.answers import answer_rightly, go_to_an_end, lessons

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

Look = Callable[[Page], None]
"""What is done with a page as it stands: checked by the tests, photographed by the pictures."""


def come_in(page: Page, card: str) -> None:
    """Sign in by a card of the demo, named by how it begins."""
    page.goto("/sign-in")
    page.get_by_role("button", name=re.compile(f"^{card}")).click()
    expect(page).to_have_url(re.compile(r"/$"))


def begin(page: Page, slug: str) -> None:
    """Begin a course from its page."""
    page.goto(f"/courses/{slug}")
    page.get_by_role("button", name="はじめる").click()


def has_begun_now(page: Page, slug: str) -> bool:
    """Begin a course, unless it was begun before; say whether it was begun now."""
    page.goto(f"/courses/{slug}")
    start = page.get_by_role("button", name="はじめる")
    if not start.count():
        return False
    start.click()
    expect(page.locator(".topbar")).to_be_visible()
    return True


def choose(page: Page, **settings: str) -> None:
    """Choose display settings, as the page of all settings sends them."""
    page.goto("/settings")
    token = page.locator("#view-all [name=csrf_token]").first.input_value()
    answer = page.request.post("/settings/view", form={"csrf_token": token, **settings})
    assert answer.ok, answer.status_text


def play(page: Page, lesson: LessonContent, *, look: Look | None = None) -> None:
    """Go through a lesson and answer everything rightly; ``look`` at every state of it."""
    for number, step in enumerate(lesson.steps, start=1):
        expect(page.locator(".topbar")).to_contain_text(f"{number} / {len(lesson.steps)}")
        if look:
            look(page)
        if step.question is not None:
            answer_rightly(page, step.question)
            if look:
                look(page)
        if step.dilemma is not None:
            go_to_an_end(page)
            if look:
                look(page)
        page.locator(".actbar form button.button--main, .actbar a.button--main").click()


def play_all(page: Page, slug: str, *, look: Look) -> None:
    """Go through all lessons of a course by the course's page; ``look`` at the first lesson."""
    for number, lesson in enumerate(lessons(slug)):
        if not page.url.endswith(f"/{lesson.key}/1"):
            page.goto(f"/courses/{slug}")
            page.locator(".course-head .button--main").click()
        play(page, lesson, look=None if number else look)


def wait_for(page: Page, address: str, seen: Callable[[Page], bool]) -> None:
    """Reload until the worker has done its part."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        page.goto(address)
        if seen(page):
            return
        time.sleep(0.5)
    pytest.fail(f"{address} never showed it:\n{page.locator('main').inner_text()}")
