"""Pictures of what schools, university and city do together, where two years have passed."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.browser.administration import come_in_by_name
from tests.browser.album import Album
from tests.browser.conftest import Site
from tests.browser.journeys import DESK, PHONE, come_in
from tests.browser.registry import told_demo

TEACHER, PUPIL, PUPIL_OF_OLD = "tankyu", "k21", "k01"
"""Logins; of the pupils the first is in a team that is under way, the other in one that ended."""
SNOW: Final = "雪の日の通学路を、みんなで守る"
PHONES: Final = "スマホの先生は高校生"
"""Ended within the last year, so that its team can still read it."""
PROPOSAL: Final = "登校の前に、通学路から雪をどける"
SEATS: Final = "公民館で勉強したい"
SECTION: Final = "道路課"
HEAD_OF: Final = """
SELECT user.id, login_id FROM user
JOIN post ON post.user_id = user.id
JOIN organization ON organization.id = post.organization_id
WHERE organization.name = ? AND post.title = '課長' AND post.ends_on IS NULL AND is_primary
"""
LET_IN: Final = """
UPDATE user SET password_hash = (SELECT password_hash FROM user WHERE login_id = ?) WHERE id = ?
"""
TABS: Final = {
    "project": "",
    "board": "/board",
    "meetings": "/meetings",
    "artifacts": "/artifacts",
    "tickets": "/tickets",
    "journal": "/journal",
    "assessment": "/assessment",
    "adoption": "/adoption",
    "showcase": "/showcase",
    "team": "/team",
}
"""Pages of a project, by what follows its address."""
KEPT_BY_TEACHERS: Final = {
    "gates": "/gates",
    "milestones": "/milestones",
    "pupils": "/team/pupils",
    "awards": "/awards",
    "portfolios": "/portfolios",
}
WRITTEN_BY_PUPILS: Final = {
    "card-new": "/board/new",
    "meeting-new": "/meetings/new",
    "decision-new": "/decisions/new",
    "artifact-new": "/artifacts/new",
    "ticket-new": "/tickets/new",
    "journal-new": "/journal/new",
    "proposal": "/adoption/write",
    "story": "/showcase/edit",
}


def together(album: Album) -> None:
    """See the pages of projects as all who take part, and as who only looks."""
    with tempfile.TemporaryDirectory() as folder, told_demo(Path(folder)) as site:
        walk(Album(album.browser, site, album.out, album.docs))


def walk(album: Album) -> None:
    """Walk through a demo that was told."""
    _teacher(album)
    _pupils(album)
    _mentor(album)
    _officers(album)
    _visitor(album)


def head_of(site: Site, section: str) -> str:
    """Return the login of who heads a section, and let them in by the demo's password.

    The staff of the made-up register have none.
    """
    with closing(sqlite3.connect(site.instance / "terakoya.db", timeout=10)) as database:
        user_id, login = database.execute(HEAD_OF, [section]).fetchone()
        database.execute(LET_IN, [TEACHER, user_id])
        database.commit()
    return str(login)


def _teacher(album: Album) -> None:
    page = album.reader(viewport=DESK)
    come_in_by_name(page, TEACHER)
    places = {
        "home": "/",
        "projects": "/projects",
        "project-new": "/projects/new",
        "challenges": "/challenges",
        "notifications": "/notifications",
    }
    album.walk(page, "together-teacher", places)
    _inside(album, page, "together-teacher", SEATS, {**TABS, **KEPT_BY_TEACHERS})
    _inside(album, page, "together-ended", PHONES, TABS)


def _pupils(album: Album) -> None:
    page = album.reader(viewport=PHONE)
    come_in_by_name(page, PUPIL)
    album.walk(
        page,
        "together-pupil",
        {"home": "/", "projects": "/projects", "notifications": "/notifications"},
    )
    _inside(album, page, "together-pupil", SEATS, {**TABS, **WRITTEN_BY_PUPILS})
    old = album.reader(viewport=PHONE)
    come_in_by_name(old, PUPIL_OF_OLD)
    places = {"portfolio": "/my/portfolio", "credentials": "/my/credentials"}
    album.walk(old, "together-pupil", places)
    old.locator("main .badge a, main a[href*='/my/credentials/']").first.click()
    album.take(old, "together-pupil-credential")


def _mentor(album: Album) -> None:
    page = album.reader()
    come_in(page, "北川")
    album.walk(
        page,
        "together-mentor",
        {"home": "/", "projects": "/projects", "tickets-mine": "/my/tickets"},
    )
    _inside(album, page, "together-mentor", SEATS, {"project": "", "tickets": "/tickets"})
    page.locator("main a[href*='/tickets/']").first.click()
    album.take(page, "together-mentor-ticket")
    _inside(album, page, "together-mentor", SEATS, {"view": "/assessment/view"})


def _officers(album: Album) -> None:
    page = album.reader(viewport=DESK)
    come_in_by_name(page, head_of(album.site, SECTION))
    places = {
        "desk": "/challenges/desk",
        "challenge-new": "/challenges/desk/new",
        "proposals": "/challenges/proposals",
        "inbox": "/adoption",
        "figures": "/adoption/figures",
    }
    album.walk(page, "together-officer", places)
    office = album.reader(viewport=DESK)
    come_in(office, "南")
    album.walk(
        office,
        "together-office",
        {
            "inbox": "/adoption",
            "agreements": "/agreements",
            "agreement-new": "/agreements/new",
            "mentors": "/mentors",
            "budget": "/admin/budget-calendar",
            "offers": "/adoption/offers",
        },
    )
    _follow(album, office, "together-office-case", "/adoption?show=all", PROPOSAL)


def _visitor(album: Album) -> None:
    page = album.reader(viewport=PHONE)
    album.walk(
        page,
        "together-visitor",
        {
            "challenges": "/challenges",
            "propose": "/challenges/propose",
            "ideas": "/challenges/ideas",
            "needs": "/needs",
            "gallery": "/showcase",
        },
    )
    _follow(album, page, "together-visitor-challenge", "/challenges", "公民館")
    _follow(album, page, "together-visitor-story", "/showcase", SNOW)
    album.paper(page, "together-visitor-story")


def _inside(album: Album, page: Page, who: str, title: str, places: dict[str, str]) -> None:
    """Keep pages of the project of a title."""
    page.goto("/projects")
    address = page.get_by_role("link", name=title).first.get_attribute("href")
    for name, place in places.items():
        page.goto(f"{address}{place}")
        album.take(page, f"{who}-{name}")


def _follow(album: Album, page: Page, name: str, address: str, title: str) -> None:
    """Keep what the first link of a name leads to."""
    page.goto(address)
    page.get_by_role("link", name=title).first.click()
    page.wait_for_load_state("networkidle")
    album.take(page, name)
