"""A demo with two years behind it, as ``make demo`` makes it: for its journey and its pictures."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.album import Album
from tests.browser.conftest import ROOT, Site, running_demo
from tests.browser.journeys import DESK, PHONE, come_in


@contextmanager
def told_demo(folder: Path) -> Iterator[Site]:
    """Tell the story into an instance in ``folder``, and run it."""
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SECRET_KEY"}},
        "DEMO": "1",
        "INSTANCE_DIR": str(folder / "instance"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "app.start", "demo"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    with running_demo(folder) as site:
        yield site


def registry(album: Album) -> None:
    """See the pages of HR, of a head, and of a clerk, where two years have passed."""
    with tempfile.TemporaryDirectory() as folder, told_demo(Path(folder)) as site:
        there = Album(album.browser, site, album.out, album.docs)
        _officer(there)
        _clerk(there)


OFFICER = {
    "home": "/talent/",
    "matrix": "/talent/matrix",
    "received": "/talent/received",
    "staff": "/staff",
    "workforce": "/workforce",
    "plan": "/workforce/plan",
    "assignments": "/assignments",
    "assignment-new": "/assignments/new",
    "expiring": "/assignments/expiring",
    "role-new": "/workforce/roles/add",
    "target-new": "/workforce/targets/add",
    "plan-new": "/workforce/plan/add",
}
"""Pages of HR that have an address of their own."""

FOLLOWED = {
    "role": ("/workforce", "main a[href*='/workforce/roles/']:not([href$=add])"),
    "target": ("/workforce", "main a[href*='/workforce/targets/']:not([href$=add])"),
    "plan-item": ("/workforce/plan", "main a[href*='/workforce/plan/']:not([href$=add])"),
    "employment": ("/staff", "tbody a[href*='/staff/']"),
}
"""Pages that are reached by the first link of a kind."""


def _officer(album: Album) -> None:
    page = album.reader(viewport=DESK)
    come_in(page, "桜井")
    album.walk(page, "registry", OFFICER)
    for name, (address, link) in FOLLOWED.items():
        page.goto(address)
        page.locator(link).first.click()
        page.wait_for_load_state("networkidle")
        album.take(page, f"registry-{name}")
    page.goto("/talent/matrix")
    page.get_by_role("link", name="財務局", exact=True).click()
    page.get_by_role("link", name=re.compile("税務課、データを読む")).click()
    page.locator("#evidence li a").first.wait_for()
    album.take(page, "registry-section")
    page.locator("#evidence li a").first.click()
    page.get_by_text("確かめたことの全部").first.wait_for()
    album.take(page, "registry-drawer")
    page.locator("#evidence a[href*='/talent/people/']").first.click()
    page.wait_for_load_state("networkidle")
    album.take(page, "registry-person")
    _gaps_of(album, page)


def _gaps_of(album: Album, page: Page) -> None:
    page.goto(page.url.replace("/talent/people/", "/workforce/people/"))
    album.take(page, "registry-gaps")


def _clerk(album: Album) -> None:
    page = album.reader(viewport=PHONE)
    come_in(page, "森")
    album.walk(page, "registry-clerk", {"skills": "/my/skills", "gaps": "/my/gaps"})
