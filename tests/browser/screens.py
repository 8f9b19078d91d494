"""Pictures of every page as its people see it: ``make screens`` (a phone, a tablet, a desk).

Starts a demo of its own, walks through it as each of its people, and keeps a PNG of every page
in ``--out``. With ``--docs`` it also makes the README's pictures in docs/screens anew.
"""

import argparse
import base64
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser import chromium
from tests.browser.administration import administrator
from tests.browser.album import Album
from tests.browser.answers import give, lessons, wrong_keys
from tests.browser.conftest import (
    ROOT,
    launch_options,
    running_demo,
)
from tests.browser.issuing import issuing
from tests.browser.journeys import DESK, PHONE, begin, choose, come_in, play, wait_for
from tests.browser.kinds import kinds
from tests.browser.registry import registry
from tests.browser.together import together
from tests.browser.town import town
from tests.browser.workshop import workshop

OUT = ROOT / "build" / "screens"
REASON = "異動の前の版で発行したため"


def visitor(album: Album) -> None:
    """Look around as somebody nobody knows."""
    page = album.reader()
    album.walk(
        page,
        "visitor",
        {
            "home": "/",
            "sign-in": "/sign-in",
            "sign-in-own": "/sign-in?own=1",
            "sign-up": "/sign-up",
            "forgotten": "/password/reset",
            "settings": "/settings",
            "courses": "/courses",
            "courses-child": "/courses?for=child",
            "courses-staff": "/courses?for=staff",
            "found": "/courses?q=メール",
            "found-nothing": "/courses?q=編み物",
            "course": "/courses/ayashii-mail",
            "course-staff": "/courses/seisei-ai",
            "help": "/help",
            "about": "/about",
            "privacy": "/privacy",
            "accessibility": "/accessibility",
            "check": "/v",
            "frameworks": "/frameworks/",
            "framework": "/frameworks/digcomp@3.0",
            "framework-roles": "/frameworks/dss-p@1.2",
            "coverage": "/frameworks/dss-l@1.2/courses",
            "coverage-gaps": "/frameworks/dss-l@1.2/courses?gaps=1",
            "lost": "/no-such-page",
        },
    )
    page.goto("/courses/ayashii-mail")
    album.paper(page, "visitor-course")
    page.goto("/sign-up")
    page.locator("main form button").first.click()
    album.take(page, "visitor-sign-up-faults")
    page.goto("/sign-in?own=1")
    page.locator("main form button").first.click()
    album.take(page, "visitor-sign-in-faults")
    for size, name in (("xl", "visitor-home-xl"), ("m", "visitor-home-narrow")):
        choose(page, size=size)
        page.goto("/")
        if size == "m":
            page.set_viewport_size({"width": 320, "height": 640})
            page.screenshot(path=album.out / f"{name}-320.png", full_page=True)
        else:
            album.take(page, name)


def child(album: Album) -> None:
    """Learn as ゆい: once wrongly, then to the end."""
    page = album.reader()
    come_in(page, "ゆいさん")
    album.take(page, "child-home-first")
    album.walk(page, "child", {"courses": "/courses", "course-first": "/courses/kojin-joho"})
    begin(page, "kojin-joho")
    first = lessons("kojin-joho")[0]
    asked = first.steps[0].question
    assert asked is not None
    album.take(page, "child-player-first")
    page.locator("button[form=answer]").click()
    expect(page.locator("form#answer")).to_contain_text("えらんで")
    album.take(page, "child-player-nothing")
    give(page, asked, wrong_keys(asked))
    expect(page.locator("#feedback")).to_be_visible()
    album.take(page, "child-player-close")
    page.locator(".topbar summary").click()
    album.take(page, "child-player-settings")
    page.goto(page.url)
    play(page, first, look=partial(album.next, name="child-player"))
    album.walk(page, "child", {"home": "/", "course": "/courses/kojin-joho"})
    for lesson in lessons("kojin-joho")[1:]:
        page.goto("/courses/kojin-joho")
        page.locator(".course-head .button--main").click()
        play(page, lesson, look=partial(album.next, name=f"child-player-{lesson.key}"))
    expect(page.locator("h1")).to_contain_text("がんばりました")
    album.take(page, "child-finished")
    wait_for(page, "/my/credentials", lambda p: p.locator("main a", has_text="れる人").count() > 0)
    album.take(page, "child-credentials")
    page.locator("main a", has_text="れる人").first.click()
    album.take(page, "child-credential")
    album.paper(page, "child-credential")
    album.walk(
        page,
        "child",
        {
            "home-done": "/",
            "course-done": "/courses/kojin-joho",
            "data": "/my/data",
            "settings": "/settings",
            "help": "/help",
            "lost": "/no-such-page",
        },
    )
    for ruby in ("all", "none"):
        choose(page, ruby=ruby)
        album.walk(page, f"child-ruby-{ruby}", {"home": "/", "course": "/courses/kojin-joho"})
        page.locator(".lessons a").first.click()
        album.take(page, f"child-ruby-{ruby}-player")


