"""Where the pictures of the pages go: PNG files of every page, and the README's in WebP."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import ROOT, TABLET, Site, context_options
from tests.browser.journeys import DESK, PHONE

DOCS = ROOT / "docs" / "screens"
SIZES = {390: PHONE, 1080: TABLET, 1440: DESK}
MOST_BYTES = 100_000

README: Mapping[str, tuple[int, str]] = {
    "visitor-home": (1440, "visitor"),
    "visitor-sign-in": (1440, "sign-in"),
    "child-home": (1080, "child-home"),
    "child-player-close": (1080, "child-player"),
    "clerk-course-why": (1440, "course"),
    "child-finished": (1080, "closing"),
    "clerk-home-done": (1440, "staff-home"),
    "registry-home": (1440, "hr-home"),
    "registry-drawer": (1440, "matrix"),
    "registry-person": (1440, "person"),
    "stranger-verified": (1080, "verified"),
    "stranger-refused": (1080, "refused"),
    "clerk-data": (1440, "my-data"),
    "administrator-records": (1440, "records"),
    "administrator-client": (1440, "client"),
    "citizen-home": (390, "citizen-phone"),
    "citizen-player-1": (390, "player-phone"),
    "view-grade-2": (390, "view-grade-2"),
    "view-grade-5": (390, "view-grade-5"),
    "view-off": (390, "view-off"),
    "view-plain": (390, "view-plain"),
    "together-visitor-challenge": (1440, "challenge"),
    "together-teacher-project": (1440, "project"),
    "together-ended-adoption": (1440, "answered"),
    "together-visitor-story": (1440, "story"),
    "kind-inbox": (1080, "kind-inbox"),
    "kind-dilemma": (1080, "kind-dilemma"),
    "kind-categorize": (1080, "kind-categorize"),
    "kind-tiles": (1080, "kind-tiles"),
}
"""The README's pictures: which page, in which window, under which name."""


@dataclass
class Album:
    """Where the pictures go; ``shown`` keeps one person's numbered pages apart."""

    browser: Browser
    site: Site
    out: Path
    docs: bool
    counts: dict[str, int] = field(default_factory=dict)

    def reader(self, **more: object) -> Page:
        """Open a browser of its own for one more person."""
        options = {**context_options(self.site.url), **more}
        context = self.browser.new_context(**options)
        context.set_default_timeout(15_000)
        return context.new_page()

    def take(self, page: Page, name: str) -> None:
        """Keep the page as it stands, whole, in each of the sizes."""
        before = page.viewport_size
        for width, window in SIZES.items():
            page.set_viewport_size({"width": width, "height": window["height"]})
            page.screenshot(path=self.out / f"{name}-{width}.png", full_page=True)
            if self.docs and README.get(name, (0, ""))[0] == width:
                keep(page, DOCS / f"{README[name][1]}.webp")
        if before:
            page.set_viewport_size(before)

    def next(self, page: Page, name: str) -> None:
        """Keep one more state of what is called ``name``: a step of a lesson."""
        self.counts[name] = self.counts.get(name, 0) + 1
        self.take(page, f"{name}-{self.counts[name]}")

    def paper(self, page: Page, name: str) -> None:
        """Keep the page as a printer would have it, on A4."""
        before = page.viewport_size
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 794, "height": 1123})
        page.screenshot(path=self.out / f"{name}-paper.png", full_page=True)
        page.emulate_media(media="screen")
        if before:
            page.set_viewport_size(before)

    def walk(self, page: Page, who: str, places: Mapping[str, str]) -> None:
        """Open each address and keep it."""
        for name, address in places.items():
            page.goto(address)
            self.take(page, f"{who}-{name}")


def keep(page: Page, path: Path) -> None:
    """Keep what the window shows as WebP, 100 KB or less."""
    if "player" not in path.stem:  # a player stays where the answer's feedback took it
        page.evaluate("scrollTo(0, 0)")
    session = page.context.new_cdp_session(page)
    picture = b""
    for quality in (90, 80, 65, 50, 35):
        made = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(made["data"])
        if len(picture) <= MOST_BYTES:
            break
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    session.detach()
