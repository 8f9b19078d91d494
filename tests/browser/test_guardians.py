"""A guardian of two children in two schools: reads, consents by phone and on paper, withdraws."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.administration import come_in_by_name
from tests.browser.checks import look_over, small_targets
from tests.browser.conftest import Opens
from tests.browser.journeys import DESK, PHONE, come_in


def letter_of(page: Page, name: str) -> tuple[str, str]:
    """Print a class's letters; return the address and the code of one pupil's."""
    page.get_by_role("button", name="組の手紙を印刷する").click()
    look_over(page)
    leaf = page.locator(".leaf", has_text=f"{name}さんの保護者の方へ")
    text = leaf.inner_text()
    paper = page.pdf(prefer_css_page_size=True)
    sides = page.locator(".leaf").count()
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == sides, "each side is one page"
    cut = page.locator(".leaf").evaluate_all(
        "all => all.filter(one => one.scrollHeight > 297 / 25.4 * 96).length"
    )
    assert cut == 0, "nothing is cut off"
    address = re.search(r"/g/[\w-]{22}", text)
    code = re.search(r"\d{4}-\d{3}-\d{3}", text)
    assert address
    assert code
    return address[0], code[0]


def type_code(page: Page, code: str) -> None:
    page.locator("#code").fill(code)
    page.locator("form", has=page.locator("#code")).get_by_role("button").click()
    look_over(page)
    page.get_by_role("radio", name="母", exact=True).check()
    page.get_by_label("まちがいありません").check()
    page.get_by_role("button", name="わたしの子どもです").click()


@pytest.mark.journey
def test_a_guardian_of_two_schools_answers_by_phone_and_on_paper_and_withdraws(
    people: Opens,
) -> None:
    teacher = people(viewport=DESK)
    come_in(teacher, "林")
    teacher.goto("/school/consents")
    teacher.get_by_role("link", name="3年2組").click()
    look_over(teacher)
    own_class = teacher.url
    address, code = letter_of(teacher, "田中 ゆい")
    office = people(viewport=DESK)
    come_in_by_name(office, "kanri")
    office.goto("/school/consents")
    office.get_by_role("link", name="1年1組").click()
    _, second = letter_of(office, "田中 れん")

    phone = people(viewport=PHONE)
    phone.goto(address)
    look_over(phone)
    type_code(phone, code)
    expect(phone.locator("h2", has_text="田中 ゆい")).to_be_visible()
    type_code(phone, second)
    expect(phone.locator("h2", has_text="田中 れん")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("犀川市立さいがわ小学校")
    expect(phone.locator("main")).to_contain_text("犀川市立みずほ中学校")
    look_over(phone)

    yui = phone.locator("section", has=phone.locator("h2", has_text="田中 ゆい"))
    yui.get_by_role("link", name="授業のお知らせ").click()
    look_over(phone)
    phone.get_by_role("button", name="読みました").click()
    yui.get_by_role("link", name="できるようになったこと").click()
    look_over(phone)
    phone.go_back()
    yui.get_by_role("link", name="同意のお願い").click()
    phone.locator("#photo").get_by_text("はい", exact=True).click()
    phone.locator("#name").get_by_text("いいえ", exact=True).click()
    look_over(phone)
    assert small_targets(phone) == []
    phone.get_by_role("button", name="答えをしまう").click()
    phone.get_by_role("link", name=re.compile("^写真や動画")).click()
    expect(phone.locator("main")).to_contain_text("もう配った紙の学校だよりは")
    look_over(phone)
    phone.get_by_role("button", name="同意をやめる").click()
    expect(phone.locator("main")).to_contain_text("「やめました」")

    teacher.goto(own_class)
    row = teacher.locator("tbody tr", has_text="田中 ゆい")
    expect(row).to_contain_text("やめました")
    teacher.get_by_role("link", name="返ってきた紙を記録する").click()
    look_over(teacher)
    teacher.get_by_role("combobox", name=re.compile("ゆいさん、取材")).select_option("yes")
    teacher.get_by_role("button", name="記録する", exact=True).click()
    expect(teacher.locator("tbody tr", has_text="田中 ゆい")).to_contain_text("はい")
    phone.goto("/family")
    yui.get_by_role("link", name="同意のお願い").click()
    phone.get_by_role("link", name=re.compile("^取材や放送")).click()
    expect(phone.locator("main")).to_contain_text("紙で")
    look_over(phone)