VIEWS = {
    "grade-2": {"ruby": "2", "spaced": "on"},
    "grade-5": {"ruby": "5", "spaced": "off"},
    "off": {"ruby": "none", "spaced": "off"},
    "plain": {"ruby": "5", "spaced": "off", "plain": "on"},
}
"""The README's four views of one screen."""


def views(album: Album) -> None:
    """Read the first screen of a lesson in four views, as ゆい on a phone."""
    page = album.reader(viewport=PHONE)
    come_in(page, "ゆいさん")
    page.goto("/courses/kojin-joho")
    page.locator(".course-head .button--main").click()
    lesson = re.sub(r"/learn/([^/]+)/.*", r"/learn/\1/nani/1", page.url)
    for view, settings in VIEWS.items():
        choose(page, **settings)
        page.goto(lesson)
        album.take(page, f"view-{view}")
    choose(page, plain="off", ruby="grade", spaced="auto")


def citizen(album: Album) -> None:
    """Learn as 髙橋, on the phone: half of a course, then large letters, then the rest."""
    page = album.reader(viewport=PHONE)
    come_in(page, "髙橋")
    album.take(page, "citizen-home-first")
    begin(page, "ayashii-mail")
    first, *others = lessons("ayashii-mail")
    play(page, first, look=partial(album.next, name="citizen-player"))
    album.walk(
        page,
        "citizen",
        {
            "home": "/",
            "course": "/courses/ayashii-mail",
            "credentials-none": "/my/credentials",
            "data": "/my/data",
            "settings": "/settings",
        },
    )
    choose(page, size="xl")
    page.goto("/courses/ayashii-mail")
    album.take(page, "citizen-xl-course")
    page.locator(".course-head .button--main").click()
    album.take(page, "citizen-xl-player")
    choose(page, size="m")
    page.goto("/courses/ayashii-mail")
    page.locator(".course-head .button--main").click()
    for lesson in others:
        if not page.url.endswith(f"/{lesson.key}/1"):
            page.goto("/courses/ayashii-mail")
            page.locator(".course-head .button--main").click()
        play(page, lesson, look=partial(album.next, name=f"citizen-player-{lesson.key}"))
    album.take(page, "citizen-finished")
    wait_for(page, "/my/credentials", lambda p: p.locator("main .badge").count() > 0)
    album.take(page, "citizen-credentials")
    page.locator("main .badge a").first.click()
    album.take(page, "citizen-credential")
    album.paper(page, "citizen-credential")
    album.walk(page, "citizen", {"home-done": "/", "courses": "/courses"})


def clerk(album: Album) -> tuple[str, str]:
    """Take the staff course as 森; return the link to show and the signed line."""
    page = album.reader(viewport=DESK)
    come_in(page, "森")
    album.take(page, "clerk-home-first")
    album.walk(
        page,
        "clerk",
        {"course": "/courses/seisei-ai", "skills-none": "/my/skills", "courses": "/courses"},
    )
    begin(page, "seisei-ai")
    first = lessons("seisei-ai")[0]
    play(page, first, look=partial(album.next, name="clerk-player"))
    album.walk(page, "clerk", {"home": "/", "course-why": "/courses/seisei-ai"})
    page.locator(".course-head .button--main").click()
    for lesson in lessons("seisei-ai")[1:]:
        if not page.url.endswith(f"/{lesson.key}/1"):
            page.goto("/courses/seisei-ai")
            page.locator(".course-head .button--main").click()
        play(page, lesson, look=partial(album.next, name=f"clerk-player-{lesson.key}"))
    album.take(page, "clerk-finished")
    wait_for(page, "/my/credentials", lambda p: p.locator("main a", has_text="生成AI").count() > 0)
    album.take(page, "clerk-credentials")
    page.locator("main a", has_text="生成AI").first.click()
    album.take(page, "clerk-credential")
    album.paper(page, "clerk-credential")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("JWT")).click()
    jwt = download.value.path().read_text().strip()
    page.get_by_role("button", name=re.compile("リンクを作る")).click()
    album.take(page, "clerk-credential-shared")
    link = page.locator("a[href*='/v/']").first.get_attribute("href")
    assert link is not None
    wait_for(page, "/my/skills", lambda p: p.locator(".panel").count() > 0)
    album.walk(
        page,
        "clerk",
        {
            "home-done": "/",
            "course-done": "/courses/seisei-ai",
            "data": "/my/data",
            "settings": "/settings",
            "help": "/help",
        },
    )
    return link, jwt


