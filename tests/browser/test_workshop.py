"""The workshop: a course is mended by two at once, and published."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.checks import look_over, small_targets
from tests.browser.conftest import Opens, Watch
from tests.browser.journeys import DESK, PHONE, come_in

COURSE = "金沢箔のひみつ"
LESSON = "金が、箔になるまで"
SLOW = 20_000
"""Milliseconds: what waits for keys to rest, and for the analysis to start."""


def add(page: Page, words: str) -> None:
    """Write something at the end of the open text, and let it be."""
    text = page.locator(".block--open .rich__text")
    text.press("Control+End")
    text.press_sequentially(words)


LEFT = "htmx:error: Failed to fetch"
"""A page was left while its checks were on their way."""


def test_two_mend_the_same_block_nothing_is_lost_and_readers_see_it_once_published(
    people: Opens, watch: Watch
) -> None:
    watch.expected += ["409", "422"]  # the conflict, and an empty form: the browser notes them
    watch.expected += [LEFT]
    one, other = people(viewport=DESK), people(viewport=PHONE)
    for page in (one, other):
        come_in(page, "南")
    one.get_by_role("link", name="講座づくり").click()
    look_over(one)
    one.get_by_role("button", name="下書きにする").click()
    expect(one.locator(".faults")).to_contain_text("ファイルが選ばれていません")
    look_over(one)

    one.locator("tr", has_text=COURSE).get_by_role("button", name="直す").click()
    expect(one.locator("main")).to_contain_text("まだ何も変えていません")
    look_over(one)
    one.locator(".outline").get_by_role("link", name=LESSON).click()
    preview = one.frame_locator("iframe")
    expect(preview.locator("article.read ruby").first).to_be_visible(timeout=SLOW)
    look_over(one)
    assert small_targets(one, least=36) == []
    other.goto(one.url)
    add(one, "音をよく聞きます。")
    expect(one.locator(".mark")).to_contain_text("保存しました", timeout=SLOW)
    expect(preview.locator("article.read")).to_contain_text("音をよく聞きます。", timeout=SLOW)
    one.get_by_role("link", name="読み上げ", exact=True).click()
    expect(preview.locator("main.said li").first).to_be_visible()
    look_over(one)

    add(other, "耳をすまします。")
    other.keyboard.press("Control+s")
    expect(other.locator(".block--open")).to_contain_text("ほかの人も、ここを直しました")
    expect(other.locator(".block--open pre")).to_contain_text("音をよく聞きます。")
    look_over(other)
    other.get_by_role("button", name="この文にする").click()
    expect(other.locator(".block--open textarea[name=text]")).to_have_value(
        re.compile("耳をすまします。")
    )
    draft = other.url.partition("/files/")[0]
    other.goto(draft)
    expect(other.locator("main")).to_contain_text("2回目の変更")
    look_over(other)

    other.get_by_role("link", name="公開の準備").click()
    look_over(other)
    other.get_by_role("textbox", name="わけ").fill("係はひとりです。")
    other.get_by_role("button", name="公開する").click()
    expect(other.locator("main")).to_contain_text("公開を待っている")
    for _ in range(60):
        other.goto(draft)
        if other.get_by_text("公開した", exact=True).count():
            break
        other.wait_for_timeout(500)
    look_over(other)
    lesson = re.sub(r".*/\d+-([a-z-]+)\.md.*", r"\1", one.url)
    reader = people()
    reader.goto(f"/courses/kinpaku/lessons/{lesson}/print")
    expect(reader.locator("main")).to_contain_text("耳をすまします。")


def no_saving(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.continue_()


def test_what_could_not_be_saved_is_kept_and_saved_once_there_is_a_connection(
    page: Page, watch: Watch
) -> None:
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "Failed to load resource", LEFT]
    come_in(page, "南")
    page.goto("/authoring/")
    page.locator("tr", has_text="あやしいメール").get_by_role("button", name="直す").click()
    page.locator(".outline a[href$='.md']").first.click()
    field = page.locator(".block--open textarea[name=text]")
    before = field.input_value()
    # refused by hand: the browser's own way back sends «online», and saves before it reloads
    page.route("**/*.md", no_saving)
    add(page, "つながらない時に。")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-state]")).to_contain_text("この端末に残してあります")
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/*.md")
    page.reload()
    expect(page.locator(".mark")).to_contain_text("保存しました")
    page.reload()
    expect(field).to_have_value(f"{before}つながらない時に。")
