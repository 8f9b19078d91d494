"""The record store as its keepers use it: programs, sentences, stores elsewhere, erasing."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import administration, program
from tests.browser.checks import look_over
from tests.browser.conftest import Opens, Site, Watch
from tests.browser.journeys import DESK, come_in, has_begun_now, wait_for
from tests.factories.forwarding import RemoteStore, a_remote_store

CLERK = "daichi"
"""Somebody of the city whom no other journey is about."""


@pytest.fixture
def administrator(people: Opens) -> Page:
    """Return the desk of 南, who keeps the city's record store."""
    page = people(viewport=DESK)
    come_in(page, "南")
    return page


@pytest.fixture
def store() -> Iterator[RemoteStore]:
    """Run a record store of somebody else's on this machine."""
    with a_remote_store() as running:
        yield running


def learn(people: Opens, login: str, slug: str) -> str:
    """Let somebody begin a course; return the number that statements know them by."""
    page = people()
    administration.come_in_by_name(page, login)
    has_begun_now(page, slug)  # or another test has done so
    return program.account_of(page)


def test_a_program_is_let_in_writes_is_read_and_is_shut_out_again(
    people: Opens, administrator: Page, site: Site, watch: Watch
) -> None:
    watch.expected.append("422")  # a form sent empty, which the browser itself notes
    page = administrator
    clerk = program.of(learn(people, CLERK, "seisei-ai"), site.url)

    page.goto("/admin/clients")
    look_over(page)
    page.get_by_role("link", name="プログラムを加える").click()
    page.get_by_role("button", name="加えて").click()
    expect(page.locator(".faults")).to_contain_text("してよいことを、1つ以上")
    look_over(page)
    administration.add_program(page)
    library = program.given(page, site.url)
    look_over(page)
    page.get_by_role("link", name="書きとめました").click()
    assert library.secret not in page.content()
    look_over(page)

    library.wait_until(200)
    written = program.an_afternoon(clerk, program.VISITOR)
    assert library.store(*written) == 200
    assert library.store(program.taken_back(written[-1])) == 200
    status, found = library.read(verb="http://activitystrea.ms/schema/1.0/play", limit="2")
    assert status == 200
    assert {one["object"]["id"] for one in found["statements"]} == {program.VIDEO["id"]}

    _read_the_console(page)

    page.goto("/admin/clients")
    look_over(page)
    page.get_by_role("link", name=program.NAME).click()
    expect(page.locator(".big")).to_contain_text(re.compile(r"呼び出し[1-9]"))
    page.locator("input[name=grace][value='0']").check()
    page.get_by_role("button", name="新しい秘密の文字列を作る").click()
    newer = program.given(page, site.url)
    assert newer.secret != library.secret
    newer.wait_until(200)
    library.wait_until(401)
    page.get_by_role("link", name="書きとめました").click()
    page.get_by_role("link", name="止めるページへ").click()
    look_over(page)
    page.get_by_role("button", name="止める", exact=True).click()
    expect(page.locator("main")).to_contain_text("止めた")
    look_over(page)
    newer.wait_until(401)


def _read_the_console(page: Page) -> None:
    page.goto("/records/")
    first = page.locator(".say summary")
    expect(first.nth(1)).to_contain_text("図書館の端末 4番さんが")
    expect(first.nth(1)).to_contain_text("取り消された記録")
    expect(page.locator(".says").first).to_contain_text("教材「図書館の一日」を再生しました")
    look_over(page)
    page.locator("#what").fill("図書館の一日")
    page.get_by_role("button", name="さがす").click()
    expect(page.locator(".say")).to_have_count(2)
    expect(page).to_have_url(re.compile("what="))
    page.locator(".say summary").first.click()
    look_over(page)
    page.locator(".say [open] a", has_text="1つのページで開く").click()
    expect(page.locator("h1")).to_contain_text("「図書館の一日」を再生しました")
    look_over(page)
    address = page.get_by_role("link", name="保存したままのデータを開く").get_attribute("href")
    assert address is not None
    raw = page.request.get(address)
    assert raw.headers["content-type"].startswith("application/json")
    assert json.loads(raw.text())["object"]["id"] == program.VIDEO["id"]


