"""Two installations: one's credential arrives in the other's registry, and is taken back there."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance import acceptance
from tests.browser import program
from tests.browser.administration import come_in_by_name
from tests.browser.checks import look_over
from tests.browser.conftest import (
    PATIENCE,
    ROOT,
    Opens,
    Site,
    Watch,
    context_options,
    running_demo,
)
from tests.browser.journeys import DESK, begin, come_in, play_all, wait_for

CLERK = "keiko"
"""Of the city's staff in both, as somebody who is lent out; no other journey is about her."""
NUMBER = re.compile(r"第(R\d+-\d+)号")
REASON = "けんしゅうの記録に、まちがいがありました。"
SCOPES = ("credential.upsert", "credential.readonly", "profile.readonly")


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run a second installation, with a folder, a port and keys of its own."""
    with running_demo(tmp_path_factory.mktemp("other")) as started:
        yield started


@pytest.fixture
def there(browser: Browser, other: Site) -> Iterator[Opens]:
    """Return a function that opens a browser for somebody of the second installation."""
    watching, contexts = Watch(other.url), []

    def opened(**more: object) -> Page:
        context = browser.new_context(**{**context_options(other.url), **more})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watching.over(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert watching.faults() == []


def shows(words: str) -> Callable[[Page], bool]:
    return lambda page: words in page.locator("main").inner_text()


@acceptance("7f")
def test_two_servers_exchange_revoke_and_re_check_a_credential(
    people: Opens, there: Opens, site: Site, other: Site, watch: Watch
) -> None:
    watch.expected.append("422")  # a form sent empty, which the browser itself notes
    office = there(viewport=DESK)
    come_in(office, "南")
    given = _let_in(office, site, other)
    _trust(office, site)
    desk = people(viewport=DESK)
    come_in(desk, "南")
    address = _send_to(desk, other, given)

    learner = people()
    subject, number = _complete(learner)
    wait_for(desk, address, shows("送る修了証は、すべて届いています"))

    hr = there(viewport=DESK)
    come_in(hr, "桜井")
    wait_for(hr, "/talent/received", shows("だれのものか未定"))
    look_over(hr)
    _agree(there(), subject)
    hr.goto("/talent/received")
    look_over(hr)
    hr.get_by_role("button", name="本人のものと確かめた").click()
    wait_for(hr, "/talent/received", shows("記録に入っている"))
    hr.get_by_role("link", name="𠮷田 けいこ").first.click()
    expect(hr.locator("main")).to_contain_text("署名あり")

    _revoke(site, number)
    hr.goto("/talent/received")
    assert "取り消された" not in hr.locator("main tbody").inner_text(), "nobody has asked again"
    wait_for(hr, "/talent/received", is_grey_or_asks_again)
    look_over(hr)
    hr.get_by_role("link", name="𠮷田 けいこ").first.click()
    expect(hr.locator("main")).to_contain_text("発行者が取り消しました")


def is_grey_or_asks_again(page: Page) -> bool:
    """Ask the issuer again, until its worker has published the list with the bit set."""
    if "取り消された" in page.locator("main tbody").inner_text():
        return True
    page.get_by_role("button", name="いま確かめる").click()
    return False


def has_number(page: Page) -> bool:
    return NUMBER.search(page.locator("main").inner_text()) is not None


def _let_in(page: Page, site: Site, other: Site) -> program.Program:
    """Give the first installation a client of the second's registry; return key and secret."""
    page.goto("/admin/clients/add")
    page.locator("input[name=name]").fill("となりの犀川市")
    for scope in SCOPES:
        page.locator(f"input[value$='{scope}']").check()
    look_over(page)
    page.get_by_role("button", name="加えて").click()
    assert site.url != other.url
    return program.given(page, other.url)


def _trust(page: Page, site: Site) -> None:
    """Trust the first installation's issuer, after a look at what it publishes."""
    page.goto("/admin/issuers")
    look_over(page)
    page.locator("input[name=issuer]").fill(site.url)
    page.get_by_role("button", name="文書を見る").click()
    expect(page.locator("main")).to_contain_text("did:web:localhost")
    look_over(page)
    page.locator("input[name=name]").fill("となりの犀川市")
    page.get_by_role("button", name="信頼する").click()
    expect(page.locator("main")).to_contain_text("となりの犀川市")
    look_over(page)


def _send_to(page: Page, other: Site, given: program.Program) -> str:
    """Bring staff's credentials to the second installation; return the address of its page."""
    page.goto("/admin/registries")
    look_over(page)
    page.get_by_role("link", name="送り先を加える").first.click()
    page.get_by_role("button", name="送りはじめる").click()
    expect(page.locator(".faults")).to_be_visible()
    look_over(page)
    page.locator("input[name=name]").fill("となりの登録簿")
    page.locator("input[name=address]").fill(f"{other.url}/ims/ob/v3p0")
    page.locator("input[name=client_key]").fill(given.key)
    page.locator("input[name=secret]").fill(given.secret)
    page.get_by_role("button", name="送りはじめる").click()
    page.get_by_role("button", name="確かめる").click()
    expect(page.locator("main")).to_contain_text("つながりました")
    look_over(page)
    address = page.url.removesuffix("/test")
    page.goto("/admin/registries")
    look_over(page)
    return address


def _complete(page: Page) -> tuple[str, str]:
    """Complete the staff course; return the id in the credential, and its number."""
    come_in_by_name(page, CLERK)
    begin(page, "seisei-ai")
    play_all(page, "seisei-ai", look=lambda _page: None)
    wait_for(page, "/my/credentials", has_number)
    found = NUMBER.search(page.locator("main").inner_text())
    assert found is not None
    page.locator("main a", has_text="生成AI").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("JSON")).first.click()
    document = json.loads(download.value.path().read_text())
    return document["credentialSubject"]["id"], found[1]


def _agree(page: Page, subject: str) -> None:
    """Say, as the same clerk in the second installation, that the id is hers."""
    come_in_by_name(page, CLERK)
    page.goto("/my/skills/numbers")
    look_over(page)
    page.locator("input[name=issuer]").check()
    page.locator("input[name=subject]").fill(subject)
    page.locator("input[name=is_agreed]").check()
    page.get_by_role("button", name="伝えて、同意する").click()
    expect(page.locator("main")).to_contain_text("人事が確かめるのを待っている")
    look_over(page)


def _revoke(site: Site, number: str) -> None:
    command = ("credentials", "revoke", number, "--reason", REASON)
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env={
            "INSTANCE_DIR": str(site.instance),
            "DEMO": "1",
            "PUBLIC_URL": site.url,
            "PATH": "",
        },
        check=True,
        capture_output=True,
    )
