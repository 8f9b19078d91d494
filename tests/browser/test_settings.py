"""Display settings apply where the reader is: nothing given, opened or looked at is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import give, lessons, wrong_keys
from tests.browser.checks import WIDTHS, axe, overflow, small_targets
from tests.browser.conftest import Opens
from tests.browser.journeys import PHONE, come_in, has_begun_now

LOW = {"width": 390, "height": 420}
"""A phone so low that the first lesson's text must be scrolled."""


def opened(people: Opens, card: str, slug: str, **more: object) -> Page:
    page = people(**more)
    come_in(page, card)
    if not has_begun_now(page, slug):
        page.goto(f"/courses/{slug}")
        page.locator(".lessons a").first.click()
        page.goto(re.sub(r"/\d+$", "/1", page.url))
    reset(page)
    return page


def reset(page: Page) -> None:
    """Bring the settings of a person of the demo, whom all tests share, to what they were."""
    page.locator(".topbar summary").click()
    grade = page.locator("#view [name=ruby][value=grade]").count()
    press(page, page.locator(f"#view [name=preset][value={'child' if grade else 'usual'}]"))
    plain = page.locator("#view [name=plain]")
    if plain.get_attribute("aria-pressed") == "true":
        plain.click()
        expect(plain).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")


def press(page: Page, button: Locator) -> None:
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def top_block(page: Page) -> tuple[str, float]:
    """Return the first passage in sight below the bar, and how high it stands."""
    name, height = page.evaluate(
        """() => {
          const under = document.querySelector('.topbar').getBoundingClientRect().bottom;
          const seen = [...document.querySelectorAll('.passage')]
            .find((e) => e.getBoundingClientRect().bottom > under + 8);
          return [seen.id, seen.getBoundingClientRect().top];
        }"""
    )
    return str(name), float(height)


def test_a_press_changes_the_furigana_and_keeps_the_block_where_it_was(people: Opens) -> None:
    page = opened(people, "ゆいさん", "kojin-joho", viewport=LOW)
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(200)
    scrolled = page.evaluate("scrollY")
    assert scrolled > 100
    for value, has_ruby in (("all", True), ("none", False), ("grade", True), ("all", True)):
        before = top_block(page)
        button = page.locator(f"#view-bar [name=ruby][value={value}]")
        press(page, button)
        expect(button).to_be_focused()
        after = top_block(page)
        assert after[0] == before[0]
        assert after[1] == pytest.approx(before[1], abs=2)
        assert (page.locator("main ruby").count() > 0) == has_ruby
    assert page.evaluate("document.documentElement.hasAttribute('data-ruby')")


def test_what_was_ticked_and_the_open_feedback_stay(people: Opens) -> None:
    page = opened(people, "ゆいさん", "kojin-joho")
    asked = lessons("kojin-joho")[0].steps[0].question
    assert asked is not None
    give(page, asked, wrong_keys(asked))
    told = page.locator("#feedback")
    expect(told).to_contain_text("おしい")
    ticked = page.locator("input[name=chosen]").nth(2)
    ticked.check()
    press(page, page.locator("#view-bar [name=ruby][value=all]"))
    expect(page.locator("input[name=chosen]").nth(2)).to_be_checked()
    expect(told).to_contain_text("おしい")
    expect(page.locator(".choice.is-tried")).to_have_count(1)
    page.reload()
    expect(page.locator("#feedback")).to_contain_text("おしい")
    give(page, asked, asked.item.correct_keys)  # htmx still answers on the swapped page
    expect(page.locator("#feedback")).to_contain_text("そのとおり")


def test_a_half_typed_answer_stays(people: Opens) -> None:
    page = opened(people, "髙橋", "ayashii-mail")
    typed = next(
        (lesson.key, number)
        for lesson in lessons("ayashii-mail")
        for number, step in enumerate(lesson.steps, start=1)
        if step.question is not None and step.question.item.kind == "text-entry"
    )
    page.goto(re.sub(r"/[^/]+/\d+$", f"/{typed[0]}/{typed[1]}", page.url))
    page.locator("#text").fill("とちゅう")
    press(page, page.locator("#view-bar [name=ruby][value=all]"))
    expect(page.locator("#text")).to_have_value("とちゅう")


def test_plain_words_are_one_press_away_and_the_block_stays(people: Opens) -> None:
    page = opened(people, "髙橋", "ayashii-mail", viewport=PHONE)
    before = top_block(page)
    normal = page.locator(f"#{before[0]}").inner_text()
    button = page.locator("#view-bar [name=plain]")
    press(page, button)
    expect(button).to_be_focused()
    after = top_block(page)
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1], abs=2)
    assert page.locator(f"#{before[0]}").inner_text() != normal
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(f"#{before[0]}")).to_have_text(normal, use_inner_text=True)


