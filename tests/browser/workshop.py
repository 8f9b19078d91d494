"""Pictures of what teachers make: a course from nothing to review, its bench, banks, and media."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.album import Album
from tests.browser.journeys import DESK, come_in
from tests.browser.test_making import SHEET, Hands, describe, put_in_a_picture, put_in_a_story

BESIDE = {
    "checks": "checks",
    "history": "history",
    "words": "words",
    "aims": "objectives",
    "questions": "questions",
    "members": "members",
    "review": "review",
    "publish": "publish",
    "copy": "copy",
    "merge": "merge",
    "found": "replace?find=写真",
}
"""The pages of a draft beside its bench: what each is called, and its address below the draft."""


def workshop(album: Album) -> None:
    """Make a course as 林, and look at every page of the workshop on the way."""
    page = album.reader(viewport=DESK)
    come_in(page, "林")
    album.walk(page, "author", {"home-none": "/authoring/", "starters": "/authoring/new"})
    page.get_by_role("link", name=re.compile("レッスン1つの講座")).click()
    album.take(page, "author-new")
    page.go_back()
    describe(Hands(page))
    album.take(page, "author-lesson-empty")
    _paste(album, page)
    with tempfile.TemporaryDirectory() as folder:
        put_in_a_picture(Hands(page), Path(folder) / "e.png")
    put_in_a_story(Hands(page))
    album.take(page, "author-story")
    _bench(album, page)
    draft = re.sub(r"(/authoring/[^/]+).*", r"\1", page.url)
    for name, address in BESIDE.items():
        page.goto(f"{draft}/{address}")
        album.take(page, f"author-{name}")
    _comment(album, page, draft)
    album.walk(page, "author", {"home": "/authoring/", "media": "/authoring/media/"})
    page.locator("main a[href*='/authoring/media/']").last.click()
    album.take(page, "author-media-file")
    _banks(album, page)


def _paste(album: Album, page: Page) -> None:
    page.get_by_role("link", name="文を貼りつける").first.click()
    album.take(page, "author-paste")
    page.locator("textarea[name=text]").fill(SHEET)
    page.get_by_role("button", name="どうなるか見る").click()
    album.take(page, "author-paste-seen")
    page.get_by_role("button", name="この文を入れる").click()
    expect(page.locator(".outline")).to_contain_text("問題：言葉を入れる")
    album.take(page, "author-lesson")


def _bench(album: Album, page: Page) -> None:
    """Open a text, and a question."""
    for name, words in (("text", "遠足で"), ("question", "はじめにすること")):
        page.locator("li.block", has_text=words).get_by_role("link").first.click()
        page.wait_for_load_state("networkidle")
        album.take(page, f"author-{name}-open")


def _comment(album: Album, page: Page, draft: str) -> None:
    """Ask 山本 to look it over."""
    page.goto(f"{draft}/review")
    page.locator("main a[href*='/review/']").first.click()
    album.take(page, "author-review-lesson")


def _banks(album: Album, page: Page) -> None:
    page.goto("/banks/")
    album.take(page, "author-banks-none")
    page.locator("main form input[type=text]").first.fill("写真と権利の問題")
    page.locator("main form .button--main").first.click()
    album.take(page, "author-bank-none")
    bank = page.url
    for name in ("import", "export", "new"):
        page.goto(f"{bank}/{name}")
        album.take(page, f"author-bank-{name}")
