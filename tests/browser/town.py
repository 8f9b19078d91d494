"""Pictures of who belongs where: organizations, classes, rosters, guardians, ways in, the log."""

import re

from playwright.sync_api import Page

from tests.browser.album import Album
from tests.browser.journeys import DESK, PHONE, come_in


def town(album: Album) -> None:
    """See the pages of people as an administrator, a teacher, a guardian and a pupil."""
    page = album.reader(viewport=DESK)
    come_in(page, "南")
    album.take(page, "keeper-home")
    _offices(album, page)
    _first(
        album,
        page,
        "keeper-organization",
        "/admin/organizations",
        "tbody a[href*='/admin/organizations/']",
    )
    _first(album, page, "keeper-rollover", "/classes/", "main a[href*='/classes/rollover']")
    _first(album, page, "keeper-person", "/admin/people?q=はやし", "tbody a")
    teacher = album.reader(viewport=DESK)
    come_in(teacher, "林")
    album.walk(
        teacher,
        "teacher",
        {
            "classes": "/classes/",
            "consents": "/school/consents",
            "factors": "/settings/second-factors",
        },
    )
    _first(
        album, teacher, "teacher-class", "/classes/", "main a[href^='/classes/']:not([href*=new])"
    )
    _first(
        album,
        teacher,
        "teacher-consent-state",
        "/school/consents",
        "main a[href^='/school/consents/']",
    )
    guardian = album.reader(viewport=PHONE)
    come_in(guardian, "田中")
    album.walk(guardian, "guardian", {"home": "/", "family": "/family", "data": "/my/data"})
    _first(album, guardian, "guardian-child", "/family", "main a[href^='/family/']")
    _first(album, guardian, "guardian-consents", "/family", "main a[href*='/consents']")
    pupil = album.reader()
    come_in(pupil, "ゆい")
    album.walk(pupil, "pupil", {"consents": "/my/consents", "data": "/my/data/all"})


def _offices(album: Album, page: Page) -> None:
    album.walk(
        page,
        "keeper",
        {
            "organizations": "/admin/organizations",
            "organization-new": "/admin/organizations/new",
            "people": "/admin/people",
            "rosters": "/admin/rosters",
            "roster-new": "/admin/rosters/new",
            "providers": "/admin/sign-in",
            "provider-new": "/admin/sign-in/new",
            "factors": "/admin/second-factors",
            "consent-texts": "/admin/consents",
            "audit": "/admin/audit",
            "classes": "/classes/",
            "consents": "/school/consents",
            "data": "/my/data",
        },
    )


def _first(album: Album, page: Page, name: str, address: str, link: str) -> None:
    """Follow the first link of a kind, and keep where it leads."""
    page.goto(address)
    found = page.locator(link)
    if found.count():
        page.goto(re.sub(r"#.*", "", found.first.get_attribute("href") or ""))
        album.take(page, name)
