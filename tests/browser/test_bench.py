"""The bench by hand: a block is dragged, a comment stands at its block, and rows come back."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.checks import look_over
from tests.browser.conftest import Opens, Watch
from tests.browser.journeys import DESK, come_in

SLOW = 20_000
"""Milliseconds: what waits for another page."""
LEFT = "htmx:error: Failed to fetch"
"""A page was left while its checks were on their way."""


def a_lesson(people: Opens) -> Page:
    """Open a lesson of a course on the bench."""
    page = people(viewport=DESK)
    page.on("dialog", lambda dialog: dialog.accept())
    come_in(page, "南")
    page.goto("/authoring/")
    page.locator("tr", has_text="自分の情報").get_by_role("button", name="直す").click()
    page.locator(".outline").get_by_role("link", name="個人情報ってなに").click()
    expect(page.locator(".block--open [data-said]")).to_be_visible(timeout=SLOW)
    return page


def drag(page: Page, grip: Locator, before: Locator) -> None:
    """Take something by its grip, and let it go above something else."""
    grip.hover()
    page.mouse.down()
    box = before.bounding_box()
    assert box
    page.mouse.move(box["x"] + 9, box["y"] + 3, steps=3)
    page.mouse.up()


def test_a_block_is_dragged_to_its_place_and_a_comment_is_written_answered_and_settled_at_it(
    people: Opens, watch: Watch
) -> None:
    watch.expected += ["422", LEFT]  # a reply in which nothing is said
    page = a_lesson(people)
    rows = page.locator(".bench__work [data-drag=block]")
    words = rows.nth(3).locator("p[lang=ja]").inner_text()
    drag(page, rows.nth(3).locator("[data-grip]"), rows.nth(1))
    expect(rows.nth(1)).to_contain_text(words, timeout=SLOW)
    lesson = page.locator(".outline [data-drag=lesson]").first.get_attribute("data-at") or ""
    last = page.locator(".outline [data-drag=lesson]").last
    drag(page, last.locator("[data-grip]"), page.locator(".outline [data-drag=lesson]").first)
    second = page.locator(".outline [data-drag=lesson]").nth(1)
    expect(second).to_have_attribute("data-at", lesson, timeout=SLOW)

    block = page.locator(".block--open")
    expect(block.locator("[data-said]")).to_be_visible(timeout=SLOW)
    block.locator("[data-said]").click()
    block.locator("summary", has_text="意見を書く").click()
    block.get_by_label("ここへの意見").fill("もう少し短くします。")
    block.get_by_role("button", name="意見を送る").click()
    expect(block.locator("[data-said]")).to_have_text("意見1つ")
    block.get_by_role("button", name="返事をする").click()
    expect(block.get_by_role("alert")).to_contain_text("返事を書いてから")
    look_over(page)
    block.get_by_role("button", name="済んだことにする").click()
    expect(block.locator("[data-said]")).to_have_text("済んだ意見")


def no_saving(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.continue_()


def said(page: Page) -> list[str]:
    """Return what all fields of the open form say, in order."""
    fields: list[str] = page.locator("block-rows :is(textarea, input, select)[name]").evaluate_all(
        "all => all.map((one) => `${one.name} ${one.type} ${one.checked} ${one.value}`)"
    )
    return fields


def test_rows_and_columns_that_were_added_and_not_saved_are_there_again_after_a_reload(
    people: Opens, watch: Watch
) -> None:
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "Failed to load resource", LEFT]
    page = a_lesson(people)
    page.route("**/*.md", no_saving)
    for kind, presses in (
        ("表", ("列を足す", "行を足す")),
        ("問題：すべて選ぶ", ("選択肢を足す", "ヒントを足す")),
    ):
        row = page.locator("li.block", has=page.locator(".block__kind", has_text=kind)).first
        row.get_by_role("link", name=re.compile("を開く")).click()
        expect(page.locator(".block--open .block__kind")).to_have_text(kind, timeout=SLOW)
        for press in presses:
            page.get_by_role("button", name=press).click()
            page.keyboard.type("あたらしい")
        page.locator("block-rows button[value^=up]:visible").last.click()
        for tick in page.locator("block-rows li > [type=checkbox]").all():
            tick.set_checked(not tick.is_checked())
        before = said(page)
        page.keyboard.press("Control+s")
        expect(page.locator("[data-state]")).to_contain_text("この端末に残してあります")
        page.reload()
        assert said(page) == before
