"""A citizen learns without an account: no field for name, mail or password, and nothing kept."""

import re
import sqlite3

from playwright.sync_api import Page, expect

from tests.browser.answers import lessons
from tests.browser.checks import look_over, small_targets
from tests.browser.conftest import Opens, Site, Watch
from tests.browser.journeys import DESK, PHONE, play

COURSE = "ayashii-mail"
ASKS = "input[type=password], input[type=email], input[name*=name], input[name=login]"


def looked_over(page: Page) -> None:
    """Look a page over, and see that it asks nobody who they are."""
    look_over(page)
    assert page.locator(ASKS).count() == 0, page.url


def count(site: Site, table: str) -> int:
    with sqlite3.connect(site.instance / "terakoya.db") as store:
        return int(store.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608  a table of ours


def rows(site: Site) -> set[str]:
    """Return every row of the store, as SQL."""
    with sqlite3.connect(site.instance / "terakoya.db") as store:
        return set(store.iterdump())


def test_a_citizen_finishes_a_course_prints_the_paper_and_goes_on_elsewhere(
    people: Opens, site: Site
) -> None:
    tables = ("user", "registration", "statement", "bookmark", "outbox_event")
    before = {table: count(site, table) for table in tables}
    known = rows(site)
    page = people(viewport=PHONE)
    page.goto("/")
    looked_over(page)
    page.locator("main a", has_text="メール").first.click()
    looked_over(page)
    page.locator(".course-head .button--main").click()
    looked_over(page)
    assert {table: count(site, table) for table in tables} == before, "looking writes nothing"

    first, *others = lessons(COURSE)
    play(page, first)
    looked_over(page)
    for lesson in others:
        page.locator(".course-head .button--main").click()
        play(page, lesson)
    expect(page.locator("h1")).to_contain_text("修了しました")
    looked_over(page)

    page.get_by_role("link", name=re.compile("もちかえりの紙")).click()
    looked_over(page)
    words = page.locator(".words li").all_inner_texts()
    assert len(words) == 4
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="印刷する").click()
    assert page.title() == "printed"
    for size, sides in (("A4", 1), ("A5", 2)):
        paper = page.pdf(format=size)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= sides, f"one sheet of {size}"
    page.get_by_role("link", name="もどる").click()
    looked_over(page)
    assert small_targets(page) == []

    elsewhere = people(viewport=DESK)
    elsewhere.goto("/")
    box = elsewhere.locator("#w1")
    box.focus()
    elsewhere.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        " ".join(words),
    )
    assert elsewhere.locator("#w4").input_value() == words[3]
    elsewhere.get_by_role("button", name="続きを開く").click()
    expect(elsewhere.locator(".topbar")).to_be_visible()
    looked_over(elsewhere)
    elsewhere.goto("/")
    expect(elsewhere.locator("main")).to_contain_text("終えた講座")
    looked_over(elsewhere)

    assert count(site, "user") == before["user"] + 1
    with sqlite3.connect(site.instance / "terakoya.db") as store:
        kept = store.execute('SELECT * FROM "user" WHERE is_guest').fetchall()
    written = "\n".join(rows(site) - known)
    assert len(kept) == 1
    assert not re.search("|".join(word for word in words if len(word) > 3) or "$^", str(kept))
    assert "127.0.0.1" not in written
    assert "::1" not in written
    guest = next(str(value) for value in kept[0] if re.fullmatch("[0-9a-f]{32}", str(value)))
    assert guest in written


def test_a_word_that_is_none_is_named_beside_its_box(people: Opens, watch: Watch) -> None:
    watch.expected.append("422")  # which the browser itself notes
    page = people()
    page.goto("/bookmark")
    looked_over(page)
    page.locator("#w1").fill("ほげほげ")
    page.get_by_role("button", name="続きを開く").click()
    expect(page.locator("main")).to_contain_text("「ほげほげ」は、しおりの言葉にありません")
    looked_over(page)


def test_whoever_registers_takes_the_learning_along(people: Opens, site: Site) -> None:
    page = people(viewport=PHONE)
    page.goto(f"/courses/{COURSE}")
    page.locator(".course-head .button--main").click()
    play(page, lessons(COURSE)[0])
    page.goto("/bookmark")
    page.get_by_role("link", name=re.compile("登録して")).click()
    page.locator("[name=family_name]").fill("加賀")
    page.locator("[name=given_name]").fill("きよ")
    page.locator("[name=login]").fill("kiyo.kaga")
    page.locator("[name=password]").fill("yuki no asa ni aruku")
    page.locator("[name=birth_year]").fill("1954")
    page.locator("[name=is_adult]").check()
    page.get_by_role("button", name=re.compile("登録して")).click()
    expect(page.locator("h1")).to_contain_text("しおりの学びを移しますか")
    look_over(page)
    page.get_by_role("button", name=re.compile("移す")).first.click()
    expect(page.locator("main")).to_contain_text("続きから始める")
    look_over(page)