def officer(album: Album) -> None:
    """See as 桜井 of HR what the city can do, down to the proof."""
    page = album.reader(viewport=DESK)
    come_in(page, "桜井")
    wait_for(page, "/talent/matrix", lambda p: p.locator("td a.lv").count() > 0)
    album.take(page, "officer-matrix")
    page.get_by_role("link", name=re.compile("森 みさき.*AI")).first.click()
    expect(page.locator(".drawer")).to_contain_text("署名")
    album.take(page, "officer-drawer")
    page.locator(".drawer a", has_text="森").first.click()
    album.take(page, "officer-person")
    album.walk(page, "officer", {"home": "/talent/", "own-home": "/", "matrix": "/talent/matrix"})


def stranger(album: Album, link: str, jwt: str) -> None:
    """Check what somebody was shown: true, altered, and revoked."""
    page = album.reader(viewport=PHONE)
    page.goto(link)
    album.take(page, "stranger-verified")
    album.paper(page, "stranger-verified")
    for details in page.locator("details.card").all():
        details.locator("summary").click()
    album.take(page, "stranger-verified-open")
    for name, document in (
        ("checked", jwt),
        ("refused", altered(jwt)),
        ("unreadable", "これは証明ではありません"),
    ):
        page.goto("/v")
        page.locator("textarea").fill(document)
        page.locator("main form .button--main").first.click()
        expect(page.locator(".verdict")).to_be_visible()
        album.take(page, f"stranger-{name}")
    number = revoke_last(album)
    page.goto(link)
    album.take(page, "stranger-revoked")
    owner = album.reader(viewport=DESK)
    come_in(owner, "森")
    wait_for(owner, "/my/credentials", lambda p: "取り消し" in p.locator("main").inner_text())
    album.take(owner, "clerk-credentials-revoked")
    owner.locator("main a", has_text="生成AI").first.click()
    album.take(owner, "clerk-credential-revoked")
    officer_page = album.reader(viewport=DESK)
    come_in(officer_page, "桜井")
    wait_for(officer_page, "/talent/", lambda p: "取り消し" in p.locator("main").inner_text())
    album.take(officer_page, "officer-home-revoked")
    assert number


def altered(jwt: str) -> str:
    """Return the signed line with another title in it, and the signature of the old one."""
    header, payload, signature = jwt.split(".")
    claims = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
    changed = base64.urlsafe_b64encode(claims.replace("（基礎）", "（上級）").encode())
    return ".".join((header, changed.decode().rstrip("="), signature))


def revoke_last(album: Album) -> str:
    """Revoke the clerk's credential as the city does; return its number."""
    page = album.reader()
    come_in(page, "森")
    page.goto("/my/credentials")
    found = re.search(r"第(R\d+-\d+)号", page.locator("main").inner_text())
    assert found is not None
    subprocess.run(
        [
            *(sys.executable, "-m", "flask", "--app", "wsgi"),
            *("credentials", "revoke", found[1], "--reason", REASON),
        ],
        cwd=ROOT,
        env={
            "INSTANCE_DIR": str(album.site.instance),
            "DEMO": "1",
            "PUBLIC_URL": album.site.url,
            "PATH": "",
        },
        check=True,
        capture_output=True,
    )
    return found[1]


def others(album: Album) -> None:
    """Come in as those who stand beside the learners."""
    for card, who in (("林", "teacher"), ("田中", "guardian"), ("北川", "partner")):
        page = album.reader()
        come_in(page, card)
        album.take(page, f"{who}-home")
        album.walk(page, who, {"course": "/courses/kojin-joho", "courses": "/courses"})


def staff(album: Album) -> None:
    """The clerk learns, HR sees, a stranger checks: in this order."""
    link, jwt = clerk(album)
    officer(album)
    stranger(album, link, jwt)


WALKS: dict[str, Callable[[Album], None]] = {
    "visitor": visitor,
    "child": child,
    "views": views,
    "kinds": kinds,
    "citizen": citizen,
    "staff": staff,
    "administrator": administrator,
    "others": others,
    "author": workshop,
    "town": town,
    "issuing": issuing,
    "registry": registry,
    "together": together,
}


def main() -> None:
    """Make the pictures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=OUT, help="a folder for the PNG files")
    arguments.add_argument("--docs", action="store_true", help="make docs/screens anew, too")
    arguments.add_argument("--only", nargs="*", choices=list(WALKS), default=list(WALKS))
    asked = arguments.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    found = chromium.find()
    if found is None:
        sys.exit(chromium.HELP)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        options = launch_options(found)
        browser = playwright.chromium.launch(
            **{**options, "args": [*options["args"], "--lang=ja"]}
        )
        album = Album(browser, site, asked.out, asked.docs)
        for name in asked.only:
            print(f"· {name}")
            WALKS[name](album)
        browser.close()
    print(f"{len(list(asked.out.iterdir()))} pictures in {asked.out}")


if __name__ == "__main__":
    main()