def test_the_console_is_searched_without_javascript_too(people: Opens) -> None:
    learn(people, CLERK, "seisei-ai")
    page = people(java_script_enabled=False, viewport=DESK)
    come_in(page, "南")
    page.goto("/records/")
    page.locator("#who").fill("なかむら")
    page.get_by_role("button", name="さがす").click()
    expect(page.locator(".chip")).to_contain_text("「なかむら」で始まる人")
    assert set(page.locator(".say summary b").all_inner_texts()) == {"中村 大地さん"}
    page.locator(".chip a").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_a_teacher_sees_the_pupils_of_the_own_school_alone(
    people: Opens, administrator: Page
) -> None:
    learn(people, CLERK, "seisei-ai")
    learn(people, "yui", "kojin-joho")
    page = people()
    come_in(page, "林")
    page.get_by_role("link", name="だれが何を学んだかを").click()
    look_over(page)
    names = set(page.locator(".say summary b").all_inner_texts())
    assert "田中 ゆいさん" in names
    assert names <= {"田中 ゆいさん", "﨑山 そらさん"}
    page.locator("#who").fill("なかむら")
    page.get_by_role("button", name="さがす").click()
    expect(page.locator(".empty")).to_be_visible()
    look_over(page)
    administrator.goto("/records/?who=なかむら")
    hidden = administrator.locator(".say a", has_text="1つのページで開く").first
    address = hidden.get_attribute("href")
    assert address is not None
    assert page.request.get(address).status == 404


def test_children_go_to_a_store_elsewhere_once_two_have_agreed(
    people: Opens, administrator: Page, store: RemoteStore
) -> None:
    page = administrator
    page.goto("/admin/forwarding")
    look_over(page)
    page.get_by_role("link", name="送り先を加える").click()
    look_over(page)
    administration.add_store(page, store)
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.locator(".notice--good").last).to_contain_text("つながりました")
    look_over(page)
    assert store.posted == []
    administration.ask_for_children(page)
    expect(page.get_by_role("button", name="同意する", exact=True)).to_have_count(0)

    second = people(viewport=DESK)
    administration.come_in_by_name(second, administration.SECOND)
    second.goto(urlsplit(page.url).path)
    look_over(second)
    administration.agree_to_children(second)
    expect(second.locator("main")).to_contain_text("西村 由美子さんが")

    account = learn(people, administration.PUPIL, "kojin-joho")
    place = urlsplit(page.url).path
    wait_for(page, place, lambda p: "すべて届いています" in p.locator(".lead").inner_text())
    assert any(account.encode() in one.body for one in store.posted)
    page.goto("/admin/deliveries")
    expect(page.locator("main")).to_contain_text("同意した人: 西村 由美子さん")
    look_over(page)
    page.goto(place)
    page.get_by_role("button", name="送るのをやめる", exact=True).click()
    expect(page.locator(".lead")).to_contain_text("送るのをやめました")
    page.goto("/admin/forwarding")
    expect(page.locator("tbody")).to_contain_text("終わった")
    look_over(page)


def test_the_records_of_somebody_who_has_left_are_erased_after_a_second_look(
    people: Opens, administrator: Page, watch: Watch
) -> None:
    learn(people, administration.PUPIL, "kojin-joho")
    watch.expected.append("422")  # the wrong name, which the browser itself notes
    page = administrator
    administration.open_person(page, administration.PUPIL)
    look_over(page)
    page.get_by_role("link", name="この人の学びの記録を消す").click()
    expect(page.locator("main")).to_contain_text("先に登録を止めてください")
    look_over(page)
    page.get_by_role("link", name="登録のページへ").click()
    page.get_by_role("button", name="登録を止める").click()
    page.get_by_role("link", name="この人の学びの記録を消す").click()
    goes = page.locator("section", has=page.get_by_role("heading", name="消えるもの")).last
    count = re.search(r"(\d+)件", goes.inner_text())
    assert count is not None
    assert int(count[1]) > 0
    look_over(page)
    page.locator("#typed").fill("yui")
    page.get_by_role("button", name="記録を消す", exact=True).click()
    expect(page.locator(".faults")).to_contain_text("この人のID（IDのない人は氏名）とちがいます")
    look_over(page)
    page.locator("#typed").fill(administration.PUPIL)
    page.get_by_role("button", name="記録を消す", exact=True).click()
    expect(page.locator("h1")).to_contain_text("記録を消しました")
    expect(page.locator("main")).to_contain_text(f"{count[1]}件")
    look_over(page)
    page.goto("/records/?who=sora")
    expect(page.locator(".say")).to_have_count(0)


def test_whoever_writes_a_program_finds_the_words_explained(page: Page) -> None:
    page.goto("/xapi/profile")
    for closed in page.locator("main details").all():
        closed.locator("summary").click()
    look_over(page)
