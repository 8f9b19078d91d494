"""From a figure of the matrix down to the verified credential, and up to the city's plan."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import look_over
from tests.browser.conftest import PATIENCE, Opens, Site, Watch, context_options
from tests.browser.journeys import DESK, come_in
from tests.browser.registry import told_demo


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run a demo with its history, in which fewer were awarded than in the whole one."""
    folder = tmp_path_factory.mktemp("told")
    with told_demo(folder, teller="tests.browser.shorter_story") as started:
        yield started


@pytest.fixture
def there(browser: Browser, told: Site) -> Iterator[Opens]:
    """Return a function that opens a browser for somebody of that city."""
    watching, contexts = Watch(told.url), []

    def opened(**more: object) -> Page:
        context = browser.new_context(**{**context_options(told.url), **more})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watching.over(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert watching.faults() == []


def test_a_figure_leads_down_to_the_credential_and_up_to_the_plan(there: Opens) -> None:
    hr = there(viewport=DESK)
    come_in(hr, "桜井")
    hr.goto("/talent/matrix")
    look_over(hr)
    hr.get_by_role("link", name="財務局", exact=True).click()
    hr.get_by_role("link", name=re.compile("税務課、データを読む")).click()
    look_over(hr)
    drawer = hr.locator("#evidence")
    holder = drawer.locator("li a").first
    name = holder.inner_text().removesuffix("さん")
    holder.click()
    expect(drawer).to_contain_text(f"{name}さん")
    expect(drawer.get_by_text("確認済み").first).to_be_visible()
    drawer.get_by_text("確かめたことの全部").first.click()
    expect(drawer.get_by_text("署名").first).to_be_visible()
    look_over(hr)

    drawer.get_by_role("link", name="この力がいる計画と役割").click()
    look_over(hr)
    hr.get_by_role("link", name="データにもとづく政策づくり").click()
    expect(hr.locator("h1")).to_contain_text("データにもとづく政策づくり")
    look_over(hr)
    row = hr.get_by_role("row", name=re.compile("データを読む"))
    row.get_by_role("link").first.click()
    look_over(hr)
    expect(hr.locator("main")).to_contain_text(name)


def test_a_proof_that_was_taken_back_greys_its_cell_and_says_why(there: Opens) -> None:
    hr = there(viewport=DESK)
    come_in(hr, "桜井")
    hr.goto("/talent/")
    expect(hr.locator("main")).to_contain_text("証明の取り消し")
    look_over(hr)
    hr.locator("li", has_text="証明の取り消し").get_by_role("link").first.click()
    expect(hr.locator("main")).to_contain_text("名簿の取り違え")
    look_over(hr)
