"""The workshop: a course is mended by two at once, and published."""

import re

from playwright.sync_api import Page, expect

from tests.browser.checks import look_over, small_targets
from tests.browser.conftest import Opens, Watch
from tests.browser.journeys import DESK, PHONE, come_in

COURSE = "金沢箔のひみつ"
LESSON = "金が、箔になるまで"


def add(page: Page, words: str) -> None:
    """Write something at the end of the first block of text, and save."""
    block = page.locator("section.block", has_text="本文").first
    field = block.locator("textarea")
    field.fill(f"{field.input_value()}{words}")
    block.get_by_role("button").click()


def test_two_mend_the_same_block_nothing_is_lost_and_readers_see_it_once_published(
    people: Opens, watch: Watch
) -> None:
    watch.expected += ["409", "422"]  # the conflict, and an empty form: the browser notes them
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
    look_over(one)
    assert small_targets(one, least=36) == []
    other.goto(one.url)
    add(one, "音をよく聞きます。")
    expect(one.locator(".saved")).to_have_count(1)
    look_over(one)

    add(other, "耳をすまします。")
    expect(other.locator("h1")).to_contain_text("ほかの人も")
    expect(other.locator("main")).to_contain_text("音をよく聞きます。")
    look_over(other)
    other.get_by_role("button", name="この文にする").click()
    expect(other.locator(".saved")).to_have_count(1)
    draft = other.url.partition("/files/")[0]
    other.goto(draft)
    expect(other.locator("main")).to_contain_text("2回目の変更")
    look_over(other)

    other.get_by_role("link", name="公開の準備").click()
    look_over(other)
    other.get_by_label("わけ").fill("係はひとりです。")
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