def test_the_menu_stays_open_for_the_next_press_and_takes_all_of_it_back(people: Opens) -> None:
    page = opened(people, "髙橋", "ayashii-mail")
    page.locator(".topbar summary").click()
    press(page, page.locator("#view [value=large]"))
    root = page.locator("html")
    expect(root).to_have_attribute("data-size", "xl")
    expect(root).to_have_attribute("data-contrast", "high")
    expect(page.locator(".topbar .pop")).to_be_visible()
    page.locator("#view [name=undo]").click()
    expect(page.locator("#view [value=usual]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html[data-size]")).to_have_count(0)


def test_the_settings_follow_to_another_device_and_hold_before_the_first_paint(
    people: Opens,
) -> None:
    page = opened(people, "髙橋", "ayashii-mail")
    page.locator(".topbar summary").click()
    press(page, page.locator("#view [value=large]"))
    other = people(java_script_enabled=False, viewport=PHONE)
    come_in(other, "髙橋")
    expect(other.locator("html")).to_have_attribute("data-size", "xl")
    page.locator("#view [value=usual]").click()
    expect(page.locator("html[data-size]")).to_have_count(0)


def test_without_javascript_a_press_comes_back_to_the_text_and_can_be_taken_back(
    people: Opens,
) -> None:
    page = opened(people, "ゆいさん", "kojin-joho", java_script_enabled=False)
    place = page.url.split("#")[0]
    page.locator("#view-bar [name=ruby][value=none]").click()
    expect(page).to_have_url(f"{place}#b1")
    expect(page.locator("main ruby")).to_have_count(0)
    page.get_by_role("button", name="もとにもどす").first.click()
    expect(page.locator("main ruby")).not_to_have_count(0)


def test_every_setting_applies_at_once_on_its_page(page: Page) -> None:
    page.goto("/settings")
    for name, value in (("spacing", "wide"), ("contrast", "high"), ("motion", "off")):
        page.locator(f"#view-all [name={name}][value={value}]").check()
        expect(page.locator("html")).to_have_attribute(f"data-{name}", value)
        expect(page.locator(f"#view-all [name={name}][value={value}]")).to_be_focused()
    page.locator("#view-all [name=locale][value=en]").check()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_easy_font_is_fetched_only_for_those_who_want_it(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/settings")
    page.wait_for_load_state("networkidle")
    assert not any("woff2" in url for url in fetched)
    with page.expect_response(re.compile(r"/static/easy-.*\.woff2")) as answer:
        page.locator("#view-all [name=font][value=easy]").check()
    assert answer.value.headers["content-type"] == "font/woff2"
    assert "immutable" in answer.value.headers["cache-control"]
    page.wait_for_function("document.fonts.check('16px Easy', '読み方')")


@pytest.mark.parametrize("preset", ["usual", "large", "child"])
def test_the_menu_and_the_bar_fit_every_screen(people: Opens, preset: str) -> None:
    page = opened(people, "髙橋", "ayashii-mail")
    page.locator(".topbar summary").click()
    press(page, page.locator(f"#view [value={preset}]"))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        assert overflow(page) == [], f"{preset} at {width} px"
        assert small_targets(page) == [], f"{preset} at {width} px"
    found = axe(page)
    press(page, page.locator("#view [value=usual]"))
    assert found == []


def test_every_kind_of_page_has_the_settings(people: Opens) -> None:
    page = people()
    for address in ("/", "/sign-in", "/sign-in?own=1", "/courses", "/settings"):
        page.goto(address)
        expect(page.locator("details.set summary").first).to_be_visible()
    clerk = opened(people, "森 みさき", "seisei-ai")
    expect(clerk.locator(".readbar")).to_be_visible()
    clerk.goto("/")
    expect(clerk.locator(".top details.set summary.iconbtn")).to_be_visible()


def test_paper_carries_the_lesson_and_its_readings_and_no_tools(people: Opens) -> None:
    page = opened(people, "ゆいさん", "kojin-joho")
    page.emulate_media(media="print")
    for tool in (".topbar", ".actbar", ".readbar", "details.set"):
        expect(page.locator(tool).first).to_be_hidden()
    expect(page.locator(".passage ruby rt").first).to_be_visible()
    expect(page.locator("#answer legend")).to_be_visible()
    expect(page.locator("#answer .choice").first).to_be_visible()
    page.goto("/")
    expect(page.locator(".dock")).to_be_hidden()
