"""Pictures of what an administrator awards, issues and answers for."""

import re

from playwright.sync_api import Page, expect

from tests.browser.album import Album
from tests.browser.journeys import DESK, come_in

AWARDED = 40_000
"""Milliseconds: what the worker does meanwhile."""


def issuing(album: Album) -> None:
    """Describe a workshop, award it, and see what stands in its wake."""
    page = album.reader(viewport=DESK)
    come_in(page, "南")
    describe(album, page)
    award(album, page)
    album.walk(
        page,
        "issuing",
        {
            "kinds": "/achievements",
            "issued": "/admin/credentials",
            "issuers": "/admin/credentials/issuers",
            "issuer": "/admin/credentials/issuers/city",
            "issuer-new": "/admin/credentials/issuers/add",
            "withdraw": "/admin/credentials/issuers/city/keys/rs-1/withdraw",
            "trusted": "/admin/issuers",
            "registries": "/admin/registries",
            "paths": "/paths",
        },
    )
    page.goto("/admin/credentials")
    page.locator("tbody a").first.click()
    album.take(page, "issuing-one")


def describe(album: Album | None, page: Page) -> None:
    """Describe a workshop."""
    page.goto("/achievements/add")
    page.get_by_label("名前").fill("データの見方の研修")
    page.get_by_label("種類").select_option(label="研修やワークショップへの参加")
    page.get_by_label("だれのための証明ですか").select_option(label="市の職員")
    page.get_by_label("何ができるようになったか").fill("グラフを読んで、話し合える。")
    page.get_by_label("条件").fill("90分の研修に参加し、演習を終えた人。")
    page.get_by_label("できること").fill("グラフの目もりを確かめられる")
    page.get_by_label("スキルと段階").fill("dss-l@1.2/T5 2")
    page.get_by_label("有効な月の数").fill("24")
    if album is not None:
        album.take(page, "issuing-describe")
    page.get_by_role("button", name="加える").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("データの見方の研修")
    if album is not None:
        album.take(page, "issuing-described")


def award(album: Album | None, page: Page) -> None:
    """Award what is shown to a clerk, by login, and wait until it is signed."""
    page.get_by_role("link", name="人に出す").click()
    page.get_by_label("ログインIDかメールアドレスで加える").fill("misaki")
    page.get_by_label("どのように").fill("11月20日の90分の研修に参加しました。")
    page.get_by_label("出すわけ").fill("出席簿による。")
    if album is not None:
        album.take(page, "issuing-award")
    page.get_by_role("button", name="出す前に確かめる").click()
    expect(page.get_by_text("まだ何も出していません")).to_be_visible()
    if album is not None:
        album.take(page, "issuing-confirm")
    page.get_by_role("button", name=re.compile("人に出す$")).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("証明を出しました", timeout=AWARDED)
    if album is not None:
        album.take(page, "issuing-batch")
