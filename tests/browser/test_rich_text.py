"""A text is edited as it will look, and what is pasted brings no more than it may."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import look_over, small_targets
from tests.browser.conftest import Opens, Watch
from tests.browser.journeys import DESK, PHONE, come_in

LEFT = "htmx:error: Failed to fetch"
"""A page was left while its checks were on their way."""
TOUCH = 44
"""CSS pixels: the least height of a tool."""
WORD, READ = "勉強", "{勉強|べん|きょう}"
FROM_WORD = Path(__file__).with_name("clipboard") / "word.html"
WRITTEN = """とる前に、**かならず聞きます**。

- 顔をうつさない
  - 後ろからとる

1. 話す

くわしくは[文部科学省](https://www.mext.go.jp/)とここ。"""


def opened(page: Page, kind: str) -> tuple[Locator, Locator]:
    """Open the first block of a kind in a lesson; return the text as it looks, and its field."""
    come_in(page, "南")
    page.goto("/authoring/")
    page.locator("tr", has_text="あやしいメール").get_by_role("button", name="直す").click()
    page.locator(".outline").get_by_role("link", name="メールの「差出人」を見る").click()
    page.locator("li.block", has_text=kind).get_by_role("link").first.click()
    text = page.get_by_role("textbox", name="言いかえ")
    expect(text).to_be_visible()
    return text, page.locator(".block--open textarea[name=text]")


def select(page: Page, words: str) -> None:
    """Select words in the open text, as a mouse does."""
    page.locator(".rich__text").evaluate(
        """(text, words) => {
          text.focus();
          const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const at = walk.currentNode.data.indexOf(words);
            const node = walk.currentNode;
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }""",
        words,
    )
    page.wait_for_timeout(100)  # the browser tells of a selection a moment later


def paste(page: Page, html: str) -> None:
    """Paste what a program has put on the clipboard."""
    page.evaluate(
        """(html) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", html);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def test_a_text_is_edited_as_it_looks_and_its_file_changes_by_one_word(
    people: Opens, watch: Watch
) -> None:
    watch.expected += [LEFT]
    page = people(viewport=DESK)
    text, field = opened(page, "やさしい日本語")
    before = field.input_value()
    assert before.count(WORD) == 1
    expect(page.locator("[data-state]")).to_be_empty()  # opened, and nothing has changed
    look_over(page)
    assert small_targets(page, least=36) == []
    tools = page.locator(".rich__tool").all()
    assert all(size["height"] >= TOUCH for one in tools if (size := one.bounding_box()))

    select(page, WORD)
    page.get_by_role("button", name="ふりがな", exact=True).click()
    reading = page.get_by_role("textbox", name="読み")
    reading.fill("study")
    reading.press("Enter")
    expect(page.locator(".rich__panel:visible")).to_contain_text("この読みは付けられません")
    look_over(page)
    reading.fill("べんがく")
    reading.press("Enter")
    expect(text.locator("ruby rt")).to_have_text("べんがく")
    text.locator("ruby").click()
    expect(reading).to_have_value("べんがく")
    reading.fill("べん|きょう")
    page.get_by_role("button", name="付ける").click()
    assert field.input_value() == before.replace(WORD, READ)
    expect(page.locator(".mark")).to_contain_text("保存しました")

    text.press("Alt+F10")
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="文字のまま", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    field.fill(before)
    page.get_by_role("button", name="文字のまま", exact=True).click()
    expect(text).to_contain_text(WORD)
    with page.expect_response(lambda one: one.request.method == "POST"):
        field.evaluate("field => field.form.requestSubmit()")
    page.wait_for_load_state("networkidle")  # a press that is on its way breaks off the next
    page.goto(page.url.partition("/files/")[0])
    expect(page.locator("main")).to_contain_text("2回目の変更")


def test_what_is_pasted_from_word_keeps_its_bold_lists_and_links_and_nothing_else(
    people: Opens, watch: Watch
) -> None:
    watch.expected += [LEFT]
    page = people(viewport=PHONE)
    text, field = opened(page, "やさしい日本語")
    text.press("Control+a")
    page.keyboard.press("Backspace")
    page.wait_for_timeout(100)
    paste(page, FROM_WORD.read_text(encoding="utf-8"))
    expect(field).to_have_value(re.compile("文部科学省"))
    assert field.input_value() == WRITTEN
    assert page.title() != "run"
    look_over(page)
