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
def told_demo(folder: Path, *, teller: str = "app.start") -> Iterator[Site]:
    """Tell the story into an instance in ``folder``, and run it.

    Args:
        folder: Where.
        teller: The module that tells it.
    """
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SECRET_KEY"}},
        "DEMO": "1",
        "INSTANCE_DIR": str(folder / "instance"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", teller, "demo"],
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
        _public(there)


OFFICER = {
    "home": "/talent/",
    "matrix": "/talent/matrix",
    "received": "/talent/received",
    "staff": "/staff",
    "staff-counts": "/staff/counts",
    "find": "/staffing/find",
    "found": "/staffing/find?s=dss-l%401.2%2FT2%3A2&s=dss-l%401.2%2FM5%3A2",
    "lists": "/staffing/lists",
    "list-new": "/staffing/lists/add",
    "roles-sought": "/staffing/roles",
    "role-sought-new": "/staffing/roles/add",
    "workforce": "/workforce",
    "role-new": "/workforce/roles/add",
    "target-new": "/workforce/targets/add",
    "plan": "/workforce/plan",
    "plan-new": "/workforce/plan/add",
    "plan-whole": "/workforce/plan/whole",
    "assignments": "/assignments",
    "assignment-new": "/assignments/new",
    "expiring": "/assignments/expiring",
    "training": "/training",
    "training-by-hand": "/training/by-hand",
    "training-imports": "/training/imports",
    "training-source-new": "/training/sources/add",
    "endorsements": "/endorsements/desk",
    "surveys": "/surveys",
    "survey-new": "/surveys/new",
    "survey-years": "/surveys/years",
    "improvements": "/improvements",
    "reports": "/reports",
    "report-new": "/reports/new",
    "definitions": "/reports/definitions",
    "frameworks": "/frameworks/",
    "framework": "/frameworks/city-roles@1",
    "framework-dss-p": "/frameworks/dss-p@1.2",
    "purposes": "/my/skills/purposes",
}
"""Pages of HR that have an address of their own."""

FOLLOWED = {
    "role": ("/workforce", "main a[href*='/workforce/roles/']:not([href$=add])"),
    "target": ("/workforce", "main a[href*='/workforce/targets/']:not([href$=add])"),
    "plan-item": ("/workforce/plan", "tbody a[href*='/workforce/plan/']"),
    "employment": ("/staff", "tbody a[href*='/staff/']"),
    "list": ("/staffing/lists", "tbody a[href*='/staffing/lists/']"),
    "training-source": ("/training", "tbody a[href*='/training/sources/']"),
    "survey": ("/surveys", "tbody tr:nth-child(2) a"),
    "report": ("/reports", "tbody a"),
    "assignment": ("/assignments", "tbody a"),
}
"""Pages that are reached by the first link of a kind."""

CLERK = {
    "home": "/",
    "skills": "/my/skills",
    "gaps": "/my/gaps",
    "endorsements": "/my/endorsements",
    "trainings": "/my/trainings",
    "room": "/my/room",
    "check": "/my/self-check",
    "memos": "/my/improvements",
    "purposes": "/my/skills/purposes",
}


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
    album.walk(page, "registry-clerk", CLERK)


def _public(album: Album) -> None:
    page = album.reader(viewport=PHONE)
    page.goto("/roles")
    album.take(page, "registry-public-roles")
    page.locator("main a[href*='/roles/']").first.click()
    page.wait_for_load_state("networkidle")
    album.take(page, "registry-public-role")
    album.paper(page, "registry-public-role")
