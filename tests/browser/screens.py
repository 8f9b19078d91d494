"""The README's screenshots: ``make screens`` makes those of docs/screens/ anew.

Not collected with the tests; each picture is one page as one of the demo's people sees it.
"""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import TABLET, Opens

SCREENS = Path(__file__).resolve().parent.parent.parent / "docs" / "screens"
MOST_BYTES = 100_000
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

PAGES = [  # name, the person's card in the demo ("" for a stranger), address, window
    ("visitor", "", "/", DESK),
    ("sign-in", "", "/sign-in", DESK),
    ("home-child", "ゆい", "/", TABLET),
    ("home-citizen", "髙橋", "/", PHONE),
    ("home-staff", "森", "/", DESK),
    ("catalog", "", "/courses", DESK),
    ("course-child", "ゆい", "/courses/kojin-joho", TABLET),
    ("course-staff", "森", "/courses/seisei-ai", DESK),
    ("my-data", "森", "/my/data", DESK),
    ("talent", "桜井", "/talent/", DESK),
    ("matrix", "桜井", "/talent/matrix", DESK),
    ("people", "南", "/admin/people", DESK),
]


@pytest.mark.parametrize(("name", "card", "address", "window"), PAGES, ids=[p[0] for p in PAGES])
def test_screen(people: Opens, name: str, card: str, address: str, window: dict[str, int]) -> None:
    page = people(viewport=window)
    if card:
        page.goto("/sign-in")
        page.get_by_role("button", name=re.compile(f"^{card}")).click()
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok
    keep(page, name)


def keep(page: Page, name: str) -> None:
    """Keep a picture of what the window shows as ``docs/screens/<name>.webp``, 100 KB or less."""
    session = page.context.new_cdp_session(page)
    for quality in (90, 80, 65, 50, 35):
        made = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(made["data"])
        if len(picture) <= MOST_BYTES:
            break
    SCREENS.mkdir(parents=True, exist_ok=True)
    (SCREENS / f"{name}.webp").write_bytes(picture)
    session.detach()
