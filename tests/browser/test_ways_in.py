"""Two ways in without a password of ours: an ID of one's work, and a small child's card."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import axe, overflow
from tests.browser.conftest import PATIENCE, Opens, Site, Watch, context_options, free_port
from tests.browser.journeys import come_in
from tests.browser.provider import CLIENT, SECRET, a_real_provider

MAIL = "nozomi@saigawa.example"
SMALLEST = 60
"""CSS pixels of what a small child touches."""


def test_a_clerk_signs_in_and_out_with_an_id_of_a_real_provider(
    people: Opens, browser: Browser, site: Site
) -> None:
    kanri = people()
    come_in(kanri, "南")
    login = invited(kanri, MAIL)
    kanri.goto("/admin/sign-in/new")
    port = free_port()
    back = f"{site.url}/sign-in/shiyakusho/back"
    left = f"{site.url}/sign-out/shiyakusho/back"
    with a_real_provider(port, return_address=back, left_address=left, mail=MAIL) as issuer:
        fill(kanri, name="市役所のIDで入る", slug="shiyakusho", issuer=issuer)
        fill(kanri, client_id=CLIENT, client_secret=SECRET)
        kanri.get_by_role("button", name="入り口を作る").click()
        kanri.get_by_role("button", name="つながるか確かめる").click()
        expect(kanri.get_by_role("status")).to_contain_text(f"{issuer}/token")
        context = browser.new_context(**context_options(site.url))
        context.set_default_timeout(PATIENCE)
        page = context.new_page()  # not watched: the provider's pages are its own
        page.goto("/settings")
        page.goto("/sign-in?own=1&next=/settings")
        page.get_by_role("link", name="市役所のIDで入る").click()
        page.locator("[name=login]").fill("nozomi")
        page.locator("[name=password]").fill("anything")
        page.locator("button[type=submit]").click()
        page.locator("button[type=submit]").click()
        expect(page).to_have_url(re.compile("/settings$"))
        expect(page.locator("body")).to_contain_text("のぞみ")
        page.goto("/settings/accounts")
        expect(page.locator("main")).to_contain_text("市役所のIDで入る")
        page.goto("/settings")
        page.locator("form[action='/sign-out'] button").first.click()
        expect(page.locator("h1")).to_contain_text("寺子屋を終わりました")
        check(page)
        page.get_by_role("link", name="IDのほうも終わる").click()
        expect(page).to_have_url(re.compile(rf"^{re.escape(issuer)}/session/end"))
        page.locator("button[name=logout]").click()
        expect(page.locator("body")).to_contain_text("ここでも、IDのほうでも、終わりました。")
        page.goto("/sign-in?own=1")
        page.get_by_role("link", name="市役所のIDで入る").click()
        expect(page.locator("[name=login]")).to_be_visible()  # it asks again who it is
        context.close()
    assert login == MAIL


def test_a_small_child_comes_in_by_a_picture_card(people: Opens, watch: Watch) -> None:
    sensei = people()
    come_in(sensei, "林")
    sensei.goto("/classes/")
    sensei.get_by_role("link", name="3年2組").first.click()
    sensei.get_by_role("link", name="絵のカードの入り口").click()
    if sensei.locator("#outside").count():
        sensei.locator("#outside").check()
    sensei.get_by_role("button", name="このクラスの入り口を開く").click()
    code = sensei.locator(".door__said").inner_text()
    check(sensei)
    sensei.get_by_role("link", name="カードを印刷する").click()
    check(sensei)
    sensei.get_by_role("button", name="全員の絵のカード").click()
    card = sensei.locator(".cutcard").filter(has_text="ゆい")
    secret = card.locator(".cutcard__pictures span").all_inner_texts()
    check(sensei)
    assert len(secret) == 3
    tablet = people(java_script_enabled=False)
    tablet.goto("/class")
    tablet.locator("#code").fill(code)
    tablet.locator("main button").click()
    touched(tablet, ".door__card")
    tablet.locator(".door__card").filter(has_text="ゆい").click()
    touched(tablet, ".door__picture, .button")
    for picture in secret:
        tablet.locator(".door__picture").filter(has_text=re.compile(rf"^\s*{picture}")).click()
    tablet.locator("main button").click()
    expect(tablet.locator("h1")).to_contain_text("ゆいさん")
    sensei.go_back()
    sensei.get_by_role("link", name="入り口", exact=True).click()
    expect(sensei.locator("main")).to_contain_text("1人が入りました")
    sensei.get_by_role("button", name="入り口を閉じる").click()
    watch.expected.append("403")
    stranger = people(viewport={"width": 390, "height": 844})
    stranger.goto(f"/class?code={code.replace(' ', '')}")
    assert stranger.title().startswith("今は開いていません")
    check(stranger)


def invited(page: Page, mail: str) -> str:
    """Let an administrator invite a clerk with an address; return it."""
    page.goto("/admin/people/invite")
    fill(page, family_name="架空", given_name="のぞみ", login=mail)
    page.locator("[name=organization]").select_option(index=1)
    page.get_by_role("button", name="リンクを作る").click()
    expect(page.locator("#link")).to_be_visible()
    return mail


def fill(page: Page, **fields: str) -> None:
    """Fill fields of a form by their names."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)


def check(page: Page) -> None:
    """Look at a page as it stands."""
    assert urlsplit(page.url).path
    assert axe(page) == []
    assert overflow(page) == []


def touched(page: Page, which: str) -> None:
    """Check what a small child touches; a page without scripts is measured all the same."""
    for one in page.locator(which).all():
        box = one.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= SMALLEST, one.inner_text()
